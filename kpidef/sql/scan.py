"""Scans -> tables of the statement: (level, window, dimensions, entity) and one column a leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from kpidef.calendar import Window, shift_in_zone
from kpidef.expression.typed import Field
from kpidef.plan.nodes import Leaf, Level, Scan
from kpidef.sql.aggregate import aggregate, folded
from kpidef.sql.bound import Slices, bound, slice_of, slices, within
from kpidef.sql.context import Context
from kpidef.sql.keys import Keys
from kpidef.sql.membership import chosen, with_members
from kpidef.sql.rows import CLOSES, OPENS, SLICE, WINDOW, Rows, true_at, true_between
from kpidef.sql.scalar import Tree, lower
from kpidef.sql.tree import (
    alias,
    all_of,
    any_of,
    cast,
    column,
    given,
    group,
    join,
    null,
    number,
    select,
    subquery,
    table,
    union,
    values,
    when,
    where,
)

# Beyond this many slices a search by halves makes longer SQL than a table of windows costs.
MOST_HALVES = 400


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table and the leaves that it has a column for."""

    name: str
    leaves: frozenset[str]


def lower_scan(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables that hold the scan's leaves, window by window; `members` is the table of a cohort's entities."""
    if scan.kind == "event":
        return _event(context, scan, keys, members)
    rows = Rows(context, scan)
    return (_aggregated(context, scan, keys, rows, row_source(context, scan, rows), scan.leaves, members),)


def row_source(context: Context, scan: Scan, rows: Rows) -> Tree:
    """The scan's rows under the alias `r`, each with the index of a window that it belongs to."""
    match scan.kind:
        case "event":
            assert scan.time is not None
            return _each(context, scan, scan.time.type, rows)
        case "always":
            rows.add(WINDOW, number(0))
            return _named_rows(context, scan, rows, lambda: rows.query([]))
        case "stock" | "any" | "flow_in" | "flow_out":
            return _interval(context, scan, rows)
        case _:
            return _photos(context, scan, rows)


def _event(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    assert scan.time is not None
    kind = scan.time.type
    if not scan.windows:
        return (_joined(context, scan, keys, kind, scan.leaves, members),)
    cut = slices(scan.windows, kind)
    if _is_direct(cut):
        return (_direct(context, scan, keys, kind, cut, members),)
    additive = tuple(leaf for leaf in scan.leaves if leaf.agg.is_additive)
    others = tuple(leaf for leaf in scan.leaves if not leaf.agg.is_additive)
    if scan.members is not None or cut.count > MOST_HALVES:
        additive, others = (), scan.leaves
    tables = []
    if additive:
        tables.append(_sliced(context, scan, keys, kind, cut, additive))
    if others:
        tables.append(_joined(context, scan, keys, kind, others, members))
    return tuple(tables)


def _is_direct(cut: Slices) -> bool:
    distinct = len(set(cut.windows)) == len(cut.windows)
    return cut.is_exact and distinct and cut.count <= MOST_HALVES


def _direct(context: Context, scan: Scan, keys: Keys, kind: str, cut: Slices, members: str | None) -> Table:
    """Windows that do not overlap: each row finds its own."""
    rows = Rows(context, scan)
    time = _time(rows, scan)
    names = [-1] * cut.count
    for index, (low, _) in enumerate(cut.windows):
        names[low] = index
    rows.add(WINDOW, slice_of(time, cut, kind, context.zone.calendar.timezone, names))
    inside = _inside(context, time, cut, kind)
    source = _named_rows(context, scan, rows, lambda: rows.query(inside))
    between = [exp.GTE(this=column(WINDOW, "r"), expression=number(0))] if -1 in names else []
    return _aggregated(context, scan, keys, rows, source, scan.leaves, members, between)


def _sliced(context: Context, scan: Scan, keys: Keys, kind: str, cut: Slices, leaves: tuple[Leaf, ...]) -> Table:
    """Overlapping windows of additive leaves: rows are folded by slice, and windows add slices up."""
    rows = Rows(context, scan)
    time = _time(rows, scan)
    rows.add(SLICE, slice_of(time, cut, kind, context.zone.calendar.timezone, range(cut.count)))
    inside = _inside(context, time, cut, kind)
    source = _named_rows(context, scan, rows, lambda: rows.query(inside))
    parts = _aggregated(context, scan, keys, rows, source, leaves, None, window=SLICE, suffix="_slices")
    spans = [[number(index), number(low), number(high)] for index, (low, high) in enumerate(cut.windows)]
    windows = context.define(f"{scan.name}_windows", values(spans, ["w", "low", "high"]))
    query = select(
        [
            *(alias(column(name, "s"), name) for name in keys.level),
            alias(column("w", "w"), "w"),
            *(alias(column(name, "s"), name) for name in keys.cut),
            *(alias(folded(leaf.agg, column(leaf.name, "s")), leaf.name) for leaf in leaves),
        ],
        table(parts.name, "s"),
    )
    held = all_of(
        [
            exp.GTE(this=column("w", "s"), expression=column("low", "w")),
            exp.LT(this=column("w", "s"), expression=column("high", "w")),
        ]
    )
    join(query, table(windows, "w"), held)
    group(
        query,
        [*(column(name, "s") for name in keys.level), column("w", "w"), *(column(name, "s") for name in keys.cut)],
    )
    return Table(context.define(scan.name, query), parts.leaves)


def _joined(
    context: Context, scan: Scan, keys: Keys, kind: str, leaves: tuple[Leaf, ...], members: str | None
) -> Table:
    """Overlapping windows of leaves that do not add up: each row meets each window that holds it."""
    rows = Rows(context, scan)
    source = _each(context, scan, kind, rows)
    return _aggregated(context, scan, keys, rows, source, leaves, members, suffix="_each")


def _each(context: Context, scan: Scan, kind: str, rows: Rows) -> Tree:
    time = _time(rows, scan)
    windows = _window_table(context, scan, kind)
    rows.add(WINDOW, column("w", "w"))
    held = all_of(_held(time, scan))
    return _named_rows(context, scan, rows, lambda: rows.query([given(time.copy())], windows, held))


def _interval(context: Context, scan: Scan, rows: Rows) -> Tree:
    start, end = rows.bounds()
    assert rows.source.validity is not None
    windows = _window_table(context, scan, rows.source.columns[rows.source.validity.start].type)
    opening, closing = column("starts", "w"), column("ends", "w")
    rows.add(WINDOW, column("w", "w"))
    if scan.kind == "stock":
        on: Tree | None = true_at(start, end, closing)
    elif scan.kind == "any":
        bounded = [any(one.start for one in scan.windows), any(one.end for one in scan.windows)]
        on = true_between(start, end, opening if bounded[0] else None, closing if bounded[1] else None)
    else:
        opens, closes = true_at(start, end, opening), true_at(start, end, closing)
        rows.add(OPENS, when(opens.copy(), number(1), number(0)))
        rows.add(CLOSES, when(closes.copy(), number(1), number(0)))
        on = any_of([opens, closes])
    return _named_rows(context, scan, rows, lambda: rows.query(_compared(scan, rows), windows, on))


def _photos(context: Context, scan: Scan, rows: Rows) -> Tree:
    snapshot = rows.source.snapshot
    assert snapshot is not None
    kind = rows.source.columns[snapshot.at].type
    windows = _window_table(context, scan, kind)
    photo = rows.relation.field(Field(snapshot.at, kind))
    rows.add(WINDOW, column("w", "w"))
    fresh = [all_of(_fresh(photo, edge, scan)) for edge in ("starts", "ends")]
    if scan.kind == "photo":
        rows.add(CLOSES, photo)
        return _named_rows(context, scan, rows, lambda: rows.query(_compared(scan, rows), windows, fresh[1]))
    for name, condition in zip((OPENS, CLOSES), fresh, strict=True):
        assert condition is not None
        rows.add(name, when(condition.copy(), photo.copy()))
    on = any_of(one for one in fresh if one is not None)
    return _named_rows(context, scan, rows, lambda: rows.query(_compared(scan, rows), windows, on))


def _fresh(photo: Tree, edge: str, scan: Scan) -> list[Tree]:
    """A photo taken before an end of the window, and not too long before."""
    found: list[Tree] = [exp.LT(this=photo.copy(), expression=column(edge, "w"))]
    if scan.stale_after is not None:
        found.append(exp.GTE(this=photo.copy(), expression=column(f"stale_{edge}", "w")))
    return found


def _compared(scan: Scan, rows: Rows) -> list[Tree]:
    """A null entity is in no stock of photos and in no flow."""
    return [given(rows.relation.field(one)) for one in scan.compared]


def _time(rows: Rows, scan: Scan) -> Tree:
    assert scan.time is not None
    return rows.relation.field(scan.time)


def _inside(context: Context, time: Tree, cut: Slices, kind: str) -> list[Tree]:
    return within(time, cut.bounds[0], cut.bounds[-1], kind, context.zone.calendar.timezone)


def _held(time: Tree, scan: Scan) -> list[Tree]:
    found: list[Tree] = []
    opening, closing = column("starts", "w"), column("ends", "w")
    if any(one.start for one in scan.windows):
        after: Tree = exp.GTE(this=time.copy(), expression=opening)
        if any(one.start is None for one in scan.windows):
            after = exp.Paren(this=exp.Or(this=exp.Is(this=opening.copy(), expression=exp.Null()), expression=after))
        found.append(after)
    if any(one.end for one in scan.windows):
        before: Tree = exp.LT(this=time.copy(), expression=closing)
        if any(one.end is None for one in scan.windows):
            before = exp.Paren(this=exp.Or(this=exp.Is(this=closing.copy(), expression=exp.Null()), expression=before))
        found.append(before)
    return found or [exp.true()]


def _window_table(context: Context, scan: Scan, kind: str) -> str:
    """The scan's windows as a literal table (w, starts, ends, and how old a photo may be); it may be empty."""
    windows = scan.windows or (Window("", None, None),)
    edges = _edges_read(scan)
    names = ["w", *edges, *(f"stale_{edge}" for edge in edges if scan.stale_after is not None)]
    lines = [_window_line(context, scan, edges, index, one, kind) for index, one in enumerate(windows)]
    found = values(lines, names)
    if not scan.windows:
        where(found, [exp.false()])
    return context.define(f"{scan.name}_windows", found)


def _edges_read(scan: Scan) -> list[str]:
    """The ends of windows that the scan's conditions speak of."""
    if scan.kind in ("stock", "photo"):
        return ["ends"]
    if scan.kind != "event":
        return ["starts", "ends"]
    opens, closes = any(one.start for one in scan.windows), any(one.end for one in scan.windows)
    return [*(["starts"] if opens else []), *(["ends"] if closes else [])]


def _window_line(context: Context, scan: Scan, edges: list[str], index: int, window: Window, kind: str) -> list[Tree]:
    timezone = context.zone.calendar.timezone
    bounds = [window.start if edge == "starts" else window.end for edge in edges]
    if scan.stale_after is not None:
        bounds += [shift_in_zone(timezone, one, scan.stale_after, -1) if one else None for one in bounds]
    return [number(index), *(bound(one, kind, timezone) if one else cast(exp.Null(), kind) for one in bounds)]


def _named_rows(context: Context, scan: Scan, rows: Rows, query: Callable[[], exp.Select]) -> Tree:
    """The finished rows under the alias `r`: every column that a leaf, a dimension or an entity reads is asked for."""
    for leaf in scan.leaves:
        for one in (*leaf.filters, *([leaf.expr] if leaf.expr is not None else [])):
            lower(one, rows.outside())
        if leaf.agg.function in ("first", "last") and scan.time is not None:
            for one in (scan.time, *_key(rows)):
                rows.field(one)
    for one in (*scan.group, *scan.entity, *scan.compared, *(scan.members.entity if scan.members else ())):
        rows.field(one)
    known = [given(rows.relation.field(one)) for one in scan.entity]
    finished = query() if not known else where_more(query(), known)
    if len(scan.levels) == 1:
        return subquery(finished, "r")
    return table(context.define(f"{scan.name}_rows", finished), "r")


def where_more(query: exp.Select, conditions: list[Tree]) -> exp.Select:
    """The query with further conditions required."""
    present = query.args.get("where")
    return where(query, [*([present.this] if present else []), *conditions])


def _aggregated(
    context: Context,
    scan: Scan,
    keys: Keys,
    rows: Rows,
    source: Tree,
    leaves: tuple[Leaf, ...],
    members: str | None,
    conditions: Sequence[Tree] = (),
    window: str = WINDOW,
    suffix: str = "",
) -> Table:
    """GROUP BY window, dimensions and entity, once a level."""
    queries = []
    for index, level in enumerate(scan.levels):
        staged = _staged(rows, scan, level, source.copy(), leaves)
        with_members(context, scan, keys, staged, members, level, index)
        cut_keys = [rows.field(one) for rank, one in enumerate(scan.group) if rank in level]
        entity = [rows.field(one) for one in scan.entity]
        projections = [
            *(alias(number(index), name) for name in keys.level),
            alias(column(window, "r"), "w"),
            *(
                alias(rows.field(one) if rank in level else null(one.type), f"d{rank + 1}")
                for rank, one in enumerate(scan.group)
            ),
            *(alias(one, f"e{rank}") for rank, one in enumerate(entity, 1)),
            *(alias(_leaf(rows, leaf), leaf.name) for leaf in leaves),
        ]
        staged.set("expressions", projections)
        if conditions:
            where_more(staged, [one.copy() for one in conditions])
        group(staged, [column(window, "r"), *cut_keys, *(one.copy() for one in entity)])
        queries.append(staged)
    name = context.define(f"{scan.name}{suffix}", union(queries))
    return Table(name, frozenset(leaf.name for leaf in leaves))


def _leaf(rows: Rows, leaf: Leaf) -> Tree:
    conditions = [lower(one, rows.outside()) for one in leaf.filters]
    if leaf.agg.function in ("first", "last"):
        conditions.append(exp.EQ(this=column(f"_place_{leaf.name}", "r"), expression=number(1)))
    operand = lower(leaf.expr, rows.outside()) if leaf.expr is not None else None
    return aggregate(leaf.agg, operand, all_of(conditions))


def _staged(rows: Rows, scan: Scan, level: Level, source: Tree, leaves: tuple[Leaf, ...]) -> exp.Select:
    """FROM the rows, ranked first where a leaf wants the first or last of an entity."""
    ends = [leaf for leaf in leaves if leaf.agg.function in ("first", "last")]
    if not ends:
        return chosen(rows, scan, level, source)
    ranked: list[Tree] = [exp.Column(this=exp.Star(), table=exp.to_identifier("r", quoted=True))]
    ranked += [alias(_place(rows, scan, level, leaf), f"_place_{leaf.name}") for leaf in ends]
    return select([], subquery(select(ranked, source), "r"))


def _place(rows: Rows, scan: Scan, level: Level, leaf: Leaf) -> Tree:
    assert scan.time is not None
    kept = all_of(lower(one, rows.outside()) for one in leaf.filters)
    group_keys = [rows.field(one) for rank, one in enumerate(scan.group) if rank in level]
    order: list[Tree] = []
    if kept is not None:
        first = exp.Case(ifs=[exp.If(this=kept, true=number(0))], default=number(1))
        order.append(exp.Ordered(this=first, desc=False, nulls_first=False))
    is_last = leaf.agg.function == "last"
    order += [exp.Ordered(this=rows.field(one), desc=is_last, nulls_first=False) for one in (scan.time, *_key(rows))]
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[column(WINDOW, "r"), *group_keys, *(rows.field(one) for one in scan.entity)],
        order=exp.Order(expressions=order),
        over="OVER",
    )


def _key(rows: Rows) -> tuple[Field, ...]:
    return tuple(Field(name, rows.source.columns[name].type) for name in rows.source.key)

"""Which rows stay once an entity's other rows are looked at: flows, last photos, cohorts."""

from __future__ import annotations

from sqlglot import exp

from kpidef.plan.nodes import Level, Members, Scan
from kpidef.sql.context import Context
from kpidef.sql.keys import Keys
from kpidef.sql.latest import last_photos
from kpidef.sql.rows import CLOSES, EDGE, FROM, OPENS, TO, WINDOW, Rows, true_at
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.tree import (
    alias,
    all_of,
    any_of,
    column,
    join,
    number,
    same,
    select,
    subquery,
    table,
    when,
    where,
    zero_if_null,
)


def chosen(rows: Rows, scan: Scan, level: Level, source: Tree) -> exp.Select:
    """FROM the rows that the scan's kind keeps; entities are compared within the level's dimensions."""
    match scan.kind:
        case "flow_out" | "flow_in" if rows.is_alone:
            return select([], source)
        case "flow_out" | "flow_in" if rows.others is not None:
            return _alone(rows, scan, level, source, rows.others)
        case "flow_out" | "flow_in":
            leaving = scan.kind == "flow_out"
            here, there = (OPENS, CLOSES) if leaving else (CLOSES, OPENS)
            widened = _with(source, {"_elsewhere": _over(rows, scan, level, column(there, "r"))})
            return where(
                select([], subquery(widened, "r")), [_is(column(here, "r"), 1), _is(column("_elsewhere", "r"), 0)]
            )
        case "photo" if rows.instants is not None:
            return select([], last_photos(rows, scan, level, source, rows.instants))
        case "photo":
            widened = _with(source, {"_last": _over(rows, scan, level, column(CLOSES, "r"))})
            latest = exp.EQ(this=column(CLOSES, "r"), expression=column("_last", "r"))
            return where(select([], subquery(widened, "r")), [latest])
        case "photo_out" | "photo_in":
            return _photo_flow(rows, scan, level, source)
        case _:
            return select([], source)


def _photo_flow(rows: Rows, scan: Scan, level: Level, source: Tree) -> exp.Select:
    """OPENS and CLOSES hold the photo's time where it is old enough for each end of the window."""
    lasts = {f"_last{name}": _over(rows, scan, level, column(name, "r")) for name in (OPENS, CLOSES)}
    first = subquery(_with(source, lasts), "r")

    def is_last(name: str) -> Tree:
        return exp.EQ(this=column(name, "r"), expression=column(f"_last{name}", "r"))

    here, there = (OPENS, CLOSES) if scan.kind == "photo_out" else (CLOSES, OPENS)
    flag = when(is_last(there), number(1), number(0))
    second = _with(first, {"_elsewhere": _over(rows, scan, level, flag)})
    return where(select([], subquery(second, "r")), [is_last(here), _is(column("_elsewhere", "r"), 0)])


def _alone(rows: Rows, scan: Scan, level: Level, source: Tree, others: str) -> exp.Select:
    """The rows whose entity has no other row at the edge, within the level's dimensions."""
    entity = tuple(dict.fromkeys((*scan.entity, *scan.compared)))
    conditions: list[Tree] = [
        exp.EQ(this=column(rows.field(one).name, "o"), expression=rows.field(one)) for one in entity
    ]
    dimensions = [one for rank, one in enumerate(scan.group) if rank in level and one not in entity]
    conditions += [same(column(rows.field(one).name, "o"), rows.field(one)) for one in dimensions]
    conditions.append(true_at(column(FROM, "o"), column(TO, "o"), column(EDGE, "r")))
    query = join(select([], source), table(others, "o"), all_of(conditions), side="LEFT")
    return where(query, [exp.Is(this=column(rows.field(entity[0]).name, "o"), expression=exp.Null())])


def with_members(
    context: Context,
    scan: Scan,
    keys: Keys,
    query: exp.Select,
    members: str | None,
    level: Level,
    index: int,
    place: Tree,
) -> exp.Select:
    """The query, joined with the entities that the cohort's measure counted in the same window (`place`) and group."""
    if members is None or scan.members is None:
        return query
    rows_dimensions = [one for rank, one in enumerate(keys.dimensions) if rank in level]
    conditions: list[Tree] = [exp.EQ(this=column("period", "m"), expression=place)]
    if keys.level:
        conditions.append(_is(column("level", "m"), index))
    for name, one in zip(rows_dimensions, (scan.group[rank] for rank in level), strict=True):
        conditions.append(same(column(name, "m"), column(_payload(one.path, one.column), "r")))
    for rank, one in enumerate(scan.members.entity, 1):
        conditions.append(exp.EQ(this=column(f"e{rank}", "m"), expression=column(_payload(one.path, one.column), "r")))
    conditions += _counted(context, scan.members)
    on = all_of(conditions)
    return join(query, table(members, "m"), on)


def _counted(context: Context, members: Members) -> list[Tree]:
    kept = any_of(exp.GT(this=column(name, "m"), expression=number(0)) for name in members.cells.kept)
    found = [kept] if kept is not None else []
    if members.having is not None:
        empties = {one.name for one in members.cells.columns if one.empty == 0}
        names = Names(
            context.zone,
            term=lambda one: zero_if_null(column(one.name, "m")) if one.name in empties else column(one.name, "m"),
        )
        found.append(lower(members.having, names))
    return found


def _payload(path: tuple[str, ...], name: str) -> str:
    return "__".join((*path, name))


def _with(source: Tree, more: dict[str, Tree]) -> exp.Select:
    every = exp.Column(this=exp.Star(), table=exp.to_identifier("r", quoted=True))
    return select([every, *(alias(tree, name) for name, tree in more.items())], source)


def _over(rows: Rows, scan: Scan, level: Level, tree: Tree) -> Tree:
    dimensions = [rows.field(one) for rank, one in enumerate(scan.group) if rank in level]
    return exp.Window(
        this=exp.Max(this=tree),
        partition_by=[column(WINDOW, "r"), *dimensions, *(rows.field(one) for one in (*scan.entity, *scan.compared))],
        over="OVER",
    )


def _is(tree: Tree, value: int) -> Tree:
    return exp.EQ(this=tree, expression=number(value))

"""Who is there when: one integer an entity, one bit an instant; stocks and flows then only test bits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Window
from kpidef.expression.text import to_text
from kpidef.expression.typed import Expression, Operation
from kpidef.plan.nodes import Leaf, Level, Scan
from kpidef.plan.shape import MOST_BITS, instants
from kpidef.plan.slices import rounded, uncut
from kpidef.sql.bound import bound, slice_of
from kpidef.sql.context import Context
from kpidef.sql.grouping import Table
from kpidef.sql.keys import Keys
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import (
    alias,
    all_of,
    any_of,
    cast,
    column,
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
)

Grid = tuple[datetime, ...]  # instants in order; bit k says whether the k-th finds the entity


def lower_bits(context: Context, scan: Scan, keys: Keys, leaf: Leaf) -> Table:
    """The distinct values of the leaf's expression that the scan's windows find, counted."""
    read = _narrowed(scan, leaf)
    rows = Rows(context, read)
    grid = _grid(context, scan, rows.interval_kind)
    known = _present(context, read, keys, leaf, rows, grid)
    windows = _windows(context, scan, rows.interval_kind, grid)
    cut = [column(name, "s") for name in (*keys.level, *keys.cut)]
    counted = cast(exp.Sum(this=column("entities", "s")), "integer")
    query = select([column("w", "w"), *cut, alias(counted, leaf.name)], table(known, "s"))
    join(query, table(windows, "w"), all_of(_tests(scan)))
    group(query, [column("w", "w"), *(one.copy() for one in cut)])
    return Table(context.define(scan.name, query), frozenset({leaf.name}))


def _narrowed(scan: Scan, leaf: Leaf) -> Scan:
    """The scan of that leaf alone, written so that scans which find the same entities are equal."""
    assert leaf.expr is not None
    asked = {*scan.filters, *leaf.filters} - {_known(leaf.expr)}
    return replace(scan, filters=tuple(sorted((_known(leaf.expr), *asked), key=to_text)), leaves=(leaf,))


def _known(expr: Expression) -> Operation:
    return Operation("not", (Operation("is_null", (expr,), "boolean"),), "boolean")


def _grid(context: Context, scan: Scan, kind: str) -> Grid:
    """All the instants asked of the source, for scans then share what they read; this scan's where these are many."""
    own = _told_apart(instants(scan), kind)
    every = _told_apart(context.instants.get(scan.source, frozenset()) | instants(scan), kind)
    return every if len(every) <= MOST_BITS else own


def _told_apart(moments: frozenset[datetime], kind: str) -> Grid:
    return tuple(sorted({rounded(one, kind) for one in moments}))


def _present(context: Context, scan: Scan, keys: Keys, leaf: Leaf, rows: Rows, grid: Grid) -> str:
    """The table of (level, dimensions, bits, how many entities have just these)."""

    def build() -> exp.Query:
        source = _rows(context, scan, leaf, rows, grid)
        return union([_folded(scan, keys, level, index, source.copy()) for index, level in enumerate(scan.levels)])

    key = ("bits", scan.source, scan.filters, scan.rollups, scan.group, scan.levels, leaf.expr, grid)
    return context.share(key, f"{scan.source}_present", build)


def _rows(context: Context, scan: Scan, leaf: Leaf, rows: Rows, grid: Grid) -> Tree:
    """The rows that some instant may find, each with its bits."""
    start, end = rows.bounds()
    kind, timezone = rows.interval_kind, context.zone.calendar.timezone
    powers = [2**rank for rank in range(len(grid) + 1)]
    cut = uncut(grid)
    endless = exp.Is(this=end.copy(), expression=exp.Null())
    until = when(endless, number(powers[-1]), slice_of(end, cut, kind, timezone, powers))
    assert leaf.expr is not None
    for rank, one in enumerate(scan.group, 1):
        rows.add(f"d{rank}", rows.relation.field(one))
    rows.add("entity", rows.inside(leaf.expr))
    rows.add("bits", exp.Sub(this=until, expression=slice_of(start, cut, kind, timezone, powers)))
    first, last = (bound(one, kind, timezone) for one in (grid[0], grid[-1]))
    lasts = all_of([exp.GTE(this=end.copy(), expression=first), exp.GTE(this=end.copy(), expression=start.copy())])
    assert lasts is not None
    still = any_of([endless.copy(), lasts])
    assert still is not None
    query = rows.query([exp.LT(this=start.copy(), expression=last), still])
    if len(scan.levels) == 1:
        return subquery(query, "r")
    return table(context.define(f"{scan.name}_rows", query), "r")


def _folded(scan: Scan, keys: Keys, level: Level, index: int, source: Tree) -> exp.Select:
    """One line an entity within the level's dimensions, then one a set of bits."""
    kept = [column(f"d{rank + 1}", "r") for rank in level]
    gathered = exp.BitwiseOrAgg(this=column("bits", "r"))
    entities = select([*kept, alias(gathered, "bits")], source)
    group(entities, [*(one.copy() for one in kept), column("entity", "r")])
    query = select(
        [
            *(alias(number(index), name) for name in keys.level),
            *(
                column(f"d{rank + 1}", "e") if rank in level else alias(null(one.type), f"d{rank + 1}")
                for rank, one in enumerate(scan.group)
            ),
            column("bits", "e"),
            alias(exp.Count(this=exp.Star()), "entities"),
        ],
        subquery(entities, "e"),
    )
    return group(query, [*(column(f"d{rank + 1}", "e") for rank in level), column("bits", "e")])


def _windows(context: Context, scan: Scan, kind: str, grid: Grid) -> str:
    """The windows' ends as bits; an end that is not there tests none."""
    lines = [
        [number(index), *(_bit(one, kind, grid) for one in _ends(scan, window))]
        for index, window in enumerate(scan.windows)
    ]
    names = ["w", "here", "elsewhere"] if scan.kind != "stock" else ["w", "here"]
    key = ("bit windows", scan.kind, tuple((one.start, one.end) for one in scan.windows), kind, grid)
    return context.share(key, "windows", lambda: values(lines, names))


def _ends(scan: Scan, window: Window) -> tuple[datetime | None, ...]:
    match scan.kind:
        case "stock":
            return (window.end,)
        case "flow_out":
            return (window.start, window.end)
        case _:
            return (window.end, window.start)


def _bit(moment: datetime | None, kind: str, grid: Grid) -> Tree:
    return number(0 if moment is None else 2 ** grid.index(rounded(moment, kind)))


def _tests(scan: Scan) -> list[Tree]:
    found: list[Tree] = [exp.NEQ(this=_and("here"), expression=number(0))]
    if scan.kind != "stock":
        found.append(exp.EQ(this=_and("elsewhere"), expression=number(0)))
    return found


def _and(name: str) -> Tree:
    return exp.Paren(this=exp.BitwiseAnd(this=column("bits", "s"), expression=column(name, "w")))

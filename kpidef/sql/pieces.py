"""Distinct entities of stocks at many instants: each entity's intervals as pieces that don't overlap, then changes."""

from __future__ import annotations

from sqlglot import exp

from kpidef.plan.nodes import Leaf, Level, Scan
from kpidef.sql.changes import ROWS, standing
from kpidef.sql.context import Context
from kpidef.sql.grouping import Table
from kpidef.sql.keys import Keys
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.timeline import Timeline, timeline
from kpidef.sql.tree import (
    alias,
    any_of,
    column,
    given,
    group,
    in_order,
    null,
    number,
    select,
    subquery,
    table,
    union,
    when,
    where,
)

SINCE, UNTIL, REACHED, ENTITY = "_since", "_until", "_reached", "_entity"


def lower_pieces(context: Context, scan: Scan, keys: Keys, leaf: Leaf) -> Table:
    """The distinct values of the leaf's expression among the rows that are true at each instant."""
    line = timeline(context, scan, Rows(context, scan))
    source = table(context.define(f"{scan.name}_intervals", _intervals(context, scan, leaf, line)), "r")
    pieces = [_pieces(scan, keys, level, index, source.copy()) for index, level in enumerate(scan.levels)]
    name = context.define(f"{scan.name}_pieces", union(pieces))
    changes = [_changes(keys, leaf, name, SINCE, 1), _changes(keys, leaf, name, UNTIL, -1)]
    return standing(context, scan, keys, (leaf,), line, changes)


def _intervals(context: Context, scan: Scan, leaf: Leaf, line: Timeline) -> exp.Select:
    rows = Rows(context, scan)
    start, end = rows.bounds()
    assert leaf.expr is not None
    for rank, one in enumerate(scan.group, 1):
        rows.add(f"d{rank}", rows.relation.field(one))
    entity = rows.inside(leaf.expr)
    rows.add(ENTITY, entity)
    rows.add(SINCE, line.place(start))
    # A departure at the last instant, or after it, is seen by none.
    goes = exp.LT(this=end.copy(), expression=line.last_bound.copy())
    rows.add(UNTIL, when(goes, line.place(end), line.last.copy()))
    return rows.query([*line.arrives(start, end), given(entity.copy()), *(rows.inside(one) for one in leaf.filters)])


def _pieces(scan: Scan, keys: Keys, level: Level, index: int, source: Tree) -> exp.Select:
    """What each interval adds to those of its entity that began before it."""
    kept = [column(f"d{rank + 1}", "r") for rank in level]
    before = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=number(1), end_side="PRECEDING")
    reached = exp.Window(
        this=exp.Max(this=column(UNTIL, "r")),
        partition_by=[*kept, column(ENTITY, "r")],
        order=in_order(column(SINCE, "r")),
        spec=before,
        over="OVER",
    )
    ends = [column(SINCE, "r"), column(UNTIL, "r"), alias(reached, REACHED)]
    inner = select([*(one.copy() for one in kept), *ends], source)
    later = exp.GT(this=column(REACHED, "x"), expression=column(SINCE, "x"))
    query = select(
        [
            *(alias(number(index), name) for name in keys.level),
            *(
                column(f"d{rank + 1}", "x") if rank in level else alias(null(one.type), f"d{rank + 1}")
                for rank, one in enumerate(scan.group)
            ),
            alias(when(later, column(REACHED, "x"), column(SINCE, "x")), SINCE),
            column(UNTIL, "x"),
        ],
        subquery(inner, "x"),
    )
    further = exp.GT(this=column(UNTIL, "x"), expression=column(REACHED, "x"))
    adds = any_of([exp.Is(this=column(REACHED, "x"), expression=exp.Null()), further])
    assert adds is not None
    return where(query, [adds])


def _changes(keys: Keys, leaf: Leaf, pieces: str, edge: str, sign: int) -> exp.Select:
    cut = [column(name, "p") for name in (*keys.level, *keys.cut)]
    counted: Tree = exp.Count(this=exp.Star())
    change = counted if sign > 0 else exp.Neg(this=counted)
    shown = [alias(column(edge, "p"), "at"), *cut, alias(change, leaf.name), alias(change.copy(), ROWS.name)]
    return group(select(shown, table(pieces, "p")), [column(edge, "p"), *(one.copy() for one in cut)])

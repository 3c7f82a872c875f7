"""Stocks from what changes them: what arrives less what departs, added up in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from kpidef.catalog.model import Agg
from kpidef.plan.nodes import Leaf, Scan
from kpidef.sql.context import Context
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.rows import WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.timeline import Timeline, timeline
from kpidef.sql.tree import (
    alias,
    cast,
    column,
    group,
    in_order,
    join,
    number,
    select,
    subquery,
    table,
    union,
    when,
    where,
)

# How many rows there are: a line whose rows have all gone is no line.
ROWS = Leaf("_rows", Agg("count"), None, ())
SINCE, UNTIL = "_since", "_until"


def lower_changes(context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...]) -> Table:
    """Counts and sums of the rows that are true at each instant."""
    counted = _with_rows(leaves)
    line = timeline(context, scan, Rows(context, scan))
    arrivals = _at(context, scan, keys, counted, line, "arrivals")
    departures = _at(context, scan, keys, counted, line, "departures")
    changes = [_signed(arrivals, keys, counted, 1), _signed(departures, keys, counted, -1)]
    return standing(context, scan, keys, leaves, line, changes)


def standing(
    context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], line: Timeline, changes: Sequence[exp.Query]
) -> Table:
    """The table of the leaves at each instant, from their changes (level, at, dimensions, one column a leaf)."""
    rows, counted = _count_of_rows(leaves), _with_rows(leaves)
    sums = _running(_netted(changes, keys, counted), keys, counted, line.last)
    cut = [column(name, "s") for name in (*keys.level, *keys.cut)]
    query = select([column("w", "w"), *cut, *(alias(_whole(leaf), leaf.name) for leaf in leaves)], subquery(sums, "s"))
    instant = column("ends", "w")
    since = exp.LT(this=column(SINCE, "s"), expression=instant)
    until = exp.GTE(this=column(UNTIL, "s"), expression=instant.copy())
    join(query, table(line.windows, "w"), exp.And(this=since, expression=until))
    where(query, [exp.GT(this=column(rows.name, "s"), expression=number(0))])
    return Table(context.define(scan.name, query), frozenset(leaf.name for leaf in leaves))


def _count_of_rows(leaves: tuple[Leaf, ...]) -> Leaf:
    """The leaf that counts every row, which may be one of those that are asked for."""
    return next((one for one in leaves if replace(one, name=ROWS.name) == ROWS), ROWS)


def _with_rows(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    rows = _count_of_rows(leaves)
    return leaves if rows in leaves else (*leaves, rows)


def _netted(changes: Sequence[exp.Query], keys: Keys, leaves: tuple[Leaf, ...]) -> exp.Select:
    """One line of changes a place."""
    cut = [column(name, "c") for name in ("at", *keys.level, *keys.cut)]
    totals = [alias(_as_counted(leaf, exp.Sum(this=column(leaf.name, "c"))), leaf.name) for leaf in leaves]
    return group(select([*cut, *totals], subquery(union(changes), "c")), [one.copy() for one in cut])


def _running(changes: exp.Select, keys: Keys, leaves: tuple[Leaf, ...], last: Tree) -> exp.Select:
    """What has been added up since a place, until the next one, or until the last instant."""
    cut = [column(name, "c") for name in (*keys.level, *keys.cut)]
    # Some engines want the frame in words wherever an aggregate has an order.
    frame = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")

    def over(tree: Tree, spec: exp.WindowSpec | None = None) -> Tree:
        return exp.Window(
            this=tree,
            partition_by=[one.copy() for one in cut],
            order=in_order(column("at", "c")),
            spec=spec,
            over="OVER",
        )

    until = alias(exp.Coalesce(this=over(exp.Lead(this=column("at", "c"))), expressions=[last.copy()]), UNTIL)
    sums = [alias(over(exp.Sum(this=column(leaf.name, "c")), frame.copy()), leaf.name) for leaf in leaves]
    return select([*cut, alias(column("at", "c"), SINCE), until, *sums], subquery(changes, "c"))


def _at(context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], line: Timeline, side: str) -> Table:
    """The leaves of the rows that arrive, or depart, at each place of the timeline."""
    rows = Rows(context, scan)
    conditions, edge = _counted(line, *rows.bounds(), side, is_cut=bool(keys.cut))
    rows.add(WINDOW, line.place(edge))
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(conditions))
    return aggregated(context, scan, keys, rows, source, leaves, None, suffix=f"_{side}")


def _counted(line: Timeline, start: Tree, end: Tree, side: str, is_cut: bool) -> tuple[list[Tree], Tree]:
    """Which rows arrive or depart, and when.

    An interval that ended before the first instant, or before it began, comes to nothing: it departs when it arrives at
    the latest. It is left out where dimensions would give it lines of its own, and its ends are not compared elsewhere.
    """
    if side == "arrivals":
        return (line.arrives(start, end) if is_cut else line.begins(start)), start
    if is_cut:
        return line.departs(start, end), end
    latest = when(exp.LT(this=end.copy(), expression=start.copy()), start.copy(), end.copy())
    return [*line.begins(start), *line.begins(end)], latest


def _signed(part: Table, keys: Keys, leaves: tuple[Leaf, ...], sign: int) -> exp.Query:
    cut = [column(name, "s") for name in (*keys.level, *keys.cut)]
    changes = [
        column(leaf.name, "s") if sign > 0 else alias(exp.Neg(this=column(leaf.name, "s")), leaf.name)
        for leaf in leaves
    ]
    return select([alias(column("w", "s"), "at"), *cut, *changes], table(part.name, "s"))


def _whole(leaf: Leaf) -> Tree:
    return _as_counted(leaf, column(leaf.name, "s"))


def _as_counted(leaf: Leaf, tree: Tree) -> Tree:
    """A count stays an integer when counts are added up."""
    return cast(tree, "integer") if leaf.agg.function.startswith("count") else tree

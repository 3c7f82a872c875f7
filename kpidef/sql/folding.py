"""Rows folded by month, by day, or instants by hour, before they meet the windows."""

from __future__ import annotations

from sqlglot import exp

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.slices import Windows, slices
from kpidef.sql.aggregate import folded
from kpidef.sql.context import Context
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.rows import WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.sorts import by_sort
from kpidef.sql.tree import alias, all_of, cast, column, group, join, select, subquery, table
from kpidef.sql.unit import Cut
from kpidef.sql.window import held, inside, listed, window_table


def by_unit(
    context: Context, scan: Scan, keys: Keys, cut: Cut, leaves: tuple[Leaf, ...], sorted_first: bool
) -> tuple[str, tuple[Table, ...]]:
    """The table of which windows hold each unit that was seen, and that of the leaves by window, if there are any."""
    rows, source = _rows(context, scan, cut, leaves)
    if not leaves:
        return unit_windows(context, scan, cut, _once(column(cut.column, "r"), cut, source)), ()
    summed = leaves
    if sorted_first:
        source, summed = by_sort(context, scan, rows, source, cut.column, leaves)
    parts = aggregated(context, scan, keys, rows, source, summed, None, window=cut.column, suffix=f"_{cut.name}s")
    own = column("w", "s")
    if len(leaves) == len(scan.leaves) and (not keys.cut or cut.kind == "month"):
        # A few lines a unit, and nobody else to tell: they meet the windows themselves.
        windows = window_table(context, scan, cut.kind)
        return windows, (_whole(context, scan, keys, leaves, parts, windows, all_of(held(own, scan))),)
    units = unit_windows(context, scan, cut, _once(own, cut, table(parts.name, "s")))
    on = exp.EQ(this=column(cut.name, "w"), expression=own.copy())
    return units, (_whole(context, scan, keys, leaves, parts, units, on),)


def on_units(
    context: Context, scan: Scan, keys: Keys, cut: Cut, units: str, leaves: tuple[Leaf, ...], windows: Windows
) -> Table:
    """Leaves that do not add up: each row meets the windows of its unit."""
    rows = Rows(context, scan)
    assert scan.time is not None
    moment = rows.relation.field(scan.time)
    rows.add(WINDOW, column("w", "w"))
    on: list[Tree] = [exp.EQ(this=column(cut.name, "w"), expression=cut.of(moment.copy()))]
    if len(windows) < len(scan.windows):
        on.append(listed(column("w", "w"), windows))
    read = slices([scan.windows[index] for index in windows], scan.time.type)
    bounded = inside(context, moment, scan.time.type, read)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(bounded, units, all_of(on)))
    return aggregated(context, scan, keys, rows, source, leaves, None, suffix="_each")


def unit_windows(context: Context, scan: Scan, cut: Cut, seen: exp.Select, kind: str | None = None) -> str:
    """The table of the windows that hold each unit that was seen, with their ends where these meet that type."""
    windows = window_table(context, scan, cut.kind, tuple(range(len(scan.windows))))
    ends = [] if kind is None else [column(name, "w" if kind == cut.kind else "e") for name in ("starts", "ends")]
    query = select([column(cut.name, "s"), column("w", "w"), *ends], subquery(seen, "s"))
    join(query, table(windows, "w"), all_of(held(column(cut.name, "s"), scan)))
    if kind is not None and kind != cut.kind:
        same = exp.EQ(this=column("w", "e"), expression=column("w", "w"))
        join(query, table(window_table(context, scan, kind), "e"), same)
    return context.define(f"{scan.name}_{cut.name}_windows", query)


def _once(unit: Tree, cut: Cut, source: Tree) -> exp.Select:
    """Each unit that was seen, once."""
    seen = select([alias(unit.copy(), cut.name)], source)
    seen.set("distinct", exp.Distinct())
    return seen


def _rows(context: Context, scan: Scan, cut: Cut, leaves: tuple[Leaf, ...]) -> tuple[Rows, Tree]:
    rows = Rows(context, scan)
    assert scan.time is not None
    moment = rows.relation.field(scan.time)
    rows.add(cut.column, cut.of(moment.copy()))
    bounded = inside(context, moment, scan.time.type, slices(scan.windows, scan.time.type))
    return rows, named_rows(context, scan, rows, leaves, lambda: rows.query(bounded))


def _whole(
    context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], parts: Table, windows: str, on: Tree | None
) -> Table:
    """The units' lines, added up window by window."""
    query = select(
        [
            *(column(name, "s") for name in keys.level),
            column("w", "w"),
            *(column(name, "s") for name in keys.cut),
            *(alias(_sum(leaf, column(leaf.name, "s")), leaf.name) for leaf in leaves),
        ],
        table(parts.name, "s"),
    )
    join(query, table(windows, "w"), on)
    group(query, [column("w", "w"), *(column(name, "s") for name in (*keys.level, *keys.cut))])
    return Table(context.define(scan.name, query), parts.leaves)


def _sum(leaf: Leaf, part: Tree) -> Tree:
    """A count stays an integer when counts are added up."""
    whole = folded(leaf, part)
    return cast(whole, "integer") if leaf.agg.function == "count" else whole

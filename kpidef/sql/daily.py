"""Rows folded by day, or instants by hour, before they meet the windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import coarsest_unit, instants
from kpidef.plan.slices import Windows, slices
from kpidef.sql.aggregate import folded
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.rows import WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.sorts import by_sort, folds_sorts
from kpidef.sql.tree import alias, all_of, cast, column, group, join, select, subquery, table, text
from kpidef.sql.window import held, inside, listed, window_table

DAY = "_day"


@dataclass(frozen=True, slots=True)
class Day:
    """What rows are folded by: a time -> its day (or its UTC hour), and the kind of bounds that a day meets."""

    of: Callable[[Tree], Tree]
    kind: str


def day_of(context: Context, scan: Scan, kind: str) -> Day | None:
    """The coarsest unit of a time of that type that no bound of the scan's windows cuts; None where there is none."""
    return coarsest(context, kind, instants(scan))


def coarsest(context: Context, kind: str, bounds: frozenset[datetime]) -> Day | None:
    """The coarsest unit of a time of that type that none of the bounds cuts."""
    folds_times = dialect_of(context.dialect).folds_times
    match coarsest_unit(kind, bounds, folds_times, context.zone.calendar.timezone):
        case "date":
            return Day(lambda tree: tree, "date")
        case "day":
            return Day(lambda tree: cast(tree, "date"), "date")
        case "hour":
            return Day(_utc_hour, "utc")
        case _:
            return None


def by_day(
    context: Context, scan: Scan, keys: Keys, day: Day, leaves: tuple[Leaf, ...]
) -> tuple[str, tuple[Table, ...]]:
    """The table of which windows hold each day that was seen, and that of the leaves by window, if there are any."""
    rows, source = _rows(context, scan, day, leaves)
    if not leaves:
        seen = select([alias(column(DAY, "r"), "day")], source)
        seen.set("distinct", exp.Distinct())
        return day_windows(context, scan, day, seen), ()
    summed = leaves
    if folds_sorts(context, scan, leaves):
        source, summed = by_sort(context, scan, rows, source, DAY, leaves)
    parts = aggregated(context, scan, keys, rows, source, summed, None, window=DAY, suffix="_days")
    if len(leaves) == len(scan.leaves) and not keys.cut:
        # A few lines a day, and nobody else to tell: they meet the windows themselves.
        windows = window_table(context, scan, day.kind)
        on = all_of(held(column("w", "s"), scan))
        return windows, (_whole(context, scan, keys, leaves, parts, windows, on),)
    seen = select([alias(column("w", "s"), "day")], table(parts.name, "s"))
    seen.set("distinct", exp.Distinct())
    days = day_windows(context, scan, day, seen)
    on = exp.EQ(this=column("day", "w"), expression=column("w", "s"))
    return days, (_whole(context, scan, keys, leaves, parts, days, on),)


def on_days(
    context: Context, scan: Scan, keys: Keys, day: Day, days: str, leaves: tuple[Leaf, ...], windows: Windows
) -> Table:
    """Leaves that do not add up: each row meets the windows of its day."""
    rows = Rows(context, scan)
    assert scan.time is not None
    moment = rows.relation.field(scan.time)
    rows.add(WINDOW, column("w", "w"))
    on: list[Tree] = [exp.EQ(this=column("day", "w"), expression=day.of(moment.copy()))]
    if len(windows) < len(scan.windows):
        on.append(listed(column("w", "w"), windows))
    cut = slices([scan.windows[index] for index in windows], scan.time.type)
    bounded = inside(context, moment, scan.time.type, cut)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(bounded, days, all_of(on)))
    return aggregated(context, scan, keys, rows, source, leaves, None, suffix="_each")


def day_windows(context: Context, scan: Scan, day: Day, seen: exp.Select, kind: str | None = None) -> str:
    """The table of the windows that hold each day that was seen, with their ends where these meet that type."""
    windows = window_table(context, scan, day.kind, tuple(range(len(scan.windows))))
    ends = [] if kind is None else [column(name, "w" if kind == day.kind else "e") for name in ("starts", "ends")]
    query = select([column("day", "s"), column("w", "w"), *ends], subquery(seen, "s"))
    join(query, table(windows, "w"), all_of(held(column("day", "s"), scan)))
    if kind is not None and kind != day.kind:
        same = exp.EQ(this=column("w", "e"), expression=column("w", "w"))
        join(query, table(window_table(context, scan, kind), "e"), same)
    return context.define(f"{scan.name}_day_windows", query)


def _rows(context: Context, scan: Scan, day: Day, leaves: tuple[Leaf, ...]) -> tuple[Rows, Tree]:
    rows = Rows(context, scan)
    assert scan.time is not None
    moment = rows.relation.field(scan.time)
    rows.add(DAY, day.of(moment.copy()))
    bounded = inside(context, moment, scan.time.type, slices(scan.windows, scan.time.type))
    return rows, named_rows(context, scan, rows, leaves, lambda: rows.query(bounded))


def _whole(
    context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], parts: Table, windows: str, on: Tree | None
) -> Table:
    """The days' lines, added up window by window."""
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


def _utc_hour(tree: Tree) -> Tree:
    return exp.TimestampTrunc(this=exp.AtTimeZone(this=tree, zone=text("UTC")), unit=exp.var("HOUR"))

"""Events -> tables: rows, or days of rows, meet the windows that their time falls in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from kpidef.plan.event_shape import EventChoice, event_choices
from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.slices import Slices, Windows, slices
from kpidef.sql.aggregate import folded
from kpidef.sql.bound import slice_of
from kpidef.sql.context import Context
from kpidef.sql.daily import by_day, day_of, on_days
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.power import powers_of
from kpidef.sql.rows import SLICE, WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import alias, all_of, column, given, group, join, number, select, table, values
from kpidef.sql.window import held, inside, window_table


def lower_event(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables of an event scan, each of its leaves in the shape that was chosen for it."""
    source, timezone = context.catalog.sources[scan.source], context.zone.calendar.timezone
    chosen = event_choices(scan, powers_of(context.dialect, source, timezone, context.history is None))
    if any(one.shape in ("folded", "days") for one in chosen):
        return _folded(context, scan, keys, chosen)
    return tuple(_shaped(context, scan, keys, one, members) for one in chosen)


def _shaped(context: Context, scan: Scan, keys: Keys, chosen: EventChoice, members: str | None) -> Table:
    match chosen.shape:
        case "direct":
            return _direct(context, scan, keys, chosen.leaves, chosen.windows, members)
        case "sliced":
            assert scan.time is not None
            return _sliced(context, scan, keys, slices(scan.windows, scan.time.type), chosen.leaves)
        case _:
            return _joined(context, scan, keys, chosen.leaves, chosen.windows, members)


def each_window(context: Context, scan: Scan, rows: Rows) -> Tree:
    """The rows, once for each window that holds them."""
    return _each(context, scan, tuple(range(len(scan.windows))), rows)


def _folded(context: Context, scan: Scan, keys: Keys, chosen: tuple[EventChoice, ...]) -> tuple[Table, ...]:
    """Additive leaves by day, then by window; the days that were seen tell the others where their rows belong."""
    assert scan.time is not None
    day = day_of(context, scan, scan.time.type)
    assert day is not None
    additive = tuple(leaf for one in chosen if one.shape == "folded" for leaf in one.leaves)
    days, first = by_day(context, scan, keys, day, additive)
    others = (on_days(context, scan, keys, day, days, one.leaves, one.windows) for one in chosen if one.shape == "days")
    return (*first, *others)


def _direct(
    context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], windows: Windows, members: str | None
) -> Table:
    """Windows that do not overlap: each row finds its own."""
    rows = Rows(context, scan)
    assert scan.time is not None
    time = rows.relation.field(scan.time)
    cut = slices([scan.windows[index] for index in windows], scan.time.type)
    names = [-1] * cut.count
    for index, (low, _) in zip(windows, cut.windows, strict=True):
        names[low] = index
    rows.add(WINDOW, _slice(context, scan, time, cut, names))
    bounded = inside(context, time, scan.time.type, cut)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(bounded))
    between = [exp.GTE(this=column(WINDOW, "r"), expression=number(0))] if -1 in names else []
    return aggregated(context, scan, keys, rows, source, leaves, members, between)


def _sliced(context: Context, scan: Scan, keys: Keys, cut: Slices, leaves: tuple[Leaf, ...]) -> Table:
    """Overlapping windows of additive leaves: rows are folded by slice, and windows add slices up."""
    rows = Rows(context, scan)
    assert scan.time is not None
    time = rows.relation.field(scan.time)
    rows.add(SLICE, _slice(context, scan, time, cut, range(cut.count)))
    bounded = inside(context, time, scan.time.type, cut)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(bounded))
    parts = aggregated(context, scan, keys, rows, source, leaves, None, window=SLICE, suffix="_slices")
    spans = [[number(index), number(low), number(high)] for index, (low, high) in enumerate(cut.windows)]
    windows = context.define(f"{scan.name}_windows", values(spans, ["w", "low", "high"]))
    query = select(
        [
            *(column(name, "s") for name in keys.level),
            column("w", "w"),
            *(column(name, "s") for name in keys.cut),
            *(alias(folded(leaf, column(leaf.name, "s")), leaf.name) for leaf in leaves),
        ],
        table(parts.name, "s"),
    )
    between = all_of(
        [
            exp.GTE(this=column("w", "s"), expression=column("low", "w")),
            exp.LT(this=column("w", "s"), expression=column("high", "w")),
        ]
    )
    join(query, table(windows, "w"), between)
    group(
        query,
        [*(column(name, "s") for name in keys.level), column("w", "w"), *(column(name, "s") for name in keys.cut)],
    )
    return Table(context.define(scan.name, query), parts.leaves)


def _joined(
    context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...], windows: Windows, members: str | None
) -> Table:
    """Overlapping windows of leaves that do not add up: each row meets each window that holds it."""
    rows = Rows(context, scan)
    source = _each(context, scan, windows, rows, leaves)
    return aggregated(context, scan, keys, rows, source, leaves, members, suffix="_each")


def _each(context: Context, scan: Scan, windows: Windows, rows: Rows, leaves: tuple[Leaf, ...] | None = None) -> Tree:
    assert scan.time is not None
    time = rows.relation.field(scan.time)
    known = window_table(context, scan, scan.time.type, windows)
    rows.add(WINDOW, column("w", "w"))
    holding = all_of(held(time, scan))
    kept = scan.leaves if leaves is None else leaves
    return named_rows(context, scan, rows, kept, lambda: rows.query([given(time.copy())], known, holding))


def _slice(context: Context, scan: Scan, time: Tree, cut: Slices, names: Sequence[int]) -> Tree:
    assert scan.time is not None
    return slice_of(time, cut, scan.time.type, context.zone.calendar.timezone, names)

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
from kpidef.sql.folding import by_unit, on_units
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.power import powers_of
from kpidef.sql.rows import SLICE, WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.sorts import by_sort
from kpidef.sql.tree import alias, all_of, column, given, group, join, number, select, table, values
from kpidef.sql.unit import counted, cut_to
from kpidef.sql.window import held, inside, window_table


def lower_event(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables of an event scan, each of its leaves in the shape that was chosen for it."""
    timezone, is_known = context.zone.calendar.timezone, context.history is None
    powers = powers_of(context.dialect, context.catalog.sources, context.bindings, scan, timezone, is_known)
    chosen = event_choices(scan, powers)
    if any(one.unit is not None for one in chosen):
        return _folded(context, scan, keys, chosen)
    return tuple(_shaped(context, scan, keys, one, members) for one in chosen)


def _shaped(context: Context, scan: Scan, keys: Keys, chosen: EventChoice, members: str | None) -> Table:
    if chosen.shape in ("counted", "direct"):
        return _direct(context, scan, keys, chosen, members)
    if chosen.shape == "sliced":
        return _sliced(context, scan, keys, chosen.leaves)
    return _joined(context, scan, keys, chosen.leaves, chosen.windows, members)


def each_window(context: Context, scan: Scan, rows: Rows) -> Tree:
    """The rows, once for each window that holds them."""
    return _each(context, scan, tuple(range(len(scan.windows))), rows)


def _folded(context: Context, scan: Scan, keys: Keys, chosen: tuple[EventChoice, ...]) -> tuple[Table, ...]:
    """Leaves by unit, then by window; the units that were seen tell the others where their rows belong."""
    [unit, *_] = [one.unit for one in chosen if one.unit is not None]
    cut = cut_to(unit)
    folded = [one for one in chosen if one.shape == "folded"]
    parts = tuple(leaf for one in folded for leaf in one.leaves)
    units, first = by_unit(context, scan, keys, cut, parts, any(one.by_sort for one in folded))
    others = (
        on_units(context, scan, keys, cut, units, one.leaves, one.windows) for one in chosen if one.shape == "days"
    )
    return (*first, *others)


def _direct(context: Context, scan: Scan, keys: Keys, chosen: EventChoice, members: str | None) -> Table:
    """Windows that do not overlap: each row finds its own, or counts how far it is from the first."""
    rows, leaves = Rows(context, scan), chosen.leaves
    assert scan.time is not None
    time, timezone = rows.relation.field(scan.time), context.zone.calendar.timezone
    cut = slices([scan.windows[index] for index in chosen.windows], scan.time.type)
    between: list[Tree] = []
    if cut.count == 1:
        rows.only = chosen.windows[0]
    elif chosen.steps is not None:
        rows.add(WINDOW, counted(time, scan.time.type, chosen.steps, chosen.windows[0], timezone))
    else:
        names = [-1] * cut.count
        for index, (low, _) in zip(chosen.windows, cut.windows, strict=True):
            names[low] = index
        rows.add(WINDOW, _slice(context, scan, time, cut, names))
        between = [exp.GTE(this=column(WINDOW, "r"), expression=number(0))] if -1 in names else []
    bounded = inside(context, time, scan.time.type, cut)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(bounded))
    if chosen.by_sort:
        source, leaves = by_sort(context, scan, rows, source, WINDOW, leaves)
    suffix = "" if chosen.by_sort or len(leaves) == len(scan.leaves) else "_each"
    return aggregated(context, scan, keys, rows, source, leaves, members, between, suffix=suffix)


def _sliced(context: Context, scan: Scan, keys: Keys, leaves: tuple[Leaf, ...]) -> Table:
    """Overlapping windows: rows are folded by slice, and windows add slices up."""
    rows = Rows(context, scan)
    assert scan.time is not None
    cut = slices(scan.windows, scan.time.type)
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

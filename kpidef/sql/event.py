"""Events -> tables: rows, or days of rows, meet the windows that their time falls in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import MOST_PLACES
from kpidef.sql.aggregate import folded
from kpidef.sql.bound import Slices, slice_of, slices
from kpidef.sql.context import Context
from kpidef.sql.daily import Day, by_day, day_of, on_days
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.rows import SLICE, WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import alias, all_of, column, given, group, join, number, select, table, values
from kpidef.sql.window import Windows, held, inside, read_by, window_table

# For so few windows that do not overlap, a row is compared with their bounds sooner than it is folded.
FEW_WINDOWS = 6


def lower_event(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables of an event scan: which shape each of its leaves takes. Results don't depend on the shape."""
    assert scan.time is not None
    everything = read_by(scan, scan.leaves)
    if context.history is not None:
        return (_joined(context, scan, keys, scan.leaves, everything, members),)
    is_direct = bool(scan.windows) and _is_direct(scan, everything)
    if is_direct and len(everything) <= FEW_WINDOWS:
        return (_direct(context, scan, keys, scan.leaves, everything, members),)
    additive = tuple(leaf for leaf in scan.leaves if leaf.agg.is_additive)
    # One entity's rows of a day are few, and a cohort is asked of rows: there is nothing to fold.
    if scan.windows and scan.members is None and not scan.entity and (additive or not is_direct):
        day = day_of(context, scan, scan.time.type)
        if day is not None:
            return _folded(context, scan, keys, day, additive)
    if is_direct:
        return (_direct(context, scan, keys, scan.leaves, everything, members),)
    if not scan.windows or scan.members is not None:
        return (_joined(context, scan, keys, scan.leaves, everything, members),)
    cut = slices(scan.windows, scan.time.type)
    if additive and cut.count > MOST_PLACES:
        return (_joined(context, scan, keys, scan.leaves, everything, members),)
    first = (_sliced(context, scan, keys, cut, additive),) if additive else ()
    return (*first, *_others(context, scan, keys))


def each_window(context: Context, scan: Scan, rows: Rows) -> Tree:
    """The rows, once for each window that holds them."""
    return _each(context, scan, tuple(range(len(scan.windows))), rows)


def _folded(context: Context, scan: Scan, keys: Keys, day: Day, additive: tuple[Leaf, ...]) -> tuple[Table, ...]:
    """Additive leaves by day, then by window; the days that were seen tell the others where their rows belong."""
    days, first = by_day(context, scan, keys, day, additive)
    others = (on_days(context, scan, keys, day, days, leaves, windows) for leaves, windows in _apart(scan) if leaves)
    return (*first, *others)


def _others(context: Context, scan: Scan, keys: Keys) -> tuple[Table, ...]:
    return tuple(
        _direct(context, scan, keys, leaves, windows, None)
        if _is_direct(scan, windows)
        else _joined(context, scan, keys, leaves, windows, None)
        for leaves, windows in _apart(scan)
    )


def _apart(scan: Scan) -> list[tuple[tuple[Leaf, ...], Windows]]:
    """The leaves that don't add up, those that are read over the same windows together."""
    found: dict[Windows, list[Leaf]] = {}
    for leaf in scan.leaves:
        if not leaf.agg.is_additive:
            found.setdefault(read_by(scan, (leaf,)), []).append(leaf)
    return [(tuple(leaves), windows) for windows, leaves in found.items()]


def _is_direct(scan: Scan, windows: Windows) -> bool:
    assert scan.time is not None
    cut = slices([scan.windows[index] for index in windows], scan.time.type)
    distinct = len(set(cut.windows)) == len(cut.windows)
    return bool(windows) and cut.is_exact and distinct and cut.count <= MOST_PLACES


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

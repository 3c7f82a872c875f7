"""Shapes of scans over events: how rows meet the windows that their time falls in. Results don't depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import MOST_PLACES, Powers, instants
from kpidef.plan.slices import Windows, read_by, rounded, slices
from kpidef.plan.sorting import folds_sorts
from kpidef.plan.unit import Steps, Unit, coarsest_unit, opens_months, steps_of, units_between

EventShape = Literal["counted", "direct", "folded", "days", "sliced", "joined"]
EventReason = Literal[
    "one_window", "equal_windows", "parts_add_up", "one_part", "parts_do_not_add_up", "overlap", "many_bounds",
    "no_window", "cohort", "open_periods",
]  # fmt: skip

# For so few windows that do not overlap, a row is compared with their bounds sooner than it is folded by day, and for
# so many where an hour would be computed of its time, or where some aggregate would not be folded.
FEW_WINDOWS = 6
MANY_WINDOWS = 60


@dataclass(frozen=True, slots=True)
class EventChoice:
    """The shape of some of a scan's leaves, what decided it, and the windows over which these are read."""

    shape: EventShape
    reason: EventReason
    leaves: tuple[Leaf, ...]
    windows: Windows
    steps: Steps | None = None  # how "counted" rows find their window
    unit: Unit | None = None  # what "folded" rows and "days" are cut to
    by_sort: bool = False  # whether rows are folded by what the conditions read, before all else


def event_choices(scan: Scan, powers: Powers) -> tuple[EventChoice, ...]:
    """The shapes of the scan's leaves."""
    everything = read_by(scan, scan.leaves)
    if (steps := _steps(scan, everything, powers)) is not None:
        return _own(scan, powers, EventChoice("counted", "equal_windows", scan.leaves, everything, steps=steps))
    is_direct = powers.knows_periods and is_exact(scan, everything)
    unit = _unit(scan, powers, is_direct)
    if is_direct and (unit is None or len(everything) <= _most_compared(scan, unit)):
        return _own(scan, powers, EventChoice("direct", "one_window", scan.leaves, everything))
    if unit is not None:
        return tuple(_folded(scan, everything, unit, powers))
    obstacle = _obstacle(scan, powers)
    if obstacle is not None:
        return (EventChoice("joined", obstacle, scan.leaves, everything),)
    return tuple(_sliced(scan, everything))


def _most_compared(scan: Scan, unit: Unit) -> int:
    return FEW_WINDOWS if unit != "hour" and len(_additive(scan)) == len(scan.leaves) else MANY_WINDOWS


def _own(scan: Scan, powers: Powers, choice: EventChoice) -> tuple[EventChoice, ...]:
    """All the leaves in one pass, or those whose conditions are judged by sort of row and then the others."""
    additive = _additive(scan)
    if not folds_sorts(scan, additive, powers):
        return (choice,)
    others = tuple(leaf for leaf in scan.leaves if leaf not in additive)
    sorted_ones = replace(choice, leaves=additive, by_sort=True)
    return (sorted_ones, replace(choice, leaves=others)) if others else (sorted_ones,)


def is_exact(scan: Scan, windows: Windows) -> bool:
    """Whether a row belongs to one of these windows at most, and their bounds are few enough to be searched."""
    if not windows or not scan.windows or scan.time is None:
        return False
    cut = slices([scan.windows[index] for index in windows], scan.time.type)
    return cut.is_exact and len(set(cut.windows)) == len(cut.windows) and cut.count <= MOST_PLACES


def _steps(scan: Scan, windows: Windows, powers: Powers) -> Steps | None:
    """The steps of the windows that are read, where a row's window can be counted from the first one."""
    if not powers.counts_months or not powers.knows_periods or not scan.windows or scan.time is None:
        return None
    if len(windows) < 2 or windows[-1] - windows[0] != len(windows) - 1:
        return None
    return steps_of([scan.windows[index] for index in windows], scan.time.type)


def _unit(scan: Scan, powers: Powers, is_direct: bool) -> Unit | None:
    """What rows are cut to, if they are; one entity's rows of a day are few, and a cohort is asked of rows."""
    if not powers.knows_periods or not scan.windows or scan.members is not None or scan.entity or scan.time is None:
        return None
    if is_direct and not _additive(scan):
        return None
    if powers.counts_months and opens_months(scan.time.type, instants(scan)):
        return "month"
    return coarsest_unit(scan.time.type, instants(scan), powers.folds_times, powers.timezone)


def _obstacle(scan: Scan, powers: Powers) -> EventReason | None:
    """Why each row must be compared with each window."""
    if not powers.knows_periods:
        return "open_periods"
    if not scan.windows:
        return "no_window"
    if scan.members is not None:
        return "cohort"
    assert scan.time is not None
    is_long = bool(_additive(scan)) and slices(scan.windows, scan.time.type).count > MOST_PLACES
    return "many_bounds" if is_long else None


def _folded(scan: Scan, everything: Windows, unit: Unit, powers: Powers) -> Iterator[EventChoice]:
    additive = _additive(scan)
    by_sort = folds_sorts(scan, additive, powers)
    if additive:
        yield EventChoice("folded", "parts_add_up", additive, everything, unit=unit, by_sort=by_sort)
    for leaves, windows in _apart(scan):
        if additive and not by_sort and _is_one_unit(scan, windows, unit, powers.timezone):
            yield EventChoice("folded", "one_part", leaves, windows, unit=unit)
        else:
            yield EventChoice("days", "parts_do_not_add_up", leaves, windows, unit=unit)


def _is_one_unit(scan: Scan, windows: Windows, unit: Unit, timezone: str) -> bool:
    """Whether each of the windows is one unit, and they are most of what the scan's windows are cut to."""
    assert scan.time is not None
    kind, read = scan.time.type, [scan.windows[index] for index in windows]
    if any(one.start is None or one.end is None for one in (*read, *scan.windows)):
        return False
    bounds = sorted(rounded(one, kind) for one in instants(scan))
    edges = [(rounded(one.start, kind), rounded(one.end, kind)) for one in read if one.start and one.end]
    parts = units_between(bounds[0], bounds[-1], unit, timezone)
    lengths = {units_between(start, end, unit, timezone) for start, end in edges}
    return lengths == {1} and parts is not None and parts <= 2 * len(windows)


def _sliced(scan: Scan, everything: Windows) -> Iterator[EventChoice]:
    if additive := _additive(scan):
        yield EventChoice("sliced", "parts_add_up", additive, everything)
    for leaves, windows in _apart(scan):
        if is_exact(scan, windows):
            yield EventChoice("direct", "one_window", leaves, windows)
        else:
            yield EventChoice("joined", "overlap", leaves, windows)


def _additive(scan: Scan) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in scan.leaves if leaf.agg.is_additive)


def _apart(scan: Scan) -> list[tuple[tuple[Leaf, ...], Windows]]:
    """The leaves that don't add up, those that are read over the same windows together."""
    found: dict[Windows, list[Leaf]] = {}
    for leaf in scan.leaves:
        if not leaf.agg.is_additive:
            found.setdefault(read_by(scan, (leaf,)), []).append(leaf)
    return [(tuple(leaves), windows) for windows, leaves in found.items()]

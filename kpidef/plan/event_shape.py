"""Shapes of scans over events: how rows meet the windows that their time falls in. Results don't depend on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import MOST_PLACES, Powers, coarsest_unit, instants
from kpidef.plan.slices import Windows, read_by, slices

EventShape = Literal["direct", "folded", "days", "sliced", "joined"]
EventReason = Literal[
    "one_window", "parts_add_up", "parts_do_not_add_up", "overlap", "many_bounds", "no_window", "cohort", "open_periods"
]  # fmt: skip

# For so few windows that do not overlap, a row is compared with their bounds sooner than it is folded.
FEW_WINDOWS = 6


@dataclass(frozen=True, slots=True)
class EventChoice:
    """The shape of some of a scan's leaves, what decided it, and the windows over which these are read."""

    shape: EventShape
    reason: EventReason
    leaves: tuple[Leaf, ...]
    windows: Windows


def event_choices(scan: Scan, powers: Powers) -> tuple[EventChoice, ...]:
    """The shapes of the scan's leaves."""
    everything = read_by(scan, scan.leaves)
    is_direct = powers.knows_periods and is_exact(scan, everything)
    if is_direct and (len(everything) <= FEW_WINDOWS or not _folds(scan, powers, is_direct)):
        return (EventChoice("direct", "one_window", scan.leaves, everything),)
    if _folds(scan, powers, is_direct):
        return tuple(_folded(scan, everything))
    obstacle = _obstacle(scan, powers)
    if obstacle is not None:
        return (EventChoice("joined", obstacle, scan.leaves, everything),)
    return tuple(_sliced(scan, everything))


def is_exact(scan: Scan, windows: Windows) -> bool:
    """Whether a row belongs to one of these windows at most, and their bounds are few enough to be searched."""
    if not windows or not scan.windows or scan.time is None:
        return False
    cut = slices([scan.windows[index] for index in windows], scan.time.type)
    return cut.is_exact and len(set(cut.windows)) == len(cut.windows) and cut.count <= MOST_PLACES


def _folds(scan: Scan, powers: Powers, is_direct: bool) -> bool:
    """Whether rows are folded by day; one entity's rows of a day are few, and a cohort is asked of rows."""
    if not powers.knows_periods or not scan.windows or scan.members is not None or scan.entity or scan.time is None:
        return False
    unit = coarsest_unit(scan.time.type, instants(scan), powers.folds_times, powers.timezone)
    return unit is not None and (bool(_additive(scan)) or not is_direct)


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


def _folded(scan: Scan, everything: Windows) -> Iterator[EventChoice]:
    if additive := _additive(scan):
        yield EventChoice("folded", "parts_add_up", additive, everything)
    for leaves, windows in _apart(scan):
        yield EventChoice("days", "parts_do_not_add_up", leaves, windows)


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

"""The bounds of windows, cut into consecutive slices, and which windows are read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kpidef.calendar import Window, ceil_date
from kpidef.plan.nodes import Leaf, Scan

Windows = tuple[int, ...]  # indexes of a scan's windows, in order


@dataclass(frozen=True, slots=True)
class Slices:
    """The bounds of overlapping windows, cut into consecutive slices that no bound crosses."""

    bounds: tuple[datetime | None, ...]  # slice i is [bounds[i], bounds[i + 1]); None is unbounded
    windows: tuple[tuple[int, int], ...]  # each window is the slices [low, high)

    @property
    def count(self) -> int:
        return len(self.bounds) - 1

    @property
    def is_exact(self) -> bool:
        """Whether each window is one slice, so that a row belongs to one window at most."""
        return all(high - low == 1 for low, high in self.windows)


def slices(windows: Sequence[Window], kind: str) -> Slices:
    """The slices of the windows; a date column tells no two times of a day apart."""
    starts = {_rounded(window.start, kind) for window in windows}
    ends = {_rounded(window.end, kind) for window in windows}
    inner = sorted(one for one in starts | ends if one is not None)
    bounds = ([None] if None in starts else []) + inner + ([None] if None in ends else [])
    last = len(bounds) - 1

    def place(one: datetime | None, edge: int) -> int:
        if one is None:
            return edge
        return bisect_left(inner, one) + (1 if None in starts else 0)

    return Slices(
        tuple(bounds),
        tuple((place(_rounded(one.start, kind), 0), place(_rounded(one.end, kind), last)) for one in windows),
    )


def uncut(moments: Sequence[datetime]) -> Slices:
    """The slices before, between and after these moments, which are in order."""
    return Slices((None, *moments, None), ())


def read_by(scan: Scan, leaves: tuple[Leaf, ...]) -> Windows:
    """The windows over which some period reads one of these leaves."""
    names = {leaf.name for leaf in leaves}
    return tuple(
        sorted(
            {
                window
                for route in scan.routes
                if any(leaf in names for leaf, _ in route.columns)
                for window in route.windows
                if window is not None
            }
        )
    )


def rounded(local: datetime, kind: str) -> datetime:
    """The bound that a column of that type meets: a date tells no two times of a day apart."""
    return local if kind != "date" else datetime.combine(ceil_date(local), datetime.min.time())


def _rounded(local: datetime | None, kind: str) -> datetime | None:
    return None if local is None else rounded(local, kind)

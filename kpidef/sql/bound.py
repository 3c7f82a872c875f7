"""Bounds of windows as literals of the type of the column that they meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Window, ceil_date, to_instant
from kpidef.sql.tree import moment, number


def bound(local: datetime, kind: str, timezone: str) -> exp.Expr:
    """A local bound as a date, a wall-clock time, an instant, or that instant's time in UTC."""
    match kind:
        case "date":
            return moment(ceil_date(local), kind)
        case "timestamptz":
            return moment(to_instant(timezone, local), kind)
        case "utc":
            return moment(to_instant(timezone, local), "timestamp")
        case _:
            return moment(local, "timestamp")


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


def slice_of(time: exp.Expr, cut: Slices, kind: str, timezone: str, names: Sequence[int]) -> exp.Expr:
    """The name of the slice that holds a time known to be inside the bounds, found by halving."""

    def half(low: int, high: int) -> exp.Expr:
        if high - low == 1:
            return number(names[low])
        middle = (low + high) // 2
        edge = cut.bounds[middle]
        assert edge is not None
        condition = exp.LT(this=time.copy(), expression=bound(edge, kind, timezone))
        return exp.Case(ifs=[exp.If(this=condition, true=half(low, middle))], default=half(middle, high))

    return half(0, cut.count)


def within(time: exp.Expr, start: datetime | None, end: datetime | None, kind: str, timezone: str) -> list[exp.Expr]:
    """`start <= time AND time < end`; a time without any bound must still be known."""
    found: list[exp.Expr] = []
    if start is not None:
        found.append(exp.GTE(this=time.copy(), expression=bound(start, kind, timezone)))
    if end is not None:
        found.append(exp.LT(this=time.copy(), expression=bound(end, kind, timezone)))
    return found or [exp.Not(this=exp.Is(this=time.copy(), expression=exp.Null()))]


def rounded(local: datetime, kind: str) -> datetime:
    """The bound that a column of that type meets: a date tells no two times of a day apart."""
    return local if kind != "date" else datetime.combine(ceil_date(local), datetime.min.time())


def _rounded(local: datetime | None, kind: str) -> datetime | None:
    return None if local is None else rounded(local, kind)

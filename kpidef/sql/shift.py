"""Instants moved on the local calendar: both offsets are told by the instant itself, so that nothing nests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from sqlglot import exp

from kpidef.calendar import Duration, shift_local
from kpidef.sql.tree import moment, text
from kpidef.sql.zone import LocalTime, Offsets, offset_at, to_local

_SECOND = timedelta(seconds=1)
_CLAMPED = frozenset({"month", "quarter", "semester", "year"})
# Stands for the open ends of the first and last offsets: far from what a request can meet.
_MARGIN = timedelta(days=8 * 366)


def shifted_instant(
    instant: exp.Expr, duration: Duration, step: Callable[[exp.Expr], exp.Expr], zone: LocalTime
) -> exp.Expr:
    """The instant as local time, moved by `step`, and back; `duration` is what the step adds."""
    moved = step(exp.Paren(this=to_local(instant, zone)))
    changes = [(moment(at, "timestamptz") if at else None, seconds) for at, seconds in _after(zone.offsets, duration)]
    back = exp.Sub(this=exp.Paren(this=moved), expression=offset_at(instant, changes))
    return exp.AtTimeZone(this=exp.Paren(this=back), zone=text("UTC"))


@lru_cache(maxsize=256)
def _after(offsets: Offsets, duration: Duration) -> Offsets:
    """The offsets that hold at the moved time, by the instant before the move.

    A moved time in a gap takes the offset before it, a doubled one the first: the offset before a change holds until
    the local time has passed both of its sides.
    """
    changes = list(_changes(offsets, duration))
    merged = [changes[0]]
    for at, seconds in changes[1:]:
        if seconds != merged[-1][1]:
            merged.append((at, seconds))
    return tuple(merged)


def _changes(offsets: Offsets, duration: Duration) -> Iterator[tuple[datetime | None, int]]:
    known = [at for at, _ in offsets if at is not None]
    if not known:
        yield offsets[0]
        return
    edges = [known[0] - _MARGIN, *known, known[-1] + _MARGIN]
    thresholds = _thresholds(offsets)
    for rank, (_, seconds) in enumerate(offsets):
        cuts = _cuts(edges[rank], edges[rank + 1], seconds, duration, thresholds)
        for place, (start, end) in enumerate(pairwise(cuts)):
            found = list(_within(start, end, seconds, duration, offsets[0][1], thresholds))
            yield (None if rank == place == 0 else start), found[0][1]
            yield from found[1:]


def _cuts(
    start: datetime, end: datetime, seconds: int, duration: Duration, thresholds: list[tuple[datetime, int]]
) -> list[datetime]:
    """The span of one offset, cut where moved times may go back: 30 and 31 August are both 30 September."""
    inner: set[datetime] = set()
    if duration.unit in _CLAMPED:
        for threshold, _ in thresholds:
            day = shift_local(threshold, duration, -1).replace(hour=0, minute=0, second=0)
            inner |= {(day + timedelta(days=rank, seconds=-seconds)).replace(tzinfo=UTC) for rank in range(-1, 6)}
    return [start, *sorted(one for one in inner if start < one < end), end]


def _within(
    start: datetime,
    end: datetime,
    seconds: int,
    duration: Duration,
    before: int,
    thresholds: list[tuple[datetime, int]],
) -> Iterator[tuple[datetime, int]]:
    first = _moved(start, seconds, duration)
    passed = sum(1 for threshold, _ in thresholds if threshold <= first)
    yield start, thresholds[passed - 1][1] if passed else before
    for threshold, after in thresholds[passed:]:
        if _moved(end - _SECOND, seconds, duration) < threshold:
            return
        yield _first_instant(start, end, seconds, duration, threshold), after


def _thresholds(offsets: Offsets) -> list[tuple[datetime, int]]:
    """(local time from which an offset holds, the offset)."""
    return [
        (at.replace(tzinfo=None) + timedelta(seconds=max(before, after)), after)
        for (_, before), (at, after) in pairwise(offsets)
        if at is not None
    ]


def _first_instant(start: datetime, end: datetime, seconds: int, duration: Duration, threshold: datetime) -> datetime:
    """The first instant, to the second, whose moved local time reaches the threshold."""
    low, high = 0, int((end - start).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _moved(start + middle * _SECOND, seconds, duration) >= threshold:
            high = middle
        else:
            low = middle
    return start + high * _SECOND


def _moved(instant: datetime, seconds: int, duration: Duration) -> datetime:
    return shift_local(instant.replace(tzinfo=None) + timedelta(seconds=seconds), duration)

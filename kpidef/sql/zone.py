"""Local time inside SQL: the zone's offsets as literals, never the engine's zone tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlglot import exp

from kpidef.calendar import Calendar, Grain, offsets
from kpidef.errors.dialect import NoEnd
from kpidef.sql.tree import cast, moment, number, text, when

Offsets = tuple[tuple[datetime | None, int], ...]
# Dates that leave room for the margins around a request: Python counts years from 1 to 9999.
_EARLIEST = datetime.fromisoformat("0100-01-01")
_LATEST = datetime.fromisoformat("9900-01-01")
# An observation further away than this from what is asked adds no offsets: each year costs some time.
# A zone without summer time in these years is taken to have none.
_MODERN = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
_FAR = timedelta(days=20 * 366)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A calendar and the offsets of its zone over the years that a request can meet."""

    calendar: Calendar
    offsets: Offsets


def local_time(calendar: Calendar, bounds: Iterable[datetime], as_of: datetime) -> LocalTime:
    """The zone from five years before the request's bounds and observation to two years after them."""
    observed = _placed(as_of)
    asked = sorted(map(_placed, bounds)) or [observed]
    first = min(asked[0], max(observed, asked[0] - _FAR))
    last = max(asked[-1], min(observed, asked[-1] + _FAR))
    start = first.replace(tzinfo=UTC) - timedelta(days=5 * 366)
    end = last.replace(tzinfo=UTC) + timedelta(days=2 * 366)
    return LocalTime(calendar, offsets(calendar.timezone, start, end))


def _placed(moment: datetime) -> datetime:
    return min(max(moment, _EARLIEST), _LATEST)


class _Endless(tuple[tuple[datetime | None, int], ...]):
    """The offsets of a zone over all time, which no statement can list: reading them is refused."""

    __slots__ = ()

    def __iter__(self) -> Iterator[tuple[datetime | None, int]]:
        raise NoEnd

    def __len__(self) -> int:
        raise NoEnd


def timeless(calendar: Calendar) -> LocalTime:
    """The zone of a statement without a last day: only one that never changes its offset can be used there."""
    listed = offsets(calendar.timezone, *_MODERN)
    return LocalTime(calendar, listed if len(listed) == 1 else _Endless())


def to_local(instant: exp.Expr, zone: LocalTime) -> exp.Expr:
    """An instant as wall-clock time."""
    utc = exp.AtTimeZone(this=instant.copy(), zone=text("UTC"))
    changes = [(moment(at, "timestamptz") if at else None, seconds) for at, seconds in zone.offsets]
    return exp.Add(this=utc, expression=offset_at(instant, changes))


def seconds_interval(seconds: int) -> exp.Interval:
    """A literal interval of seconds."""
    return exp.Interval(this=text(str(seconds)), unit=exp.var("SECOND"))


def period_number(day: exp.Expr, unit: str, zone: LocalTime) -> exp.Expr:
    """The number of the calendar's period that holds a local date or time."""
    windows = zone.calendar.custom_windows(Grain(unit))
    if windows is not None:
        return _rank(day, [window.end for window in windows], windows[0].start)
    match unit:
        case "day":
            return _days(day)
        case "week":
            return _floored(exp.Add(this=_days(day), expression=number(3)), 7)
        case "month":
            return _months(day)
        case _:
            months, start = {"quarter": 3, "semester": 6, "year": 12}[unit], zone.calendar.year_start
            shifted = _back(day, start[1] - 1) if start[1] > 1 else day
            return _floored(exp.Sub(this=_months(shifted), expression=number(start[0] - 1)), months)


def offset_at(value: exp.Expr, changes: list[tuple[exp.Expr | None, int]]) -> exp.Expr:
    """The offset that holds at a value, as an interval, found by halving."""

    def half(low: int, high: int) -> exp.Expr:
        if high - low == 1:
            return seconds_interval(changes[low][1])
        middle = (low + high) // 2
        edge = changes[middle][0]
        assert edge is not None
        return when(exp.LT(this=value.copy(), expression=edge.copy()), half(low, middle), half(middle, high))

    return half(0, len(changes))


def _days(day: exp.Expr) -> exp.Expr:
    return exp.DateDiff(this=cast(day.copy(), "date"), expression=cast(text("1970-01-01"), "date"), unit=exp.var("DAY"))


def _months(day: exp.Expr) -> exp.Expr:
    part: Callable[[str], exp.Expr] = lambda name: exp.Extract(this=exp.var(name), expression=day.copy())  # noqa: E731
    year = exp.Mul(this=part("YEAR"), expression=number(12))
    return exp.Sub(this=exp.Add(this=year, expression=part("MONTH")), expression=number(1))


def _back(day: exp.Expr, days: int) -> exp.Expr:
    return exp.Sub(this=day.copy(), expression=exp.Interval(this=text(str(days)), unit=exp.var("DAY")))


def _floored(value: exp.Expr, by: int) -> exp.Expr:
    parts = exp.Div(this=cast(exp.Paren(this=value), "float"), expression=number(by))
    return cast(exp.Floor(this=parts), "integer")


def _rank(day: exp.Expr, ends: list[datetime | None], first: datetime | None) -> exp.Expr:
    assert first is not None
    found = exp.Case(ifs=[exp.If(this=exp.LT(this=day.copy(), expression=moment(first, "timestamp")), true=exp.Null())])
    for rank, end in enumerate(ends):
        if end is not None:
            found.append(
                "ifs", exp.If(this=exp.LT(this=day.copy(), expression=moment(end, "timestamp")), true=number(rank))
            )
    return found

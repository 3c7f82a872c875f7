"""Local time and instants: what the zone tables say, read from the standard library alone."""

from __future__ import annotations

from calendar import isleap
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kpidef.errors import Position
from kpidef.errors.period import DateOutOfRange, UnknownTimezone

_DAY = timedelta(days=1)
# No zone changes its offset before the first railway times; the year 9999 has no day after it.
_OLDEST, _NEWEST = 1800, 9998


def read_zone(name: str, at: Position | None = None) -> ZoneInfo:
    """The zone of an IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # A folder of the zone tables ("Europe") or a path ("../x") fails with OSError or ValueError.
        from kpidef.calendar.suggestion import zone_meant

        raise UnknownTimezone(at, name=name, meant=zone_meant(name)) from None


def to_instant(timezone: str, local: datetime) -> datetime:
    """The UTC instant of a local time; a midnight that a summer-time gap swallows is the day's first instant."""
    zone = read_zone(timezone)
    try:
        instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if local.time() != time.min or instant.astimezone(zone).replace(tzinfo=None) == local:
            return instant
        return _change_between(zone, instant - 2 * _DAY, instant)
    except OverflowError:
        raise DateOutOfRange from None


def to_local(timezone: str, instant: datetime) -> datetime:
    """The naive wall-clock time of an aware instant."""
    try:
        return instant.astimezone(read_zone(timezone)).replace(tzinfo=None, fold=0)
    except OverflowError:
        raise DateOutOfRange from None


def ceil_date(local: datetime) -> date:
    """The date of a bound, rounded up to the next day where it is not a midnight."""
    if local.time() == time.min:
        return local.date()
    try:
        return local.date() + _DAY
    except OverflowError:
        raise DateOutOfRange from None


def offsets(timezone: str, start: datetime, end: datetime) -> tuple[tuple[datetime | None, int], ...]:
    """The zone's offsets in seconds over [start, end]: (None, the first), then (UTC instant of a change, the next)."""
    zone = read_zone(timezone)
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    years = range(max(first.year, _OLDEST), min(last.year, _NEWEST) + 1)
    changes = [change for year in years for change in _changes(timezone, year) if first < change[0] <= last]
    return ((None, _seconds(zone, first)), *changes)


@lru_cache(maxsize=4096)
def _changes(timezone: str, year: int) -> tuple[tuple[datetime, int], ...]:
    zone = read_zone(timezone)
    first = datetime(year, 1, 1, tzinfo=UTC)
    days = [first + rank * _DAY for rank in range(367 if isleap(year) else 366)]
    seen = [_seconds(zone, day) for day in days]
    changed = [rank for rank in range(1, len(days)) if seen[rank] != seen[rank - 1]]
    return tuple((_change_between(zone, days[rank - 1], days[rank]), seen[rank]) for rank in changed)


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = _seconds(zone, low)
    known, changed = 0, int((high - low).total_seconds())
    while changed - known > 1:
        middle = (known + changed) // 2
        if _seconds(zone, low + timedelta(seconds=middle)) == before:
            known = middle
        else:
            changed = middle
    return low + timedelta(seconds=changed)


def _seconds(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())

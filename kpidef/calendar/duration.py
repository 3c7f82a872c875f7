"""Durations as the language writes them, and how far they move a local time or an instant."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from kpidef.calendar.zone import to_instant, to_local
from kpidef.errors import Position
from kpidef.errors.period import DateOutOfRange, LengthOutOfRange, UnreadableDuration

Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "semester", "year"]

FRENCH_UNITS: dict[Unit, str] = {
    "second": "seconde",
    "minute": "minute",
    "hour": "heure",
    "day": "jour",
    "week": "semaine",
    "month": "mois",
    "quarter": "trimestre",
    "semester": "semestre",
    "year": "année",
}
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of a unit; seconds, minutes and hours are exact, the others move on the local calendar."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if abs(self.count) == 1 else 's'}"

    @property
    def is_exact(self) -> bool:
        """Whether it is elapsed time, whatever the calendar says."""
        return self.unit in _SECONDS

    @property
    def months(self) -> int:
        """Its length in months; 0 where its unit is not made of months."""
        return self.count * _MONTHS.get(self.unit, 0)


def parse_duration(text: str, at: Position | None = None) -> Duration:
    """`90 days` -> Duration(90, 'day'); a minus sign is read."""
    found = re.fullmatch(r"(-?[0-9]{1,9}) +([a-z]+?)s?", text.strip().lower())
    for unit in get_args(Unit):
        if found is not None and unit == found[2]:
            return Duration(int(found[1]), unit)
    from kpidef.calendar.suggestion import duration_meant

    raise UnreadableDuration(at, text=text, meant=duration_meant(text))


def parse_length(text: str, key: str, at: Position | None = None) -> Duration:
    """A window's length, or a lifetime. Raises LengthOutOfRange where no data can span it."""
    length = parse_duration(text, at)
    check_length(length, key, at)
    return length


def check_length(length: Duration, key: str, at: Position | None) -> None:
    """Refuses a duration of nothing, a negative one and one beyond all data."""
    days = length.count * (_SECONDS.get(length.unit, 0) / 86_400 + _DAYS.get(length.unit, 0)) + length.months * 30
    if not 0 < days <= _MOST_YEARS * 366:
        raise LengthOutOfRange(at, text=str(length), key=key, most=f"{_MOST_YEARS} years")


def shift_local(local: datetime, duration: Duration, sign: int = 1) -> datetime:
    """A local time moved by days, weeks, months, quarters, semesters or years; a month's end is clamped."""
    count = sign * duration.count
    if duration.is_exact:
        raise ValueError(f"{duration} is exact: shift_in_zone or shift_instant moves it")
    try:
        if duration.unit in _DAYS:
            return local + timedelta(days=count * _DAYS[duration.unit])
        return _add_months(local, count * _MONTHS[duration.unit])
    except (OverflowError, ValueError):
        raise DateOutOfRange from None


def shift_instant(timezone: str, instant: datetime, duration: Duration, sign: int = 1) -> datetime:
    """An instant moved by any duration, in UTC: exact units by elapsed time, the others on the zone's calendar."""
    if duration.is_exact:
        return _add_seconds(to_instant("UTC", to_local("UTC", instant)), duration, sign)
    return to_instant(timezone, shift_local(to_local(timezone, instant), duration, sign))


def shift_in_zone(timezone: str, local: datetime, duration: Duration, sign: int = 1) -> datetime:
    """A local time moved by any duration: exact units go through instants."""
    if duration.is_exact:
        return to_local(timezone, _add_seconds(to_instant(timezone, local), duration, sign))
    return shift_local(local, duration, sign)


def _add_seconds(moment: datetime, duration: Duration, sign: int) -> datetime:
    try:
        return moment + timedelta(seconds=sign * duration.count * _SECONDS[duration.unit])
    except OverflowError:
        raise DateOutOfRange from None


def _add_months(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))

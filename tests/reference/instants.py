"""Dates, wall clocks and instants: bounds, shifts, durations and calendar numbers."""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

BEGINNING = datetime(1, 1, 1)
END = datetime(9999, 12, 31, 23, 59, 59, 999999)
EPOCH = date(1970, 1, 1)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Clock:
    """Where the project stands: its zone and the first month of its year."""

    zone: ZoneInfo
    year_start: int = 1


def as_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """A wall-clock time as an instant; a gap takes the offset before it, an ambiguous hour the first one."""
    if local in (BEGINNING, END):
        return local.replace(tzinfo=UTC)
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def as_local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def rounded_up(local: datetime) -> date:
    """The first local day that begins at this bound or after it."""
    if local == END:
        return date.max
    midnight = local.time() == datetime.min.time()
    return local.date() if midnight else local.date() + timedelta(days=1)


def bound_like(value: Any, local: datetime, clock: Clock) -> Any:
    """The bound in the type of the value that meets it."""
    if not isinstance(value, datetime):
        return rounded_up(local)
    if value.tzinfo is None:
        return local
    return as_instant(local, clock.zone)


def local_day(value: Any, clock: Clock) -> date:
    if not isinstance(value, datetime):
        return value  # type: ignore[no-any-return]
    return (value if value.tzinfo is None else as_local(value, clock.zone)).date()


def read_duration(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"\s*(-?\d+)\s+([a-z]+?)s?\s*", text)
    if match is None:
        raise ValueError(f"not a duration: {text!r}")
    return int(match.group(1)), match.group(2)


def add_months(value: Any, months: int) -> Any:
    """Whole months on the calendar, the day clamped to the month's last."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def shift_wall_clock(value: Any, amount: int, unit: str) -> Any:
    match unit:
        case "day":
            return value + timedelta(days=amount)
        case "week":
            return value + timedelta(days=7 * amount)
        case "month":
            return add_months(value, amount)
        case "quarter":
            return add_months(value, 3 * amount)
        case "semester":
            return add_months(value, 6 * amount)
        case "year":
            return add_months(value, 12 * amount)
    return value + timedelta(seconds=amount * SECONDS[unit])


def shift(value: Any, text: str | None, clock: Clock) -> Any:
    """Days, months and years move on the local calendar; hours are exact."""
    if value is None or text is None:
        return None
    amount, unit = read_duration(text)
    instant = isinstance(value, datetime) and value.tzinfo is not None
    if not instant:
        return shift_wall_clock(value, amount, unit)
    if unit in ("second", "minute", "hour"):
        return value + timedelta(seconds=amount * SECONDS[unit])
    return as_instant(shift_wall_clock(as_local(value, clock.zone), amount, unit), clock.zone)


def duration(first: Any, last: Any, unit: str) -> float | None:
    """Exact elapsed time of two instants; the difference as written of two dates or naive timestamps."""
    if first is None or last is None:
        return None
    return elapsed_seconds(first, last) / SECONDS[unit]


def elapsed_seconds(first: Any, last: Any) -> float:
    if isinstance(first, datetime) and first.tzinfo is not None:
        return (last.astimezone(UTC) - first.astimezone(UTC)).total_seconds()
    return (last - first).total_seconds()  # type: ignore[no-any-return]


def calendar_number(value: Any, grain: str, clock: Clock) -> int | None:
    """The number of the project's calendar period that holds the value."""
    if value is None:
        return None
    day = local_day(value, clock)
    days = (day - EPOCH).days
    fiscal_months = day.year * 12 + day.month - clock.year_start
    match grain:
        case "day":
            return days
        case "week":
            return (days + 3) // 7
        case "month":
            return day.year * 12 + day.month - 1
        case "quarter":
            return fiscal_months // 3
        case "semester":
            return fiscal_months // 6
        case "year":
            return fiscal_months // 12
    raise ValueError(f"unknown grain {grain!r}")


def parse_text(text: str | None, pattern: str) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007
    except ValueError:
        return None


def overlap(interval: tuple[Any, Any], window: tuple[datetime, datetime], unit: str, clock: Clock) -> float | None:
    """The part of the interval inside the window; what has no end has no length."""
    begins, ends = interval
    if begins is None or (ends is None and window[1] == END):
        return None
    opens, closes = bound_like(begins, window[0], clock), bound_like(begins, window[1], clock)
    first = max(begins, opens)
    last = closes if ends is None else min(ends, closes)
    return max(elapsed_seconds(first, last), 0.0) / SECONDS[unit]

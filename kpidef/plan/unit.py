"""Whole hours, days and months that no bound of the windows cuts: what times are folded by, or counted in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from kpidef.calendar import Window, to_instant
from kpidef.plan.slices import rounded

Unit = Literal["date", "day", "hour", "month"]  # a date is its own day


@dataclass(frozen=True, slots=True)
class Steps:
    """Windows of one length that follow one another: a row's window is counted from the first one's start."""

    unit: Literal["day", "month"]
    length: int  # in units
    first: datetime  # local


def coarsest_unit(kind: str, bounds: frozenset[datetime], folds_times: bool, timezone: str) -> Unit | None:
    """The coarsest unit under a month, of a time of that type, that none of the bounds cuts; an hour is one of UTC."""
    match kind:
        case "date":
            return "date"
        case "timestamp" if folds_times and all(bound.time() == time.min for bound in bounds):
            return "day"
        case "timestamptz" if folds_times and all(_on_the_hour(bound, timezone) for bound in bounds):
            return "hour"
        case _:
            return None


def opens_months(kind: str, bounds: Iterable[datetime]) -> bool:
    """Whether each of the bounds that a time of that type meets opens a month; an instant's months are local."""
    return kind in ("date", "timestamp") and all(_opens_a_month(rounded(one, kind)) for one in bounds)


def steps_of(windows: Sequence[Window], kind: str) -> Steps | None:
    """The steps by which windows in order follow one another, where they are of as many whole months, or days."""
    if kind not in ("date", "timestamp") or any(one.start is None or one.end is None for one in windows):
        return None
    edges = [(rounded(one.start, kind), rounded(one.end, kind)) for one in windows if one.start and one.end]
    if any(end != start for (_, end), (start, _) in pairwise(edges)):
        return None
    months, days = {months_between(*edge) for edge in edges}, {days_between(*edge) for edge in edges}
    if len(months) == 1 and (length := months.pop()):
        return Steps("month", length, edges[0][0])
    if len(days) == 1 and (length := days.pop()):
        return Steps("day", length, edges[0][0])
    return None


def months_between(start: datetime, end: datetime) -> int | None:
    """How many months make up the time between two bounds; None where they cut one."""
    if not (_opens_a_month(start) and _opens_a_month(end)):
        return None
    return month_number(end) - month_number(start)


def days_between(start: datetime, end: datetime) -> int | None:
    """How many days make up the time between two bounds; None where they cut one."""
    return (end - start).days if start.time() == end.time() == time.min else None


def month_number(local: datetime) -> int:
    """Months since the year 0, as `calendar(t, 'month')` has it."""
    return local.year * 12 + local.month - 1


def hour_number(instant: datetime) -> int:
    """Whole hours since the year 1, in UTC."""
    return (instant - datetime.min.replace(tzinfo=UTC)) // timedelta(hours=1)


def units_between(start: datetime, end: datetime, unit: Unit, timezone: str) -> int | None:
    """How many units make up the time between two bounds; None where they cut one."""
    match unit:
        case "month":
            return months_between(start, end)
        case "hour":
            hours, cut = divmod(to_instant(timezone, end) - to_instant(timezone, start), timedelta(hours=1))
            return None if cut else hours
        case _:
            return days_between(start, end)


def _opens_a_month(local: datetime) -> bool:
    return local.day == 1 and local.time() == time.min


def _on_the_hour(bound: datetime, timezone: str) -> bool:
    instant = to_instant(timezone, bound)
    return (instant.minute, instant.second, instant.microsecond) == (0, 0, 0)

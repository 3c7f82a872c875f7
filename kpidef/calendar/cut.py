"""A span cut into the calendar's periods of a grain."""

from __future__ import annotations

from datetime import datetime, timedelta

from kpidef.calendar.period import count_periods, covers, end_number, opening, period, period_number, periods
from kpidef.calendar.window import Calendar, Grain, Window
from kpidef.calendar.words import grain_word
from kpidef.errors.period import PeriodNotWhole, TooManyPeriods, UnboundedPeriod

LIMIT = 75_000  # two centuries of days: half a minute of an engine


def cut(calendar: Calendar, window: Window, grain: Grain | None) -> tuple[Window, ...]:
    """The periods of the grain that make up the window; without a grain, the window itself."""
    if grain is None:
        return (window,)
    if window.start is None or window.end is None:
        raise UnboundedPeriod(text=window.label, wanted=grain.value, wanted_fr=grain_word(grain, "fr"))
    count = count_periods(calendar, grain, window)
    if count is None:
        raise _not_whole(calendar, window, window.start, window.end, grain)
    if count > LIMIT:
        raise TooManyPeriods(
            text=window.label, grain=grain.value, grain_fr=grain_word(grain, "fr"), count=count, limit=LIMIT
        )
    first = period_number(calendar, grain, window.start)
    return periods(calendar, grain, first, first + count)


def _not_whole(calendar: Calendar, window: Window, start: datetime, end: datetime, grain: Grain) -> PeriodNotWhole:
    first = period_number(calendar, grain, start)
    last = period_number(calendar, grain, end - timedelta(microseconds=1))
    touched = _name(calendar, grain, first, last)
    near_first, near_end = _nearest(calendar, grain, start), _nearest(calendar, grain, end)
    nearest = _name(calendar, grain, near_first, near_end - 1) if near_first < near_end else touched
    return PeriodNotWhole(
        text=window.label, grain=grain.value, grain_fr=grain_word(grain, "fr"), touched=touched, nearest=nearest
    )


def _nearest(calendar: Calendar, grain: Grain, moment: datetime) -> int:
    if not covers(calendar, grain, moment):
        return end_number(calendar, grain, moment)
    number = period_number(calendar, grain, moment)
    before, after = opening(calendar, grain, number), opening(calendar, grain, number + 1)
    return number if moment - before <= after - moment else number + 1


def _name(calendar: Calendar, grain: Grain, first: int, last: int) -> str:
    start, end = period(calendar, grain, first).label, period(calendar, grain, last).label
    return start if first == last else f"{start}..{end}"

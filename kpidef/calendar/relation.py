"""Windows that stand in relation to a window: the one before, the year before, a rolling or a cumulated one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kpidef.calendar.duration import Duration, shift_in_zone
from kpidef.calendar.period import (
    COARSEST_FIRST,
    count_periods,
    grain_of,
    months_in,
    opening,
    period,
    period_at,
    period_number,
    span_label,
)
from kpidef.calendar.window import Calendar, Grain, Window
from kpidef.calendar.words import duration_words
from kpidef.errors.period import DateOutOfRange, DurationNotPositive, UnboundedPeriod


def previous(calendar: Calendar, window: Window, grain: Grain | None, offset: Duration | None) -> Window | None:
    """The window before, or the one that an offset earlier names; None where the calendar has none."""
    if window.start is None or window.end is None:
        return None
    try:
        if offset is None:
            return _just_before(calendar, window, window.start, window.end, grain)
        return _earlier(calendar, window.start, window.end, _own_grain(calendar, window, grain), offset)
    except DateOutOfRange:
        return None


def trailing(calendar: Calendar, window: Window, duration: Duration) -> Window:
    """The span of a duration that ends with the window."""
    if window.end is None:
        raise UnboundedPeriod(text=window.label, wanted=str(duration), wanted_fr=duration_words(duration, "fr"))
    if duration.count <= 0:
        raise DurationNotPositive(text=str(duration))
    return Window(window.label, shift_in_zone(calendar.timezone, window.end, duration, -1), window.end)


def year_to_date(calendar: Calendar, window: Window) -> Window:
    """From the start of the (fiscal) year that holds the window's last day to the window's end.

    A window of which nothing has passed yet is of the year that holds its start.
    """
    if window.end is None:
        raise UnboundedPeriod(text=window.label, wanted="year_to_date", wanted_fr="depuis le début de l'année")
    last = window.end if window.start == window.end else window.end - timedelta(microseconds=1)
    year = period_at(calendar, Grain.YEAR, last)
    return Window(window.label, year.start, window.end)


def all_time(window: Window) -> Window:
    """Everything before the window's end."""
    return Window(window.label, None, window.end)


def _own_grain(calendar: Calendar, window: Window, grain: Grain | None) -> Grain | None:
    if grain is not None and count_periods(calendar, grain, window) == 1:
        return grain
    return grain_of(calendar, window)


def _just_before(
    calendar: Calendar, window: Window, start: datetime, end: datetime, grain: Grain | None
) -> Window | None:
    grains = COARSEST_FIRST if grain is None else (grain, *COARSEST_FIRST)
    for one in grains:
        count = count_periods(calendar, one, window)
        if count:
            return _numbered(calendar, one, period_number(calendar, one, start) - count, count)
    return _span(calendar, start - (end - start), start)


def _numbered(calendar: Calendar, grain: Grain, first: int, count: int = 1) -> Window | None:
    if first < 0 and calendar.custom_windows(grain) is not None:
        return None
    one = period(calendar, grain, first)
    if count == 1:
        return one
    last = period(calendar, grain, first + count - 1)
    return Window(f"{one.label}..{last.label}", one.start, last.end)


def _earlier(
    calendar: Calendar, start: datetime, end: datetime, grain: Grain | None, offset: Duration
) -> Window | None:
    if grain is None:
        return _shifted(calendar, start, end, offset)
    number = period_number(calendar, grain, start)
    if offset.unit == "year":
        return _years_earlier(calendar, grain, start, number, offset.count)
    if offset.unit == grain.value:
        return _numbered(calendar, grain, number - offset.count)
    if calendar.custom_windows(grain) is not None:
        return _nearest_custom(calendar, grain, shift_in_zone(calendar.timezone, start, offset, -1))
    if offset.months and months_in(grain) and offset.months % months_in(grain) == 0:
        return _numbered(calendar, grain, number - offset.months // months_in(grain))
    return _shifted(calendar, start, end, offset)


def _shifted(calendar: Calendar, start: datetime, end: datetime, offset: Duration) -> Window:
    first = shift_in_zone(calendar.timezone, start, offset, -1)
    return _span(calendar, first, shift_in_zone(calendar.timezone, end, offset, -1))


def _span(calendar: Calendar, start: datetime, end: datetime) -> Window:
    return Window(span_label(calendar, start, end), start, end)


def _years_earlier(calendar: Calendar, grain: Grain, start: datetime, number: int, years: int) -> Window | None:
    if calendar.custom_windows(grain) is not None:
        return _custom_years_earlier(calendar, grain, start, number, years)
    try:
        match grain:
            case Grain.DAY:
                return period_at(calendar, grain, start.replace(year=start.year - years))
            case Grain.WEEK:
                iso = start.isocalendar()
                monday = date.fromisocalendar(iso.year - years, iso.week, 1)
                return period_at(calendar, grain, datetime.fromordinal(monday.toordinal()))
            case _:
                return period(calendar, grain, number - years * 12 // months_in(grain))
    except ValueError:
        # No 29 February, or no week 53, in that year.
        return None


def _custom_years_earlier(calendar: Calendar, grain: Grain, start: datetime, number: int, years: int) -> Window | None:
    own_years = calendar.custom_windows(Grain.YEAR)
    if grain is Grain.YEAR:
        return _numbered(calendar, grain, number - years)
    if own_years is None:
        return _nearest_custom(calendar, grain, shift_in_zone(calendar.timezone, start, Duration(years, "year"), -1))
    rank = next((rank for rank, year in enumerate(own_years) if _holds(year, start)), None)
    if rank is None or not 0 <= rank - years < len(own_years):
        return None
    windows = calendar.custom_windows(grain) or ()
    place = [one for one in windows if _within(one, own_years[rank])].index(windows[number])
    candidates = [one for one in windows if _within(one, own_years[rank - years])]
    return candidates[place] if place < len(candidates) else None


def _nearest_custom(calendar: Calendar, grain: Grain, wanted: datetime) -> Window | None:
    windows = calendar.custom_windows(grain) or ()
    openings = [opening(calendar, grain, number) for number in range(len(windows))]
    number = min(range(len(windows)), key=lambda rank: abs(openings[rank] - wanted))
    length = opening(calendar, grain, number + 1) - openings[number]
    return windows[number] if abs(openings[number] - wanted) < length / 2 else None


def _within(window: Window, year: Window) -> bool:
    return window.start is not None and _holds(year, window.start)


def _holds(window: Window, moment: datetime) -> bool:
    return window.start is not None and window.end is not None and window.start <= moment < window.end

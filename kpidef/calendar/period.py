"""Periods of a grain as numbers on a line: which one holds a time, where it opens, how it is called."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import date, datetime, time
from typing import assert_never

from kpidef.calendar.window import Calendar, Grain, Window
from kpidef.calendar.words import grain_word
from kpidef.errors.period import BeyondCalendar, DateOutOfRange

COARSEST_FIRST = (Grain.YEAR, Grain.SEMESTER, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY)
_EPOCH = date(1970, 1, 1).toordinal()


def period_at(calendar: Calendar, grain: Grain, local: datetime) -> Window:
    """The period that holds a local time."""
    return period(calendar, grain, period_number(calendar, grain, local))


def default_period(calendar: Calendar, grain: Grain, as_of_local: datetime) -> Window:
    """The last complete period at the observation time."""
    windows = calendar.custom_windows(grain)
    if windows is None:
        return period(calendar, grain, period_number(calendar, grain, as_of_local) - 1)
    complete = [window for window in windows if _bound(window.end) <= as_of_local]
    if not complete:
        raise _beyond(grain, windows, as_of_local)
    return complete[-1]


def grain_of(calendar: Calendar, window: Window) -> Grain | None:
    """The coarsest grain of which the window is exactly one period."""
    return next((grain for grain in COARSEST_FIRST if count_periods(calendar, grain, window) == 1), None)


def count_periods(calendar: Calendar, grain: Grain, window: Window) -> int | None:
    """How many whole periods of the grain make up the window; None where they do not."""
    if window.start is None or window.end is None:
        return None
    if not (covers(calendar, grain, window.start) and covers_end(calendar, grain, window.end)):
        return None
    first, last = period_number(calendar, grain, window.start), end_number(calendar, grain, window.end)
    whole = opening(calendar, grain, first) == window.start and opening(calendar, grain, last) == window.end
    return last - first if whole else None


def period(calendar: Calendar, grain: Grain, number: int) -> Window:
    """The period of a number."""
    windows = calendar.custom_windows(grain)
    if windows is not None:
        return windows[number]
    start = opening(calendar, grain, number)
    return Window(_label(calendar, grain, number, start), start, opening(calendar, grain, number + 1))


def periods(calendar: Calendar, grain: Grain, first: int, last: int) -> tuple[Window, ...]:
    """The periods numbered first to last - 1."""
    windows = calendar.custom_windows(grain)
    if windows is not None:
        return windows[first:last]
    openings = [opening(calendar, grain, number) for number in range(first, last + 1)]
    labels = [_label(calendar, grain, first + rank, start) for rank, start in enumerate(openings)]
    return tuple(map(Window, labels, openings, openings[1:]))


def period_number(calendar: Calendar, grain: Grain, local: datetime) -> int:
    """The number of the period that holds a local time: days since 1970, ISO weeks, months since the year 0..."""
    windows = calendar.custom_windows(grain)
    if windows is not None:
        if not covers(calendar, grain, local):
            raise _beyond(grain, windows, local)
        return bisect_right(windows, local, key=lambda window: _bound(window.start)) - 1
    match grain:
        case Grain.DAY:
            return local.toordinal() - _EPOCH
        case Grain.WEEK:
            return (local.toordinal() - _EPOCH + 3) // 7
        case Grain.MONTH:
            return local.year * 12 + local.month - 1
        case Grain.QUARTER | Grain.SEMESTER | Grain.YEAR:
            return _year_part_number(calendar, months_in(grain), local)
        case _:
            assert_never(grain)


def end_number(calendar: Calendar, grain: Grain, end: datetime) -> int:
    """The number of the period that an end opens, also just after a custom calendar's last one."""
    windows = calendar.custom_windows(grain)
    if windows is not None and end == windows[-1].end:
        return len(windows)
    return period_number(calendar, grain, end)


def opening(calendar: Calendar, grain: Grain, number: int) -> datetime:
    """The first local time of the period of a number."""
    windows = calendar.custom_windows(grain)
    if windows is not None:
        return _bound(windows[number].start if number < len(windows) else windows[-1].end)
    match grain:
        case Grain.DAY:
            return _midnight(number + _EPOCH)
        case Grain.WEEK:
            return _midnight(number * 7 - 3 + _EPOCH)
        case Grain.MONTH:
            return _month_day(number, 1)
        case Grain.QUARTER | Grain.SEMESTER | Grain.YEAR:
            month, day = calendar.year_start
            return _month_day(month - 1 + number * months_in(grain), day)
        case _:
            assert_never(grain)


def covers(calendar: Calendar, grain: Grain, local: datetime) -> bool:
    """Whether the calendar holds a period of the grain at a local time."""
    windows = calendar.custom_windows(grain)
    return windows is None or _bound(windows[0].start) <= local < _bound(windows[-1].end)


def covers_end(calendar: Calendar, grain: Grain, end: datetime) -> bool:
    """Whether the calendar holds the time just before an end."""
    windows = calendar.custom_windows(grain)
    return windows is None or _bound(windows[0].start) < end <= _bound(windows[-1].end)


def months_in(grain: Grain) -> int:
    """The length of a grain in months; 0 for days and weeks."""
    return {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.SEMESTER: 6, Grain.YEAR: 12}.get(grain, 0)


def span_label(calendar: Calendar, start: datetime, end: datetime) -> str:
    """The name of any span: its period's label, else its first and last days, else its bounds."""
    grain = grain_of(calendar, Window("", start, end))
    if grain is not None:
        return period_at(calendar, grain, start).label
    if start.time() != time.min or end.time() != time.min:
        return f"{start.isoformat()}..{end.isoformat()}"
    last = _midnight(end.toordinal() - 1)
    return f"{start.date().isoformat()}..{last.date().isoformat()}"


def _year_part_number(calendar: Calendar, months: int, local: datetime) -> int:
    month, day = calendar.year_start
    index = local.year * 12 + local.month - 1
    opens = min(day, monthrange(local.year, local.month)[1])
    # A year that starts on the 6th has quarters that start on the 6th: before it, the month before counts.
    return (index - (local.day < opens) - (month - 1)) // months


def _label(calendar: Calendar, grain: Grain, number: int, start: datetime) -> str:
    match grain:
        case Grain.DAY:
            return start.date().isoformat()
        case Grain.WEEK:
            iso = start.isocalendar()
            return f"{iso.year:04d}-S{iso.week:02d}"
        case Grain.MONTH:
            return f"{start.year:04d}-{start.month:02d}"
        case Grain.QUARTER:
            return f"{_year_label(calendar, number // 4)}-T{number % 4 + 1}"
        case Grain.SEMESTER:
            return f"{_year_label(calendar, number // 2)}-H{number % 2 + 1}"
        case Grain.YEAR:
            return _year_label(calendar, number)
        case _:
            assert_never(grain)


def _year_label(calendar: Calendar, number: int) -> str:
    return f"EX{number + 1:04d}" if calendar.is_fiscal else f"{number:04d}"


def _midnight(ordinal: int) -> datetime:
    try:
        return datetime.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise DateOutOfRange from None


def _month_day(index: int, day: int) -> datetime:
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise DateOutOfRange
    return datetime.combine(
        date(year, month + 1, day if day <= 28 else min(day, monthrange(year, month + 1)[1])), time.min
    )


def _bound(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a custom calendar's windows are bounded")
    return moment


def _beyond(grain: Grain, windows: tuple[Window, ...], local: datetime) -> BeyondCalendar:
    first, last = windows[0].label, windows[-1].label
    day, french = local.date().isoformat(), grain_word(grain, "fr")
    return BeyondCalendar(date=day, grain=grain.value, grain_fr=french, first=first, last=last)

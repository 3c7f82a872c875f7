"""Which window each use of a measure reads for each requested period."""

from __future__ import annotations

from datetime import datetime

from kpidef.calendar import Calendar, Duration, Grain, Window, all_time, elapsed, previous, trailing, year_to_date
from kpidef.catalog.model import WindowRule
from kpidef.plan.use import Shift


def windows_of(
    calendar: Calendar, windows: tuple[Window, ...], grain: Grain | None, shifts: tuple[Shift, ...], as_of: datetime
) -> tuple[Window | None, ...]:
    """The requested windows moved by the shifts; None where the calendar has no such window."""
    return tuple(_moved(calendar, window, grain, shifts, as_of) for window in windows)


def _moved(
    calendar: Calendar, window: Window, grain: Grain | None, shifts: tuple[Shift, ...], as_of: datetime
) -> Window | None:
    """Whole windows are moved; what had passed of the last unfinished one on the way is what the end compares."""
    unfinished = window
    for shift in shifts:
        if _is_under_way(window, as_of):
            unfinished = window
        earlier = previous(calendar, window, grain, shift)
        if earlier is None:
            return None
        window = earlier
    return elapsed(unfinished, as_of, window) if shifts else window


def _is_under_way(window: Window, as_of: datetime) -> bool:
    return window.start is not None and window.end is not None and window.start <= as_of < window.end


def widened(calendar: Calendar, window: Window, rule: WindowRule) -> Window:
    """The window that a measure's `window` looks at in the place of the period."""
    match rule:
        case None:
            return window
        case Duration():
            return trailing(calendar, window, rule) if window.end is not None else window
        case "year_to_date":
            return year_to_date(calendar, window) if window.end is not None else window
        case "all_time":
            return all_time(window)


def instant_of(window: Window, at: str, as_of: datetime) -> Window | None:
    """The stock's instant, as a window that ends there; None where there is none (before all time)."""
    bound = window.start if at == "start" else window.end
    if bound is None:
        return None if at == "start" else Window(window.label, None, as_of)
    return Window(window.label, None, min(bound, as_of))


def capped(window: Window, as_of: datetime) -> Window:
    """The window of a flow: both of its stocks are taken no later than the observation."""
    start = window.start if window.start is None else min(window.start, as_of)
    return Window(window.label, start, as_of if window.end is None else min(window.end, as_of))

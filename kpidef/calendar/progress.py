"""What the observation time says of a window: whether it is over, and what part of it has passed."""

from __future__ import annotations

from datetime import datetime

from kpidef.calendar.window import Window


def is_complete(window: Window, as_of_local: datetime) -> bool:
    """Whether the window is over; one without an end never is."""
    return window.end is not None and window.end <= as_of_local


def elapsed(window: Window, as_of_local: datetime, previous_window: Window) -> Window:
    """The part of the previous window that compares with what has passed of an unfinished one."""
    start, end = window.start, window.end
    before, until = previous_window.start, previous_window.end
    if start is None or end is None or before is None or until is None or not start <= as_of_local < end:
        return previous_window
    return Window(previous_window.label, before, min(until, before + (as_of_local - start)))

"""Requests' periods -> windows [start, end) of local time with labels, all computed here and never in a warehouse."""

from kpidef.calendar.custom import CustomRow, custom_calendar, read_custom_calendar
from kpidef.calendar.cut import cut
from kpidef.calendar.duration import (
    Duration,
    Unit,
    check_length,
    parse_duration,
    parse_length,
    shift_in_zone,
    shift_instant,
    shift_local,
)
from kpidef.calendar.label import parse_period
from kpidef.calendar.period import default_period, grain_of, period_at, period_number
from kpidef.calendar.progress import elapsed, is_complete
from kpidef.calendar.relation import all_time, previous, trailing, year_to_date
from kpidef.calendar.window import ALL, Calendar, CustomCalendar, Grain, Window, parse_year_start
from kpidef.calendar.zone import ceil_date, offsets, read_zone, to_instant, to_local

__all__ = [
    "ALL",
    "Calendar",
    "CustomCalendar",
    "CustomRow",
    "Duration",
    "Grain",
    "Unit",
    "Window",
    "all_time",
    "ceil_date",
    "check_length",
    "custom_calendar",
    "cut",
    "default_period",
    "elapsed",
    "grain_of",
    "is_complete",
    "offsets",
    "parse_duration",
    "parse_length",
    "parse_period",
    "parse_year_start",
    "period_at",
    "period_number",
    "previous",
    "read_custom_calendar",
    "read_zone",
    "shift_in_zone",
    "shift_instant",
    "shift_local",
    "to_instant",
    "to_local",
    "trailing",
    "year_to_date",
]

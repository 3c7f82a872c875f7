"""A tiny calendar: labels, spans cut by a grain, the period before, and the window that a measure looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from reference.instants import BEGINNING, END, add_months, read_duration, shift_wall_clock

MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Period:
    """[start, end) in local wall clock; `elapsed` cuts a period that is compared with an unfinished one."""

    start: datetime
    end: datetime
    grain: str
    elapsed: timedelta | None = None

    @property
    def closes(self) -> datetime:
        return self.end if self.elapsed is None else min(self.end, self.start + self.elapsed)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def begin(moment: datetime, grain: str, year_start: int) -> datetime:
    """The start of the period that holds the moment."""
    day = midnight(moment.date())
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    length = MONTHS[grain]
    offset = (day.month - year_start) % length if grain != "month" else 0
    return add_months(day.replace(day=1), -offset)


def after(start: datetime, grain: str) -> datetime:
    if grain in MONTHS:
        return add_months(start, MONTHS[grain])
    return start + timedelta(days=1 if grain == "day" else 7)


def cut(span: tuple[datetime, datetime], grain: str, year_start: int) -> list[Period]:
    """The periods of a grain that begin inside the span."""
    if span == (BEGINNING, END) or grain == "all":
        return [Period(span[0], span[1], "all")]
    start, periods = begin(span[0], grain, year_start), []
    while start < span[1]:
        periods.append(Period(start, after(start, grain), grain))
        start = after(start, grain)
    return periods


def read_span(text: str, year_start: int) -> tuple[datetime, datetime]:
    if text == "all":
        return BEGINNING, END
    first, _, last = text.partition("..")
    return read_label(first, year_start)[0], read_label(last or first, year_start)[1]


def read_label(text: str, year_start: int) -> tuple[datetime, datetime]:
    fiscal = text.startswith("EX")
    parts = re.fullmatch(r"(?:EX)?(\d{4})(?:-(?:(T|H|S|W)(\d+)|(\d\d)(?:-(\d\d))?))?", text)
    if parts is None:
        raise ValueError(f"not a period: {text!r}")
    year, letter, number, month, day = parts.groups()
    opening = datetime(int(year) - (1 if fiscal and year_start > 1 else 0), year_start if fiscal else 1, 1)
    if day:
        start, grain = datetime(int(year), int(month), int(day)), "day"
    elif month:
        start, grain = datetime(int(year), int(month), 1), "month"
    elif letter in ("S", "W"):
        start, grain = midnight(date.fromisocalendar(int(year), int(number), 1)), "week"
    elif letter:
        grain = "quarter" if letter == "T" else "semester"
        start = add_months(opening, MONTHS[grain] * (int(number) - 1))
    else:
        start, grain = opening, "year"
    return start, after(start, grain)


def label(period: Period, year_start: int) -> str:
    start = period.start
    match period.grain:
        case "all":
            return "all"
        case "day":
            return start.date().isoformat()
        case "month":
            return f"{start:%Y-%m}"
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year}-S{week:02d}"
    opening = begin(start, "year", year_start)
    year = opening.year + (1 if year_start > 1 else 0)
    prefix = "EX" if year_start > 1 else ""
    number = ((start.year - opening.year) * 12 + start.month - opening.month) // MONTHS[period.grain] + 1
    suffix = {"quarter": f"-T{number}", "semester": f"-H{number}", "year": ""}[period.grain]
    return f"{prefix}{year}{suffix}"


def previous(period: Period, step: str | None, as_of: datetime) -> Period | None:
    """The period before, by the calendar; beside an unfinished period, only the part that has elapsed."""
    if period.grain == "all":
        return None
    elapsed = period.elapsed
    if elapsed is None and period.start <= as_of < period.end:
        elapsed = as_of - period.start
    moved = moved_back(period, step)
    return moved and replace(moved, elapsed=elapsed)


def moved_back(period: Period, step: str | None) -> Period | None:
    grain = period.grain
    if step is None:
        start = shift_wall_clock(period.start, -1, grain)
        return Period(start, after(start, grain), grain)
    amount, unit = read_duration(step)
    if unit == "year" and grain == "week":
        return same_week(period, amount)
    if unit == "year" and grain == "day" and (period.start.month, period.start.day) == (2, 29):
        return None
    start = shift_wall_clock(period.start, -amount, unit)
    return Period(start, after(start, grain), grain)


def same_week(period: Period, years: int) -> Period | None:
    """The week of the same number, if that year has it."""
    year, week, _ = period.start.isocalendar()
    try:
        start = midnight(date.fromisocalendar(year - years, week, 1))
    except ValueError:
        return None
    return Period(start, start + timedelta(days=7), "week")


def window_of(period: Period, window: str | None, year_start: int) -> tuple[datetime, datetime]:
    """What a measure looks at: its period, or the window that ends with it."""
    closes = period.closes
    if window is None:
        return period.start, closes
    if window == "all_time":
        return BEGINNING, closes
    if period.grain == "all":
        return period.start, closes
    if window == "year_to_date":
        return begin(max(period.start, closes - MOMENT), "year", year_start), closes
    amount, unit = read_duration(window)
    return shift_wall_clock(closes, -amount, unit), closes

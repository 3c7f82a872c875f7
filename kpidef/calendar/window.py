"""What a calendar is made of: grains, windows, a time zone and a year's start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kpidef.errors import Position
from kpidef.errors.period import WrongYearStart


class Grain(StrEnum):
    """The length of a period, from the finest."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Window:
    """A span [start, end) of local wall-clock time; None is unbounded."""

    label: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class CustomCalendar:
    """A project's own periods: for each grain that it replaces, contiguous windows in order."""

    grains: tuple[tuple[Grain, tuple[Window, ...]], ...]

    def of(self, grain: Grain) -> tuple[Window, ...] | None:
        """The windows of a grain; None where the civil ones stay."""
        return next((windows for one, windows in self.grains if one == grain), None)

    def find(self, label: str) -> Window | None:
        """The window that bears a label."""
        return next((window for _, windows in self.grains for window in windows if window.label == label), None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A project's calendar: its time zone, the (month, day) its year starts on, its own periods."""

    timezone: str = "Europe/Paris"
    year_start: tuple[int, int] = (1, 1)
    custom: CustomCalendar | None = None

    @property
    def is_fiscal(self) -> bool:
        """Whether the year starts on another day than 1 January."""
        return self.year_start != (1, 1)

    def custom_windows(self, grain: Grain) -> tuple[Window, ...] | None:
        """The project's own windows of a grain; None where the civil or fiscal ones hold."""
        return None if self.custom is None else self.custom.of(grain)


ALL = Window("all", None, None)


def parse_year_start(text: str, at: Position | None = None) -> tuple[int, int]:
    """`04-01` -> (4, 1)."""
    found = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text.strip())
    if found is None:
        raise WrongYearStart(at, text=text)
    month, day = int(found[1]), int(found[2])
    # Quarters and semesters begin on that day of other months.
    if not (1 <= month <= 12 and 1 <= day <= 28):
        raise WrongYearStart(at, text=text)
    return month, day

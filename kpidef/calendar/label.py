"""The texts that name periods, and the windows that they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from kpidef.calendar.period import period, period_number
from kpidef.calendar.window import ALL, Calendar, Grain, Window
from kpidef.calendar.words import grain_word
from kpidef.errors import KpidefError, Position
from kpidef.errors.period import (
    AmbiguousPeriod,
    NoFiscalYear,
    NoSuchPeriod,
    ReplacedPeriod,
    ReversedRange,
    UnpaddedWeek,
)
from kpidef.errors.request import UnknownPeriod

_Read = Callable[[re.Match[str]], int]
_OLDEST, _NEWEST = 1000, 9000


def parse_period(calendar: Calendar, text: str, at: Position | None = None) -> Window:
    """The window that a text names: one period, a range a..b of two, or `all`."""
    label = text.strip()
    first, dots, last = label.partition("..")
    if not dots:
        return _parse_one(calendar, label, at)
    return _range(_parse_bound(calendar, first, label, at), _parse_bound(calendar, last, label, at), label, at)


def civil_grain(label: str) -> Grain | None:
    """The grain whose labels have a text's form, civil or fiscal; None where no grain reads it."""
    form = next((grain for grain, pattern, _ in _FORMS if re.fullmatch(pattern, label, re.IGNORECASE)), None)
    fiscal = _FISCAL.fullmatch(label)
    return _FISCAL_GRAINS[(fiscal[2] or "").upper()] if fiscal else form


def _parse_bound(calendar: Calendar, text: str, label: str, at: Position | None) -> Window:
    if text.strip().lower() in ("", "all") or ".." in text:
        raise _unreadable(calendar, label, at)
    return _parse_one(calendar, text.strip(), at)


def _range(first: Window, last: Window, text: str, at: Position | None) -> Window:
    if first == last:
        return first
    label = f"{first.label}..{last.label}"
    if first.start is None or first.end is None or last.start is None or last.end is None:
        raise UnknownPeriod(at, text=text, meant="")
    if last.start < first.start or last.end < first.end:
        raise ReversedRange(at, text=text, reversed=f"{last.label}..{first.label}")
    return Window(label, first.start, last.end)


def _parse_one(calendar: Calendar, text: str, at: Position | None) -> Window:
    if text.lower() == "all":
        return ALL
    own = calendar.custom.find(text) if calendar.custom else None
    if own is not None:
        return own
    if fiscal := _FISCAL.fullmatch(text):
        return _parse_fiscal(calendar, fiscal, at)
    for grain, pattern, read in _FORMS:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            _check_not_replaced(calendar, grain, text, at)
            return _civil(calendar, grain, found, read, at)
    _refuse_single_digit(text, at)
    raise _unreadable(calendar, text, at)


def _unreadable(calendar: Calendar, text: str, at: Position | None) -> KpidefError:
    """The error of a text that no form reads, with the period that was likely meant, where that one exists."""
    from kpidef.calendar.suggestion import period_meant

    meant = period_meant(text)
    try:
        if meant:
            parse_period(calendar, meant)
    except KpidefError:
        meant = ""
    return UnknownPeriod(at, text=text, meant=meant)


def _civil(calendar: Calendar, grain: Grain, found: re.Match[str], read: _Read, at: Position | None) -> Window:
    try:
        number = read(found)
    except ValueError:
        raise NoSuchPeriod(at, text=found[0]) from None
    if not _OLDEST <= int(found[1]) <= _NEWEST:
        raise NoSuchPeriod(at, text=found[0])
    # A bare year is the civil one, also in a project with a fiscal year, whose own years are written EX2026.
    return period(Calendar(calendar.timezone), grain, number)


def _parse_fiscal(calendar: Calendar, found: re.Match[str], at: Position | None) -> Window:
    year, letter, rank = int(found[1]), (found[2] or "").upper(), int(found[3] or 1)
    grain = _FISCAL_GRAINS[letter]
    if not calendar.is_fiscal:
        raise NoFiscalYear(at, text=found[0], civil=found[0][2:])
    _check_not_replaced(calendar, grain, found[0], at)
    in_year = {"": 1, "H": 2}.get(letter, 4)
    if not (1 <= rank <= in_year and _OLDEST <= year <= _NEWEST):
        raise NoSuchPeriod(at, text=found[0])
    return period(calendar, grain, (year - 1) * in_year + rank - 1)


def _check_not_replaced(calendar: Calendar, grain: Grain, text: str, at: Position | None) -> None:
    windows = calendar.custom_windows(grain)
    if windows is not None:
        first, last, french = windows[0].label, windows[-1].label, grain_word(grain, "fr")
        raise ReplacedPeriod(at, text=text, grain=grain.value, grain_fr=french, first=first, last=last)


def _refuse_single_digit(text: str, at: Position | None) -> None:
    found = re.fullmatch(r"([0-9]{4})-([SW])([1-9])", text, re.IGNORECASE)
    if found is None:
        return
    week = f"{found[1]}-S0{found[3]}"
    if found[2].upper() == "S" and found[3] in "12":
        raise AmbiguousPeriod(at, text=text, week=week, semester=f"{found[1]}-H{found[3]}")
    raise UnpaddedWeek(at, text=text, week=week)


def _part_of_year(parts: int) -> _Read:
    def read(found: re.Match[str]) -> int:
        year, rank = int(found[1]), int(found[2])
        if not 1 <= rank <= parts:
            raise ValueError(rank)
        return year * parts + rank - 1

    return read


def _read_week(found: re.Match[str]) -> int:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return period_number(Calendar(), Grain.WEEK, _midnight(monday))


def _read_day(found: re.Match[str]) -> int:
    return period_number(Calendar(), Grain.DAY, _midnight(date(int(found[1]), int(found[2]), int(found[3]))))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


_FISCAL = re.compile(r"EX([0-9]{4})(?:-([TQH])([0-9]))?", re.IGNORECASE)
_FISCAL_GRAINS = {"": Grain.YEAR, "T": Grain.QUARTER, "Q": Grain.QUARTER, "H": Grain.SEMESTER}
_FORMS: tuple[tuple[Grain, str, _Read], ...] = (
    (Grain.YEAR, r"([0-9]{4})", lambda found: int(found[1])),
    (Grain.MONTH, r"([0-9]{4})-([0-9]{2})", _part_of_year(12)),
    (Grain.QUARTER, r"([0-9]{4})-[TQ]([0-9])", _part_of_year(4)),
    (Grain.WEEK, r"([0-9]{4})-[SW]([0-9]{2})", _read_week),
    (Grain.SEMESTER, r"([0-9]{4})-H([0-9])", _part_of_year(2)),
    (Grain.DAY, r"([0-9]{4})-([0-9]{2})-([0-9]{2})", _read_day),
)

"""A project's own calendar: rows or a CSV file -> contiguous windows that replace the grains they list."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path

from kpidef.calendar.label import civil_grain
from kpidef.calendar.window import CustomCalendar, Grain, Window
from kpidef.errors import KpidefError, Position, Problems, SourceText
from kpidef.errors.period import CalendarNotContiguous, UnreadableCalendarFile, WrongCalendarRow

_COLUMNS = ("grain", "label", "start", "end")


@dataclass(frozen=True, slots=True)
class CustomRow:
    """One period as the file writes it; `end` is the first day after it."""

    grain: str
    label: str
    start: str
    end: str
    at: Position | None = None


def read_custom_calendar(path: Path, at: Position | None = None) -> CustomCalendar:
    """The calendar of a CSV file with the columns grain, label, start, end; `at` is where the file is named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(path, at, "il n'est pas en UTF-8", "it is not UTF-8") from None
    except OSError as failure:
        raise _unreadable(path, at, str(failure.strerror), str(failure.strerror)) from None
    except ValueError:
        reason = "son nom a un caractère nul", "its name has a null character"
        raise _unreadable(repr(str(path)), at, *reason) from None
    return custom_calendar(_rows(SourceText(str(path), text)))


def custom_calendar(rows: Iterable[CustomRow]) -> CustomCalendar:
    """The calendar of rows, checked; every error of every row at once."""
    known = tuple(rows)
    replaced = {row.grain for row in known}
    errors = [error for row in known for error in _row_errors(row, replaced)]
    errors += _repeated_labels(known)
    if errors:
        raise Problems(errors)
    grains = tuple((grain, _ordered(known, grain)) for grain in Grain if grain.value in replaced)
    errors = [error for _, ordered in grains for error in _gaps(ordered)]
    if errors:
        raise Problems(errors)
    return CustomCalendar(tuple((grain, tuple(_window(row) for row in ordered)) for grain, ordered in grains))


def _rows(source: SourceText) -> list[CustomRow]:
    header = source.line(1)
    delimiter = ";" if ";" in header else ","
    reader = csv.DictReader(StringIO(source.text), delimiter=delimiter, skipinitialspace=True)
    missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        at = Position(source, 1, 1, max(len(header), 1))
        listed = ", ".join(missing)
        raise _unreadable(source.path, at, f"il lui manque {listed}", f"it lacks {listed}")
    try:
        rows = [_row(source, reader.line_num, cells) for cells in reader]
    except csv.Error as failure:
        at = Position(source, reader.line_num, 1)
        raise _unreadable(source.path, at, str(failure), str(failure)) from None
    if not rows:
        raise _unreadable(source.path, Position(source, 1, 1), "il n'a aucune période", "it has no period")
    return rows


def _unreadable(path: object, at: Position | None, reason_fr: str, reason_en: str) -> KpidefError:
    return UnreadableCalendarFile(at, path=path, reason_fr=reason_fr, reason_en=reason_en)


def _row(source: SourceText, line: int, cells: dict[str, str]) -> CustomRow:
    at = Position(source, line, 1, max(len(source.line(line)), 1))
    grain, label, start, end = ((cells[column] or "").strip() for column in _COLUMNS)
    return CustomRow(grain, label, start, end, at)


def _row_errors(row: CustomRow, replaced: set[str]) -> list[KpidefError]:
    wrong = []
    if row.grain not in {grain.value for grain in Grain} or row.grain == Grain.DAY:
        wrong.append(("grain", row.grain))
    if not _is_free(row.label, replaced):
        wrong.append(("label", row.label))
    start, end = _day(row.start), _day(row.end)
    if start is None:
        wrong.append(("start", row.start))
    if end is None or (start is not None and end <= start):
        wrong.append(("end", row.end))
    return [WrongCalendarRow(row.at, column=column, value=value) for column, value in wrong]


def _is_free(label: str, replaced: set[str]) -> bool:
    if label.strip() != label or label.lower() in ("", "all") or ".." in label:
        return False
    grain = civil_grain(label)
    return grain is None or grain.value in replaced


def _day(text: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _repeated_labels(rows: tuple[CustomRow, ...]) -> list[KpidefError]:
    seen: set[str] = set()
    repeated: list[KpidefError] = []
    for row in rows:
        if row.label in seen:
            repeated.append(WrongCalendarRow(row.at, column="label", value=row.label))
        seen.add(row.label)
    return repeated


def _ordered(rows: tuple[CustomRow, ...], grain: Grain) -> list[CustomRow]:
    return sorted((row for row in rows if row.grain == grain.value), key=lambda row: row.start)


def _gaps(ordered: list[CustomRow]) -> list[KpidefError]:
    return [
        CalendarNotContiguous(row.at, label=row.label, start=row.start, before=before.label, end=before.end)
        for before, row in pairwise(ordered)
        if row.start != before.end
    ]


def _window(row: CustomRow) -> Window:
    return Window(row.label, _day(row.start), _day(row.end))

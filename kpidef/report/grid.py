"""A result as a grid of texts for readers: what every table for the eye is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, Literal

from kpidef.errors import Language
from kpidef.report.formats import ABSENT, format_change, format_date, format_difference, format_number, format_value
from kpidef.report.result import Result
from kpidef.report.words import compared_word, heading, null_reason_words, verdict_word, word

Align = Literal["left", "right"]
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts under a heading."""

    name: str
    heading: str
    align: Align
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of equal height."""

    columns: tuple[Column, ...]
    height: int

    def rows(self) -> list[tuple[str, ...]]:
        """The texts row by row."""
        return [tuple(column.cells[rank] for column in self.columns) for rank in range(self.height)]


def grid(result: Result) -> Grid:
    """The columns that a reader needs; those without any text are left out."""
    rows = result.rows()
    columns = [_column(result, rows, name) for name in _names(result)]
    kept = [column for column in columns if column.name in ("kpi", "period", "value") or any(column.cells)]
    return Grid(tuple(kept), len(rows))


def dimension_text(row: _Row, column: str, language: Language) -> str:
    """A dimension's value; a line that sums over it says so, and the null group has a name."""
    value = row[column]
    if value is None:
        return word("rolled_up" if column in (row.get("rolled_up") or ()) else "null_group", language)
    return _plain(value, language)


def printable(text: str) -> str:
    """A text without what would move a terminal's cursor or break a line."""
    return "".join(one if one.isprintable() or one == "\u202f" else "\ufffd" for one in " ".join(text.splitlines()))


def _names(result: Result) -> list[str]:
    compared = [name for name in ("compared_to", "compared_value", "difference", "change") if name in result.columns]
    before = ["kpi", "period", *result.of_kind("dimension"), "value", "numerator", "denominator"]
    return [*before, *result.of_kind("measure"), *compared, "target", "verdict", "remark"]


def _column(result: Result, rows: list[dict[str, Any]], name: str) -> Column:
    kind = result.kinds.get(name)
    texts = _texts(result, name)
    title = heading(name, result.language) if kind not in ("dimension", "measure") else result.labels.get(name, name)
    right = kind == "measure" or name in _NUMBERS
    return Column(name, printable(title), "right" if right else "left", tuple(printable(texts(row)) for row in rows))


def _texts(result: Result, name: str) -> Callable[[_Row], str]:
    language = result.language
    if result.kinds.get(name) == "dimension":
        return lambda row: dimension_text(row, name, language)
    if name == "kpi":
        return lambda row: result.labels.get(row["kpi"], row["kpi"])
    if name == "remark":
        return lambda row: _remark(row, language)
    if name == "value":
        return lambda row: format_value(row["value"], row.get("unit"), language)
    written = _WRITTEN.get(name) if result.kinds.get(name) != "measure" else None
    if written is None:
        return lambda row: _plain(row.get(name), language)
    return lambda row: "" if row.get(name) is None else written(row[name], row.get("unit"), language)


def _remark(row: _Row, language: Language) -> str:
    remarks = []
    if row.get("null_reason"):
        remarks.append(null_reason_words(row["null_reason"], language))
    if row.get("complete") is False:
        remarks.append(word("incomplete", language))
    if row.get("mature") is False:
        remarks.append(word("immature", language))
    return ", ".join(remarks)


def _plain(value: object, language: Language) -> str:
    match value:
        case None:
            return ""
        case bool():
            return word("true" if value else "false", language)
        case int() | float() | Decimal():
            return format_number(value, language) if isfinite(value) else ABSENT
        case date():
            return format_date(value, language)
        case _:
            return str(value)


_NUMBERS = ("value", "numerator", "denominator", "compared_value", "difference", "change", "target")
_WRITTEN: dict[str, Callable[[Any, str | None, Language], str]] = {
    "target": format_value,
    "compared_value": format_value,
    "difference": format_difference,
    "change": lambda value, _, language: format_change(value, language),
    "compared_to": lambda value, _, language: compared_word(value, language),
    "verdict": lambda value, _, language: verdict_word(value, language),
}

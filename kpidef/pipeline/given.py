"""The rows that a worked example gives -> typed tables, one for each source that the KPI reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

from kpidef.calendar import to_instant
from kpidef.calendar.suggestion import day_meant
from kpidef.catalog.model import Catalog, Column, Source
from kpidef.catalog.nearest import nearest
from kpidef.errors.catalog import UnknownColumn, UnknownSource
from kpidef.errors.project import BadExample
from kpidef.spec.records import ExampleSpec, Text
from kpidef.warehouse import NeutralType, ScratchTable

_Row = tuple[tuple[Text, Text | None], ...]
_WITH_POINT = ("1234.5, avec un point", "1234.5, with a point")
_LOCALLY = ("2026-03-31 23:59, en heure locale", "2026-03-31 23:59, in local time")
# How a cell of each type reads, and how one is written; DuckDB reads all of these texts alike.
_READ: dict[str, tuple[Callable[[str], object], tuple[str, str]]] = {
    "integer": (int, ("12", "12")),
    "decimal": (Decimal, _WITH_POINT),
    "float": (float, _WITH_POINT),
    "boolean": ({"true": True, "false": False}.__getitem__, ("true ou false", "true or false")),
    "date": (date.fromisoformat, ("2026-03-31", "2026-03-31")),
    "timestamp": (datetime.fromisoformat, _LOCALLY),
    "timestamptz": (datetime.fromisoformat, _LOCALLY),
}
LONG_AGO = datetime.fromisoformat("2000-01-01")


def given_tables(example: ExampleSpec, needed: Iterable[str], catalog: Catalog, zone: str) -> list[ScratchTable]:
    """The tables of the needed sources: those not given are empty, columns not given are null."""
    given = dict[str, tuple[_Row, ...]]()
    for name, rows in example.given:
        if name.value not in catalog.sources:
            raise UnknownSource(name.at, name=name.value, **nearest(name.value, catalog.sources))
        given[name.value] = rows
    return [
        _table(catalog.sources[name], given.get(name, ()), zone, example.name)
        for name in dict.fromkeys((*needed, *given))
    ]


def latest_moment(example: ExampleSpec) -> datetime:
    """The latest time among the cells, for an example that names no period."""
    texts = [cell.value for _, rows in example.given for row in rows for _, cell in row if cell is not None]
    moments = (_moment(text) for text in texts)
    return max((one.replace(tzinfo=None) for one in moments if one is not None), default=LONG_AGO)


def _table(source: Source, rows: tuple[_Row, ...], zone: str, example: str) -> ScratchTable:
    stored = {name: one for name, one in source.columns.items() if one.expr is None and one.rollup is None}
    for name in dict.fromkeys(name for row in rows for name, _ in row):
        _check_stored(name, source, stored, example)
    written = [{name.value: cell for name, cell in row} for row in rows]
    return ScratchTable(
        source.id,
        tuple((name, cast(NeutralType, one.type)) for name, one in stored.items()),
        [[_cell(row.get(name), one, zone, example) for name, one in stored.items()] for row in written],
    )


def _check_stored(name: Text, source: Source, stored: dict[str, Column], example: str) -> None:
    if name.value in stored:
        return
    if name.value not in source.columns:
        raise UnknownColumn(name.at, name=name.value, source=source.id, **nearest(name.value, stored))
    raise BadExample(
        name.at,
        name=example,
        reason_fr=f"la colonne « {name.value} » est calculée",
        reason_en=f"column '{name.value}' is computed",
        next_fr="donnez les colonnes dont elle se calcule",
        next_en="give the columns that it is computed from",
    )


def _cell(cell: Text | None, column: Column, zone: str, example: str) -> str | None:
    if cell is None:
        return None
    _check_form(cell, column, example)
    if column.type != "timestamptz":
        return cell.value
    moment = datetime.fromisoformat(cell.value)
    instant = to_instant(zone, moment) if moment.tzinfo is None else moment.astimezone(UTC)
    return instant.replace(tzinfo=None).isoformat(sep=" ")


def _check_form(cell: Text, column: Column, example: str) -> None:
    """Raises BadExample for a value that is not of its column's type."""
    if column.type not in _READ:
        return
    read, (form_fr, form_en) = _READ[column.type]
    try:
        read(cell.value)
    except (ValueError, ArithmeticError, KeyError):
        day = day_meant(cell.value) if column.type == "date" else ""
        form_fr, form_en = (day, day) if day else (form_fr, form_en)
        raise BadExample(
            cell.at,
            name=example,
            reason_fr=f"« {cell.value} » n'est pas une valeur de « {column.name} », de type {column.type}",
            reason_en=f"'{cell.value}' is not a value of '{column.name}', whose type is {column.type}",
            next_fr=f"écrivez par exemple {form_fr}",
            next_en=f"write for instance {form_en}",
        ) from None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

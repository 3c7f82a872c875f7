"""The rows that a worked example gives -> typed tables, one for each source that the KPI reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from kpidef.calendar import to_instant
from kpidef.catalog.model import Catalog, Column, Source
from kpidef.catalog.nearest import nearest
from kpidef.errors.catalog import UnknownColumn, UnknownSource
from kpidef.errors.project import BadExample
from kpidef.spec.records import ExampleSpec, Text
from kpidef.warehouse import NeutralType, ScratchTable

_Row = tuple[tuple[Text, Text | None], ...]
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
    if cell is None or column.type != "timestamptz":
        return cell.value if cell is not None else None
    moment = _moment(cell.value)
    if moment is None:
        raise BadExample(
            cell.at,
            name=example,
            reason_fr=f"« {cell.value} » n'est pas un instant",
            reason_en=f"'{cell.value}' is not an instant",
            next_fr="écrivez 2026-03-31 23:59, en heure locale",
            next_en="write 2026-03-31 23:59, in local time",
        )
    instant = to_instant(zone, moment) if moment.tzinfo is None else moment.astimezone(UTC)
    return instant.replace(tzinfo=None).isoformat(sep=" ")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

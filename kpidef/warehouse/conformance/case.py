"""A case: definitions, typed rows, a request, and the lines that every engine must give."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any, cast

from kpidef.warehouse.port import NeutralType, ScratchTable, ScratchValue

Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """`project`, `sources`, `kpis` are what YAML files would say; `rows` are by physical table.

    `expected` lines hold kpi, period, the dimensions, rolled_up (a list), value, numerator, denominator and the
    measures: exact numbers as they are, floats as floats.
    """

    name: str
    project: Mapping[str, Any]
    sources: Rows
    kpis: Rows
    tables: tuple[ScratchTable, ...]
    request: Mapping[str, Any]
    expected: Rows
    constructs: frozenset[str]
    bindings: Mapping[str, Any] = field(default_factory=dict)


def read_cases() -> tuple[Case, ...]:
    """The cases of the package, by name."""
    folder = files("kpidef.warehouse.conformance") / "cases"
    found = sorted((one.name, one) for one in folder.iterdir() if one.name.endswith(".json"))
    return tuple(case for _, one in found for case in _read(json.loads(one.read_text("utf-8"))))


def written(case: Case) -> dict[str, Any]:
    """The case as JSON holds it; `read_cases` reads it back."""
    return {
        "name": case.name,
        "constructs": sorted(case.constructs),
        "project": case.project,
        "sources": list(case.sources),
        "kpis": list(case.kpis),
        "bindings": case.bindings,
        "tables": [_written_table(table) for table in case.tables],
        "request": case.request,
        "expected": [{name: _written_value(value) for name, value in line.items()} for line in case.expected],
    }


def _read(content: Mapping[str, Any] | list[Mapping[str, Any]]) -> Iterator[Case]:
    for one in content if isinstance(content, list) else [content]:
        yield Case(
            name=one["name"],
            project=one["project"],
            sources=tuple(one["sources"]),
            kpis=tuple(one["kpis"]),
            tables=tuple(_read_table(table) for table in one["tables"]),
            request=one["request"],
            expected=tuple({name: _read_value(value) for name, value in line.items()} for line in one["expected"]),
            constructs=frozenset(one["constructs"]),
            bindings=one.get("bindings", {}),
        )


def _written_table(table: ScratchTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "columns": dict(table.columns),
        "rows": [[_written_cell(cell) for cell in row] for row in table.rows],
    }


def _written_cell(cell: ScratchValue) -> str | int | float | bool | None:
    match cell:
        case datetime():
            return cell.replace(tzinfo=None).isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return cell


def _read_table(content: Mapping[str, Any]) -> ScratchTable:
    columns = tuple((name, cast(NeutralType, kind)) for name, kind in content["columns"].items())
    kinds = [kind for _, kind in columns]
    rows = [[_read_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in content["rows"]]
    return ScratchTable(content["name"], columns, rows)


def _read_cell(cell: str | float | bool | None, kind: NeutralType) -> ScratchValue:
    if cell is None:
        return None
    match kind:
        case "date":
            return date.fromisoformat(str(cell))
        case "timestamp":
            return datetime.fromisoformat(str(cell))
        case "timestamptz":
            return datetime.fromisoformat(str(cell)).replace(tzinfo=UTC)
        case "decimal":
            return Decimal(str(cell))
        case "float":
            return float(cell)
        case _:
            return cast(ScratchValue, cell)


def _written_value(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _written_value(one) for name, one in value.items()}
    return {"decimal": format(value, "f")} if isinstance(value, Decimal) else value


def _read_value(value: object) -> object:
    if isinstance(value, Mapping):
        if set(value) == {"decimal"}:
            return Decimal(value["decimal"])
        return {name: _read_value(one) for name, one in value.items()}
    return value

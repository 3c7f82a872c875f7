"""The table of results: its columns, the pieces that it is made of, and results as its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpidef.calendar import Window
from kpidef.catalog.model import Kpi
from kpidef.catalog.version import source_texts, version_of
from kpidef.errors.warehouse import NotAStore, TableMissing
from kpidef.plan.nodes import Plan
from kpidef.plan.request import Request
from kpidef.warehouse import NeutralType, StoreTable

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.report.result import Result
    from kpidef.warehouse import Warehouse

PIECE = ("kpi", "cut", "filters", "grain", "period")
STATE = (*PIECE, "version", "period_start", "period_end", "complete", "mature")
VALUES = ("value", "numerator", "denominator")
COLUMNS: tuple[tuple[str, NeutralType], ...] = (
    ("kpi", "text"),
    ("version", "text"),
    ("grain", "text"),
    ("period", "text"),
    ("period_start", "date"),
    ("period_end", "date"),
    ("cut", "text"),
    ("filters", "text"),
    ("dimensions", "text"),
    ("rolled_up", "text"),
    ("value", "float"),
    ("numerator", "float"),
    ("denominator", "float"),
    ("unit", "text"),
    ("complete", "boolean"),
    ("mature", "boolean"),
    ("null_reason", "text"),
    ("as_of", "timestamp"),
    ("computed_at", "timestamptz"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What names a piece of the table: a KPI's lines of one period, under one cut and one set of filters."""

    kpi: str
    cut: str
    filters: str
    grain: str
    period: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the table says of a piece: the definition and the bounds that it was computed with, and if it is final."""

    version: str
    start: date | None
    end: date | None
    is_final: bool

    def answers(self, version: str, window: Window) -> bool:
        """Whether the piece is of this version and of these very days."""
        return (self.version, self.start, self.end) == (version, day_of(window.start), day_of(window.end))


def store_table(name: str) -> StoreTable:
    """The table of results of a name."""
    return StoreTable(name, COLUMNS, PIECE, "computed_at")


def piece_of(kpi: Kpi, window: Window, request: Request, plan: Plan) -> Piece:
    """The piece that a KPI's lines of a period are."""
    grain = request.grain.value if request.grain is not None else ""
    return Piece(kpi.id, cut_of(plan), filters_of(request), grain, window.label)


def cut_of(plan: Plan) -> str:
    """The dimensions, by the catalogue's names, in one order whatever the order in which they were asked for."""
    return _json(sorted(one.column for one in plan.dimensions))


def filters_of(request: Request) -> str:
    """The conditions as they are written, in one order."""
    return _json(sorted({text.value.strip() for text in request.where}))


def version_kept(kpi: Kpi, request: Request, plan: Plan) -> str:
    """The version that pieces are kept under: the definition's, and that of the computed columns that cut or filter."""
    sources = request.catalog.sources
    read = sorted(set(_sources_computing(request, plan)))
    if not read:
        return kpi.version
    texts = source_texts(sources)
    return version_of(kpi.version, *(texts[name] for name in read))


def _sources_computing(request: Request, plan: Plan) -> Iterator[str]:
    """The sources that compute a column of the cuts or of the conditions."""
    cuts = {one.column for one in plan.dimensions}
    words = set(re.findall(r"\w+", " ".join(text.value for text in request.where)))
    for source in request.catalog.sources.values():
        for name, column in source.columns.items():
            is_read = name in words or f"{source.id}.{name}" in cuts or column.same_as in cuts
            if is_read and (column.expr is not None or column.rollup is not None):
                yield source.id
                if column.rollup is not None:
                    yield column.rollup.source


def day_of(bound: datetime | None) -> date | None:
    """A period's bound as the table has it."""
    return bound.date() if bound is not None else None


def kept_pieces(warehouse: Warehouse, table: str, kpis: Iterable[str]) -> dict[Piece, Kept]:
    """What the table has of these KPIs; nothing where it is not there. Raises NotAStore where it is another table."""
    from kpidef.sql.materialize import pieces_kept

    if not check_table(warehouse, table):
        return {}
    rows = warehouse.execute(pieces_kept(table, STATE, kpis, warehouse.dialect)).to_pylist()
    return {Piece(**{name: row[name] for name in PIECE}): _kept(row) for row in rows}


def check_table(warehouse: Warehouse, table: str) -> bool:
    """Whether the table is there. Raises NotAStore where it is not one of ours."""
    try:
        found = {one.name: one.type for one in warehouse.columns_of(table)}
    except TableMissing:
        return False
    wanted = dict(COLUMNS)
    wrong = [name for name in wanted if name not in found] or [name for name in found if name not in wanted]
    if wrong:
        reason_fr, reason_en = f"colonne « {wrong[0]} »", f"column '{wrong[0]}'"
        raise NotAStore(table=table, reason_fr=reason_fr, reason_en=reason_en)
    return True


def rows_of(result: Result, request: Request, plan: Plan, computed_at: datetime) -> pa.Table:
    """A result as rows of the table."""
    import pyarrow as pa

    versions = {kpi.id: version_kept(kpi, request, plan) for kpi in request.kpis}
    names = dict(zip(result.of_kind("dimension"), (one.column for one in plan.dimensions), strict=True))
    same = {
        "cut": cut_of(plan),
        "filters": filters_of(request),
        "grain": request.grain.value if request.grain is not None else "",
        "as_of": request.as_of,
        "computed_at": computed_at,
    }
    rows = [{**row, **same, "version": versions[row["kpi"]], **_group(row, names)} for row in result.rows()]
    columns = [name for name, _ in COLUMNS]
    return pa.Table.from_pylist([{name: row[name] for name in columns} for row in rows], schema=_schema())


def _group(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """The line's place among the dimensions: a value each, but those that it sums over."""
    rolled = row["rolled_up"]
    values = {column: row[name] for name, column in names.items() if name not in rolled}
    return {
        "dimensions": _json(dict(sorted(values.items()))),
        "rolled_up": _json(sorted(names[name] for name in rolled)),
    }


def _kept(row: Mapping[str, Any]) -> Kept:
    is_final = bool(row["complete"]) and bool(row["mature"])
    return Kept(row["version"], row["period_start"], row["period_end"], is_final)


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        "text": pa.string(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "timestamptz": pa.timestamp("us", "UTC"),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)

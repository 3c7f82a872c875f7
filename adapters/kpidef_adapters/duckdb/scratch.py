"""Given rows in an in-memory DuckDB, for worked examples."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa

from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue
from kpidef_adapters.duckdb.opening import open_memory
from kpidef_adapters.duckdb.text import identifier, literal
from kpidef_adapters.duckdb.translation import translate
from kpidef_adapters.duckdb.warehouse import DuckdbWarehouse, plain

_TYPES: dict[NeutralType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
}
_WIDTHS = (18, 38)
_LEAST_SCALE = 6


def scratch(tables: Sequence[ScratchTable] = ()) -> DuckdbScratch:
    """An in-memory warehouse that holds these tables and no other."""
    opened = DuckdbScratch(open_memory(), "duckdb://:memory:")
    opened.load(tables)
    return opened


def scratch_at(request: ConnectionRequest) -> DuckdbScratch:
    """An in-memory warehouse without a table: the engine is the same wherever the file is."""
    return DuckdbScratch(open_memory(), request.shown)


class DuckdbScratch(DuckdbWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    _held: tuple[str, ...] = ()

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT over the few that are held: it is over before a thread could watch it."""
        if timeout is not None:
            return super().execute(sql, timeout=timeout)
        try:
            return self._read(self._statement(sql))
        except duckdb.Error as error:
            raise self._translated(error) from error

    def _read(self, statement: duckdb.Statement) -> pa.Table:
        # A relation is planned twice, once to be known and once to be read, which here takes longer than its rows do;
        # the driver warns that the other way copies them.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return plain(self._connection.execute(statement).to_arrow_table())

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        drops = (f"DROP TABLE {identifier(name)}" for name in self._held)
        fills = (statement for table in tables for statement in _statements(table))
        try:
            self._connection.execute("; ".join(["BEGIN", *drops, *fills, "COMMIT"]))
        except duckdb.Error as error:
            self._connection.execute("ROLLBACK")
            raise translate(error) from error
        self._held = tuple(table.name for table in tables)


def _statements(table: ScratchTable) -> Iterable[str]:
    name = identifier(table.name)
    columns = ", ".join(
        f"{identifier(column)} {_type_text(kind, (row[index] for row in table.rows))}"
        for index, (column, kind) in enumerate(table.columns)
    )
    yield f"CREATE TABLE {name} ({columns})"
    if table.rows:
        yield f"INSERT INTO {name} VALUES {', '.join(_row(row) for row in table.rows)}"


def _type_text(kind: NeutralType, values: Iterable[ScratchValue]) -> str:
    return _decimal_type(values) if kind == "decimal" else _TYPES[kind]


def _decimal_type(values: Iterable[ScratchValue]) -> str:
    # The narrowest that keeps every digit given: products of narrow decimals stay within the engine's 38 digits.
    texts = [_text(value).strip().lstrip("+-") for value in values if value is not None]
    scale = max([_LEAST_SCALE, *(len(text.partition(".")[2]) for text in texts)])
    whole = max([1, *(len(text.partition(".")[0]) for text in texts)])
    width = next((width for width in _WIDTHS if whole + scale <= width), _WIDTHS[-1])
    return f"DECIMAL({width},{min(scale, width)})"


def _row(values: Sequence[ScratchValue]) -> str:
    return f"({', '.join('NULL' if value is None else literal(_text(value)) for value in values)})"


def _text(value: ScratchValue) -> str:
    match value:
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)

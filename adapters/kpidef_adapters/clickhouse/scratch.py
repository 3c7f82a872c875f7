"""Given rows in a database of its own, which goes with the connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from clickhouse_connect.driver.exceptions import ClickHouseError

from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue, TableInfo
from kpidef_adapters.clickhouse.opening import READ_ONLY, SETTINGS, open_client
from kpidef_adapters.clickhouse.text import identifier, literal
from kpidef_adapters.clickhouse.translation import translate
from kpidef_adapters.clickhouse.warehouse import ClickhouseWarehouse

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_TYPES: dict[NeutralType, str] = {
    "text": "String",
    "integer": "Int64",
    "float": "Float64",
    "boolean": "Bool",
    "date": "Date32",
    "timestamp": "DateTime64(6)",
    "timestamptz": "DateTime64(6, 'UTC')",
}
_READERS: dict[NeutralType, str] = {
    "integer": "toInt64(assumeNotNull({}))",
    "float": "toFloat64(assumeNotNull({}))",
    "boolean": "toBool(ifNull({}, 'false'))",
    "date": "toDate32(assumeNotNull({}))",
    "timestamp": "toDateTime64(assumeNotNull({}), 6)",
    "timestamptz": "toDateTime64(assumeNotNull({}), 6, 'UTC')",
}
_LEAST_SCALE = 6
_MOST_DIGITS = 38


def scratch_at(request: ConnectionRequest) -> ClickhouseScratch:
    """A warehouse without a table, in a database that it creates and drops; the user must have the right to do so."""
    return ClickhouseScratch(request, f"kpidef_scratch_{uuid4().hex}")


class ClickhouseScratch(ClickhouseWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    def __init__(self, request: ConnectionRequest, schema: str) -> None:
        self._schema = schema
        self._held: tuple[str, ...] = ()
        self._shown = request.shown
        self._writer = open_client(replace(request, read_only=False))
        self._write([f"CREATE DATABASE {identifier(schema)}"])
        super().__init__(
            lambda: self._open(request), request.shown, settings={**SETTINGS, **READ_ONLY}, timeout=request.timeout
        )

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other."""
        fills = [statement for table in tables for statement in _statements(self._schema, table)]
        drops = [f"DROP TABLE IF EXISTS {_full_name(self._schema, name)} SYNC" for name in self._held]
        self._held = tuple(table.name for table in tables)
        self._write([*drops, *fills])

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if table.schema == self._schema)

    def close(self) -> None:
        """Drop the database and close."""
        with suppress(ClickHouseError):
            self._writer.command(f"DROP DATABASE IF EXISTS {identifier(self._schema)} SYNC")
        super().close()
        self._writer.close()

    def _open(self, request: ConnectionRequest) -> Client:
        client = open_client(request)
        client.database = self._schema
        if request.url.lower().startswith("chdb:"):
            client.command(f"USE {identifier(self._schema)}")
        return client

    def _write(self, statements: Iterable[str]) -> None:
        try:
            for statement in statements:
                self._writer.command(statement, settings={"session_timezone": "UTC"})
        except ClickHouseError as error:
            raise translate(error, self._shown) from error


def _full_name(schema: str, name: str) -> str:
    return f"{identifier(schema)}.{identifier(name)}"


def _statements(schema: str, table: ScratchTable) -> Iterable[str]:
    name = _full_name(schema, table.name)
    kinds = [_type_text(kind, [row[rank] for row in table.rows]) for rank, (_, kind) in enumerate(table.columns)]
    columns = [f"{identifier(column)} Nullable({kind})" for (column, _), kind in zip(table.columns, kinds, strict=True)]
    yield f"CREATE TABLE {name} ({', '.join(columns)}) ENGINE = Memory"
    if table.rows:
        given = ", ".join(f"c{rank} Nullable(String)" for rank in range(len(kinds)))
        rows = ", ".join(f"({', '.join(literal(value) for value in row)})" for row in table.rows)
        read = [
            f"if(isNull(c{rank}), NULL, {_reader(kind, text).format(f'c{rank}')})"
            for rank, ((_, kind), text) in enumerate(zip(table.columns, kinds, strict=True))
        ]
        # Read by functions, for a cast to a nullable type makes null of what it can't read.
        yield f"INSERT INTO {name} SELECT {', '.join(read)} FROM values({literal(given)}, {rows})"


def _reader(kind: NeutralType, type_text: str) -> str:
    if kind == "decimal":
        return f"toDecimal128(assumeNotNull({{}}), {type_text.partition(', ')[2].rstrip(')')})"
    return _READERS.get(kind, "{}")


def _type_text(kind: NeutralType, values: Iterable[ScratchValue]) -> str:
    if kind != "decimal":
        return _TYPES[kind]
    texts = [format(value, "f") if isinstance(value, Decimal) else str(value) for value in values if value is not None]
    scale = max([_LEAST_SCALE, *(len(text.partition(".")[2]) for text in texts)])
    return f"Decimal({_MOST_DIGITS}, {min(scale, _MOST_DIGITS)})"

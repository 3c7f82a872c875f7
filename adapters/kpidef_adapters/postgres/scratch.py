"""Given rows in a schema of its own, which goes with the connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import psycopg

from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, TableInfo
from kpidef_adapters.dbapi.given import identifier
from kpidef_adapters.postgres.opening import open_connection
from kpidef_adapters.postgres.text import literal
from kpidef_adapters.postgres.translation import translate
from kpidef_adapters.postgres.warehouse import Connection, PostgresWarehouse

_TYPES: dict[NeutralType, str] = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "float": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
}


def scratch_at(request: ConnectionRequest) -> PostgresScratch:
    """A warehouse without a table, in a schema that it creates and drops; the user must have the right to do so."""
    return PostgresScratch(request, f"kpidef_scratch_{uuid4().hex}")


class PostgresScratch(PostgresWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    def __init__(self, request: ConnectionRequest, schema: str) -> None:
        self._schema = schema
        self._held: tuple[str, ...] = ()
        self._writer = open_connection(replace(request, read_only=False))
        self._writer.autocommit = True
        self._write(
            [f"CREATE SCHEMA {identifier(schema)}", *_in(schema), "SET synchronous_commit = off"], request.shown
        )
        super().__init__(lambda: self._open(request), request.shown, timeout=request.timeout)

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        drops = (f"DROP TABLE {identifier(name)}" for name in self._held)
        fills = (statement for table in tables for statement in _statements(table))
        self._write(["BEGIN", *drops, *fills, "COMMIT"], self._shown)
        self._held = tuple(table.name for table in tables)

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if table.schema == self._schema)

    def close(self) -> None:
        """Drop the schema and close."""
        super().close()
        with suppress(psycopg.Error):
            self._writer.execute(f"DROP SCHEMA IF EXISTS {identifier(self._schema)} CASCADE".encode())
        self._writer.close()

    def _open(self, request: ConnectionRequest) -> Connection:
        connection = open_connection(replace(request, read_only=True))
        for statement in _in(self._schema):
            connection.execute(statement.encode())
        connection.commit()
        return connection

    def _write(self, statements: Sequence[str], shown: str) -> None:
        try:
            self._writer.execute("; ".join(statements).encode())
        except psycopg.Error as error:
            if not self._writer.closed:
                self._writer.execute("ROLLBACK")
            raise translate(error, shown) from error


def _in(schema: str) -> tuple[str, ...]:
    return (f"SET search_path = {identifier(schema)}",)


def _statements(table: ScratchTable) -> Iterable[str]:
    name = identifier(table.name)
    columns = ", ".join(f"{identifier(column)} {_TYPES[kind]}" for column, kind in table.columns)
    yield f"CREATE TABLE {name} ({columns})"
    if table.rows:
        rows = ", ".join(f"({', '.join(literal(value) for value in row)})" for row in table.rows)
        yield f"INSERT INTO {name} VALUES {rows}"

"""Given rows in a database of its own, which goes with the connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pymysql

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import ConnectionRequest, NeutralType, ScratchTable, ScratchValue, TableInfo
from kpidef_adapters.mysql.opening import dialect_of, open_connection
from kpidef_adapters.mysql.text import identifier, literal
from kpidef_adapters.mysql.translation import translate
from kpidef_adapters.mysql.warehouse import MysqlWarehouse

if TYPE_CHECKING:
    from pymysql.connections import Connection

# A text is given the collation that most tables have: what it compares is for the statements to say.
_TYPES: dict[NeutralType, str] = {
    "text": "text CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    "integer": "bigint",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime(6)",
    "timestamptz": "timestamp(6) NULL",
}
_LEAST_SCALE = 6
_MOST_DIGITS = 38
_TRUTHS = {"true": True, "false": False}


def scratch_at(request: ConnectionRequest) -> MysqlScratch:
    """A warehouse without a table, in a database that it creates and drops; the user must have the right to do so."""
    return MysqlScratch(request, f"kpidef_scratch_{uuid4().hex}")


class MysqlScratch(MysqlWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    def __init__(self, request: ConnectionRequest, schema: str) -> None:
        self._schema = schema
        self._held: tuple[str, ...] = ()
        self._writer = open_connection(replace(request, read_only=False))
        self._shown = request.shown
        self._write([f"CREATE DATABASE {identifier(schema)}", f"USE {identifier(schema)}"])
        super().__init__(
            lambda: self._open(request), request.shown, dialect=dialect_of(request), timeout=request.timeout
        )

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other."""
        fills = [statement for table in tables for statement in _statements(table)]
        drops = [f"DROP TABLE IF EXISTS {identifier(name)}" for name in self._held]
        self._held = tuple(table.name for table in tables)
        self._write([*drops, *fills])

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if table.schema == self._schema)

    def close(self) -> None:
        """Drop the database and close."""
        super().close()
        if self._writer.open:
            with suppress(KpidefError):
                self._write([f"DROP DATABASE IF EXISTS {identifier(self._schema)}"])
        with suppress(pymysql.Error):  # it is closed already
            self._writer.close()

    def _open(self, request: ConnectionRequest) -> Connection:
        connection = open_connection(replace(request, read_only=True))
        connection.select_db(self._schema)
        return connection

    def _write(self, statements: Iterable[str]) -> None:
        try:
            with self._writer.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except pymysql.Error as error:
            raise translate(error, self._shown) from error


def _statements(table: ScratchTable) -> Iterable[str]:
    name = identifier(table.name)
    columns = ", ".join(
        f"{identifier(column)} {_type_text(kind, [row[index] for row in table.rows])}"
        for index, (column, kind) in enumerate(table.columns)
    )
    yield f"CREATE TABLE {name} ({columns})"
    if table.rows:
        kinds = [kind for _, kind in table.columns]
        yield f"INSERT INTO {name} VALUES {', '.join(_row(row, kinds) for row in table.rows)}"


def _row(row: Sequence[ScratchValue], kinds: Sequence[NeutralType]) -> str:
    return f"({', '.join(literal(_read(value, kind)) for value, kind in zip(row, kinds, strict=True))})"


def _read(value: ScratchValue, kind: NeutralType) -> ScratchValue:
    """A text that stands for a truth, as the truth: the server knows numbers only."""
    if kind != "boolean" or not isinstance(value, str):
        return value
    if value.strip().lower() not in _TRUTHS:
        raise ValueUnreadable(cause=value)
    return _TRUTHS[value.strip().lower()]


def _type_text(kind: NeutralType, values: Iterable[ScratchValue]) -> str:
    if kind != "decimal":
        return _TYPES[kind]
    texts = [
        format(value, "f") if not isinstance(value, str | bool) else str(value) for value in values if value is not None
    ]
    scale = max([_LEAST_SCALE, *(len(text.partition(".")[2]) for text in texts)])
    return f"decimal({_MOST_DIGITS},{min(scale, _MOST_DIGITS)})"

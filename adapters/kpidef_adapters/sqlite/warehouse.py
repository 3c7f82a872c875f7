"""An open SQLite connection, as the port asks for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from types import TracebackType
from typing import Self

import pyarrow as pa

from kpidef.warehouse import Capabilities, ColumnInfo, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.sqlite.translation import translate
from kpidef_adapters.sqlite.types import Cell, arrow_column, neutral_type

_TABLES = """
SELECT name FROM sqlite_master
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite|_%' ESCAPE '|'
ORDER BY name
"""
_VIEW = "kpidef_result"


class SqliteWarehouse:
    """A connection to one file; one query at a time."""

    dialect = "sqlite"
    capabilities = Capabilities(cancel=True, timeout=True, schemas=False)

    def __init__(
        self, connection: sqlite3.Connection, shown: str, *, read_only: bool = True, timeout: float | None = None
    ) -> None:
        self._connection = connection
        self._shown = shown
        self._read_only = read_only
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"<SqliteWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow."""
        if self._read_only:
            check_reads(sql)
        seconds = self._timeout if timeout is None else timeout
        try:
            return answer_within(lambda: self._fetch(sql), interrupt=self._connection.interrupt, seconds=seconds)
        except sqlite3.Error as error:
            raise translate(error, self._shown, self._names(), self._column_names()) from error

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view."""
        return tuple(TableInfo("main", name, self._columns(name)) for name in self._names())

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        name = table_or_file.removeprefix("main.").strip('"')
        found = self._columns(name)
        if not found:
            raise translate(sqlite3.OperationalError(f"no such table: {name}"), self._shown, self._names(), [])
        return found

    def cancel(self) -> None:
        """Stop the running query."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetch(self, sql: str) -> pa.Table:
        with closing(self._connection.execute(sql)) as cursor:
            names = [one[0] for one in cursor.description or ()]
            rows: list[tuple[Cell, ...]] = cursor.fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        declared = self._declared(sql) if names else []
        arrays = [arrow_column(kind, values) for kind, values in zip(declared, columns, strict=True)]
        return pa.Table.from_arrays(arrays, names=names)

    def _declared(self, sql: str) -> list[str]:
        """The types that the result's columns declare: a view knows those that are a table's own."""
        try:
            self._connection.execute(f"CREATE TEMP VIEW {_VIEW} AS {sql}")
            return [str(row[2] or "") for row in self._connection.execute(f"PRAGMA temp.table_info({_VIEW})")]
        finally:
            self._connection.execute(f"DROP VIEW IF EXISTS temp.{_VIEW}")

    def _names(self) -> list[str]:
        return [row[0] for row in self._connection.execute(_TABLES)]

    def _column_names(self) -> list[str]:
        return [column.name for name in self._names() for column in self._columns(name)]

    def _columns(self, table: str) -> tuple[ColumnInfo, ...]:
        rows = self._connection.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", (table,)).fetchall()
        return tuple(ColumnInfo(name, kind, neutral_type(kind)) for name, kind in rows)

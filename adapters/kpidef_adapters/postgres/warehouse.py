"""An open PostgreSQL connection, as the port asks for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import Self

import psycopg
import pyarrow as pa

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryCancelled, QueryTimeout
from kpidef.warehouse import Capabilities, ColumnInfo, Estimate, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.dbapi.given import table_name
from kpidef_adapters.postgres.planned import planned
from kpidef_adapters.postgres.translation import CANCELLED, UNDEFINED_COLUMN, UNDEFINED_TABLE, translate
from kpidef_adapters.postgres.types import arrow_column, neutral_type, type_name

_COLUMNS = """
SELECT table_schema, table_name, column_name, udt_name
FROM information_schema.columns
WHERE table_schema NOT IN ('information_schema', 'pg_catalog')
ORDER BY table_schema, table_name, ordinal_position
"""
_NAMES = {
    UNDEFINED_TABLE: "SELECT DISTINCT table_name FROM information_schema.tables ORDER BY 1",
    UNDEFINED_COLUMN: "SELECT DISTINCT column_name FROM information_schema.columns "
    "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1",
}

Connection = psycopg.Connection[tuple[object, ...]]


class PostgresWarehouse:
    """A connection to one database; one query at a time. A connection that was lost is opened again at the next one."""

    capabilities = Capabilities(cancel=True, timeout=True, estimate=True)

    def __init__(
        self,
        opening: Callable[[], Connection],
        shown: str,
        *,
        dialect: str = "postgres",
        read_only: bool = True,
        timeout: float | None = None,
    ) -> None:
        self.dialect = dialect
        self._opening = opening
        self._shown = shown
        self._read_only = read_only
        self._timeout = timeout
        self._cancelled = Event()
        self._connection = opening()

    def __repr__(self) -> str:
        return f"<PostgresWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        if self._read_only:
            check_reads(sql)
        return self._ask(sql, self._timeout if timeout is None else timeout)

    def estimate(self, sql: str) -> Estimate:
        """The rows and the cost that its planner expects."""
        check_reads(sql)
        # With options of its own it takes no others: a query in parentheses is not read as options to run it. Redshift
        # knows none.
        explain = "EXPLAIN" if self.dialect == "redshift" else "EXPLAIN (FORMAT TEXT)"
        _, rows = self._answer(f"{explain} {sql}", self._timeout)
        return planned(str(rows[0][0]))

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        rows = self._ask(_COLUMNS, self._timeout).to_pylist()
        tables = groupby(rows, key=lambda row: (row["table_schema"], row["table_name"]))
        return tuple(
            TableInfo(schema, name, tuple(_column(row["column_name"], row["udt_name"]) for row in columns))
            for (schema, name), columns in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        description, _ = self._answer(f"SELECT * FROM {table_name(table_or_file)} LIMIT 0", self._timeout)
        return tuple(_column(one.name, type_name(one)) for one in description)

    def cancel(self) -> None:
        """Ask the server to stop the running query."""
        self._cancelled.set()
        with suppress(psycopg.Error):
            self._connection.cancel_safe(timeout=5)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, sql: str, seconds: float | None) -> pa.Table:
        description, rows = self._answer(sql, seconds)
        columns = list(zip(*rows, strict=True)) or [()] * len(description)
        arrays = [arrow_column(one, values) for one, values in zip(description, columns, strict=True)]
        return pa.Table.from_arrays(arrays, names=[one.name for one in description])

    def _answer(self, sql: str, seconds: float | None) -> tuple[list[psycopg.Column], list[tuple[object, ...]]]:
        if self._connection.closed:
            self._connection = self._opening()
        self._cancelled.clear()
        try:
            return answer_within(lambda: self._fetch(sql, seconds), interrupt=self.cancel, seconds=None)
        except psycopg.Error as error:
            raise self._translated(error, seconds) from error

    def _fetch(self, sql: str, seconds: float | None) -> tuple[list[psycopg.Column], list[tuple[object, ...]]]:
        # The binary protocol takes one statement at most, whatever the text holds.
        with self._connection.transaction(), self._connection.cursor(binary=True) as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {max(round((seconds or 0) * 1000), 0)}".encode())
            cursor.execute(sql.encode())
            description = list(cursor.description or ())
            return description, cursor.fetchall() if description else []

    def _translated(self, error: psycopg.Error, seconds: float | None) -> KpidefError:
        if error.sqlstate == CANCELLED:
            stopped = self._cancelled.is_set() or seconds is None
            return QueryCancelled() if stopped else QueryTimeout(seconds=seconds)
        return translate(error, self._shown, self._known(error.sqlstate or ""))

    def _known(self, state: str) -> tuple[str, ...]:
        if state not in _NAMES or self._connection.closed:
            return ()
        with suppress(psycopg.Error):
            return tuple(str(row[0]) for row in self._fetch(_NAMES[state], 5)[1])
        return ()


def _column(name: str, type_text: str) -> ColumnInfo:
    return ColumnInfo(name, type_text, neutral_type(type_text))

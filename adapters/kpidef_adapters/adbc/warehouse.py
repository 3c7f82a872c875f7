"""An open ADBC connection, as the port asks for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import Self, TypeVar

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection, Cursor, Error

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import ColumnMissing, NoEstimate, QueryCancelled, QueryTimeout, TableMissing
from kpidef.warehouse import ColumnInfo, Estimate, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.adbc.arrow import neutral_type
from kpidef_adapters.adbc.driver import Driver
from kpidef_adapters.adbc.translation import is_cancelled, is_lost, translate
from kpidef_adapters.dbapi.given import table_name

Answer = TypeVar("Answer")


class AdbcWarehouse:
    """A connection to one database; one query at a time. A connection that was lost is opened again at the next one."""

    def __init__(
        self,
        opening: Callable[[], Connection],
        driver: Driver,
        shown: str,
        *,
        dialect: str,
        secrets: tuple[str, ...] = (),
        read_only: bool = True,
        timeout: float | None = None,
    ) -> None:
        self.dialect = dialect
        self.capabilities = driver.capabilities
        self._opening = opening
        self._driver = driver
        self._shown = shown
        self._secrets = secrets
        self._read_only = read_only
        self._timeout = timeout
        self._told: float | None = 0  # the timeout that the engine has been told
        self._cursor: Cursor | None = None
        self._cancelled = Event()
        self._connection: Connection | None = opening()

    def __repr__(self) -> str:
        return f"<AdbcWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        if self._read_only:
            check_reads(sql)
        self._driver.check(sql)
        seconds = self._timeout if timeout is None else timeout
        return self._ask(lambda connection, cursor: self._driver.fetch(connection, cursor, sql), seconds)

    def estimate(self, sql: str) -> Estimate:
        """The rows and the cost that its planner expects."""
        check_reads(sql)
        ask = self._driver.estimate
        if ask is None:
            raise NoEstimate(dialect=self.dialect)
        return self._ask(lambda _, cursor: ask(cursor, sql), self._timeout)

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        tables = groupby(self._columns(), key=lambda row: (row[0], row[1]))
        return tuple(
            TableInfo(
                schema, name, tuple(ColumnInfo(row[2], row[3], self._driver.neutral_type(row[3])) for row in rows)
            )
            for (schema, name), rows in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        schema = self.execute(f"SELECT * FROM {table_name(table_or_file)} LIMIT 0").schema
        return tuple(self._column(field) for field in schema)

    def cancel(self) -> None:
        """Ask the engine to stop the running query."""
        self._cancelled.set()
        cursor = self._cursor
        if cursor is not None:
            with suppress(Error):
                cursor.adbc_cancel()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            with suppress(Error):
                self._connection.close()
        self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, work: Callable[[Connection, Cursor], Answer], seconds: float | None) -> Answer:
        self._cancelled.clear()
        # A query that can't be stopped would be waited for anyway.
        limit = seconds if self.capabilities.timeout else None
        try:
            return answer_within(lambda: self._with_cursor(work, limit), interrupt=self.cancel, seconds=limit)
        except Error as error:
            raise self._translated(error, seconds) from error

    def _with_cursor(self, work: Callable[[Connection, Cursor], Answer], seconds: float | None) -> Answer:
        connection = self._open()
        if self._driver.timeout_sql is not None and self._told != (seconds or 0):
            with connection.cursor() as setting:
                setting.execute(self._driver.timeout_sql(seconds))
            self._told = seconds or 0
        with connection.cursor() as cursor:
            self._cursor = cursor
            try:
                return work(connection, cursor)
            finally:
                self._cursor = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._told = 0
            self._connection = self._opening()
        return self._connection

    def _translated(self, error: Error, seconds: float | None) -> KpidefError:
        if is_cancelled(error) or self._cancelled.is_set():
            stopped = self._cancelled.is_set() or seconds is None
            return QueryCancelled() if stopped else QueryTimeout(seconds=seconds)
        if is_lost(error):
            self.close()
        told = translate(error, self._shown, self._secrets)
        if isinstance(told, TableMissing | ColumnMissing):
            return translate(error, self._shown, self._secrets, self._known(told))
        return told

    def _known(self, told: TableMissing | ColumnMissing) -> tuple[str, ...]:
        rank = 1 if isinstance(told, TableMissing) else 2
        with suppress(Error):
            return tuple(sorted({row[rank] for row in self._columns()}))
        return ()

    def _columns(self) -> list[tuple[str, str, str, str]]:
        """Schema, table, column and type of every column."""
        sql = self._driver.columns_sql
        found = self._ask(lambda connection, cursor: self._driver.fetch(connection, cursor, sql), self._timeout)
        return [tuple(str(value) for value in row.values()) for row in found.to_pylist()]  # type: ignore[misc]

    def _column(self, field: pa.Field) -> ColumnInfo:
        named = (field.metadata or {}).get(self._driver.type_key)
        if named is None:
            return ColumnInfo(field.name, str(field.type), neutral_type(field.type))
        return ColumnInfo(field.name, named.decode(), self._driver.neutral_type(named.decode()))

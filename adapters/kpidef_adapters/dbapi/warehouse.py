"""An open DB-API connection, as the port asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import ColumnMissing, QueryCancelled, QueryTimeout, TableMissing
from kpidef.warehouse import Capabilities, ColumnInfo, NeutralType, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.dbapi.arrow import plain, rows_as_arrow
from kpidef_adapters.dbapi.translation import translate
from kpidef_adapters.dbapi.types import common_type


class Cursor(Protocol):
    """What every DB-API cursor has."""

    @property
    def description(self) -> Sequence[Sequence[object]] | None: ...

    def execute(self, sql: str) -> object: ...

    def fetchall(self) -> Sequence[Sequence[object]]: ...

    def close(self) -> None: ...


class Connection(Protocol):
    """What every DB-API connection has."""

    def cursor(self) -> Cursor: ...

    def close(self) -> None: ...


def fetch_rows(cursor: Cursor) -> pa.Table:
    """The result of a driver that gives Python values."""
    names = [str(column[0]) for column in cursor.description or ()]
    return rows_as_arrow(names, [tuple(row) for row in cursor.fetchall()])


def execute_at_once(cursor: Cursor, sql: str) -> None:
    """For a driver whose cursor can be cancelled while it executes."""
    cursor.execute(sql)


def never(error: Exception) -> bool:  # noqa: ARG001
    """For an engine without a clock of its own."""
    return False


def no_cancel(connection: Connection, cursor: Cursor) -> None:
    """For a driver whose queries run to their end."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What one engine has of its own."""

    dialect: str
    errors: tuple[type[Exception], ...]  # what its driver raises
    types: Mapping[str, NeutralType]  # its types, in lower case and without sizes
    columns_sql: str  # schema, table, column and type of every column, in order
    quote: str = '"'
    execute: Callable[[Cursor, str], None] = execute_at_once
    fetch: Callable[[Cursor], pa.Table] = fetch_rows
    cancel: Callable[[Connection, Cursor], None] = no_cancel
    translate: Callable[[Exception, str, tuple[str, ...]], KpidefError] = translate
    has_timed_out: Callable[[Exception], bool] = never  # whether the engine's own clock stopped the query
    capabilities: Capabilities = field(default_factory=Capabilities)


class DbapiWarehouse:
    """A connection to one database; one query at a time."""

    def __init__(
        self,
        connection: Connection,
        engine: Engine,
        shown: str,
        *,
        secrets: tuple[str, ...] = (),
        timeout: float | None = None,
    ) -> None:
        self.dialect = engine.dialect
        self.capabilities = engine.capabilities
        self._connection = connection
        self._engine = engine
        self._shown = shown
        self._secrets = secrets
        self._timeout = timeout
        self._cursor: Cursor | None = None
        self._cancelled = Event()

    def __repr__(self) -> str:
        return f"<DbapiWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        check_reads(sql)
        return self._ask(sql, self._timeout if timeout is None else timeout)

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        tables = groupby(self._columns(), key=lambda row: (row[0], row[1]))
        return tuple(
            TableInfo(schema, name, tuple(self._column(str(row[2]), str(row[3])) for row in columns))
            for (schema, name), columns in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of one table, `schema.table` or `table`."""
        schema, _, name = table_or_file.rpartition(".")
        for table in self.introspect():
            if table.name == name.strip(self._engine.quote) and (not schema or schema.endswith(table.schema)):
                return table.columns
        return ()

    def cancel(self) -> None:
        """Ask the engine to stop the running query."""
        self._cancelled.set()
        if self._cursor is not None:
            with suppress(*self._engine.errors):
                self._engine.cancel(self._connection, self._cursor)

    def close(self) -> None:
        """Close the connection."""
        with suppress(*self._engine.errors):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, sql: str, seconds: float | None, *, names_nearest: bool = True) -> pa.Table:
        self._cancelled.clear()
        # A query that can't be stopped would be waited for anyway.
        limit = seconds if self._engine.capabilities.timeout else None
        try:
            found = answer_within(lambda: self._fetch(sql), interrupt=self.cancel, seconds=limit)
        except self._engine.errors as error:
            if self._cancelled.is_set():
                raise QueryCancelled from None
            if seconds is not None and self._engine.has_timed_out(error):
                raise QueryTimeout(seconds=seconds) from None
            told = self._engine.translate(error, self._shown, self._secrets)
            raise (self._with_nearest(told) if names_nearest else told) from None
        # A driver may end a query that was cancelled as if it had no more rows.
        if self._cancelled.is_set():
            raise QueryCancelled
        return plain(found)

    def _with_nearest(self, told: KpidefError) -> KpidefError:
        """A missing name with the nearest that there is."""
        if not isinstance(told, TableMissing | ColumnMissing):
            return told
        is_table = isinstance(told, TableMissing)
        name = str(told.fields["table" if is_table else "column"])
        with suppress(KpidefError):
            known = {row[1 if is_table else 2] for row in self._columns()}
            near = next(iter(get_close_matches(name, sorted(known), n=1)), "")
            return TableMissing(table=name, nearest=near) if is_table else ColumnMissing(column=name, nearest=near)
        return told

    def _fetch(self, sql: str) -> pa.Table:
        self._cursor = self._connection.cursor()
        try:
            self._engine.execute(self._cursor, sql)
            return self._engine.fetch(self._cursor)
        finally:
            with suppress(*self._engine.errors):
                self._cursor.close()
            self._cursor = None

    def _columns(self) -> list[tuple[str, ...]]:
        """Schema, table, column and type of every column."""
        found = self._ask(self._engine.columns_sql, self._timeout, names_nearest=False)
        return [tuple(str(value) for value in row.values()) for row in found.to_pylist()]

    def _column(self, name: str, type_text: str) -> ColumnInfo:
        return ColumnInfo(name, type_text, common_type(type_text, self._engine.types))

"""An open way to a Databend engine, as the port asks for it."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import Self

import pyarrow as pa

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryCancelled, QueryTimeout
from kpidef.warehouse import Capabilities, ColumnInfo, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.databend.answer import Answer, Lost, Refused, Way
from kpidef_adapters.databend.text import table_name
from kpidef_adapters.databend.translation import is_out_of_time, missing, names_sql, translate
from kpidef_adapters.databend.types import neutral_type

_COLUMNS = """
SELECT table_schema, table_name, column_name, data_type
FROM information_schema.columns
WHERE LOWER(table_schema) NOT IN ('information_schema', 'system')
ORDER BY table_schema, table_name, ordinal_position
"""


class DatabendWarehouse:
    """A connection to one engine; one query at a time."""

    dialect = "databend"
    capabilities = Capabilities(cancel=True, timeout=True)

    def __init__(self, way: Way, shown: str, *, read_only: bool = True, timeout: float | None = None) -> None:
        self._way = way
        self._shown = shown
        self._read_only = read_only
        self._timeout = timeout
        self._cancelled = Event()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        if self._read_only:
            check_reads(sql)
        try:
            return self._answer(sql, self._timeout if timeout is None else timeout).table()
        except ValueError as error:
            raise translate(Refused(0, f"unreadable answer: {error}"), self._shown) from error

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        rows = [[str(one) for one in row] for row in self._answer(_COLUMNS, self._timeout).rows]
        tables = groupby(rows, key=lambda row: (row[0], row[1]))
        return tuple(
            TableInfo(schema, name, tuple(_column(row[2], row[3]) for row in held)) for (schema, name), held in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        found = self._answer(f"SELECT * FROM {table_name(table_or_file)} LIMIT 0", self._timeout)
        return tuple(_column(name, kind) for name, kind in zip(found.names, found.types, strict=True))

    def cancel(self) -> None:
        """Ask the engine to stop the running query."""
        self._cancelled.set()
        self._way.interrupt()

    def close(self) -> None:
        """Leave."""
        self._way.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, sql: str, seconds: float | None) -> Answer:
        self._cancelled.clear()
        try:
            return answer_within(lambda: self._way.ask(sql, seconds), interrupt=self._way.interrupt, seconds=seconds)
        except (Refused, Lost) as error:
            raise self._translated(error, seconds) from error

    def _translated(self, error: Refused | Lost, seconds: float | None) -> KpidefError:
        if self._cancelled.is_set():
            return QueryCancelled()
        if is_out_of_time(error) and seconds is not None:
            return QueryTimeout(seconds=seconds)
        return translate(error, self._shown, self._known(error))

    def _known(self, error: Refused | Lost) -> tuple[str, ...]:
        if isinstance(error, Refused) and missing(error) is not None:
            with suppress(Refused, Lost):
                return tuple(str(row[0]) for row in self._way.ask(names_sql(error), 5).rows)
        return ()


def _column(name: str, type_text: str) -> ColumnInfo:
    return ColumnInfo(name, type_text, neutral_type(type_text))

"""An open ClickHouse client, as the port asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pyarrow as pa
from clickhouse_connect.driver.exceptions import ClickHouseError

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryCancelled, QueryTimeout
from kpidef.warehouse import Capabilities, ColumnInfo, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.clickhouse.text import literal, table_name
from kpidef_adapters.clickhouse.translation import CANCELLED, NO_COLUMN, NO_TABLE, OUT_OF_TIME, number_of, translate
from kpidef_adapters.clickhouse.types import arrow_column, neutral_type

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_SYSTEM = "('system', 'information_schema', 'INFORMATION_SCHEMA')"
_COLUMNS = f"""
SELECT database, table, name, type
FROM system.columns
WHERE database NOT IN {_SYSTEM}
ORDER BY database, table, position
"""
_NAMES = (
    (NO_TABLE, f"SELECT DISTINCT name FROM system.tables WHERE database NOT IN {_SYSTEM} ORDER BY 1"),
    (NO_COLUMN, f"SELECT DISTINCT name FROM system.columns WHERE database NOT IN {_SYSTEM} ORDER BY 1"),
)
# What finds a running query among the others.
_KILL = "KILL QUERY WHERE Settings['log_comment'] = {mark} ASYNC"

Answer = tuple[Sequence[str], Sequence[str], Sequence[Sequence[object]]]


class ClickhouseWarehouse:
    """A connection to one server, or to an engine inside this process; one query at a time."""

    dialect = "clickhouse"
    capabilities = Capabilities(cancel=True, timeout=True)

    def __init__(
        self,
        opening: Callable[[], Client],
        shown: str,
        *,
        settings: Mapping[str, int | str],
        timeout: float | None = None,
    ) -> None:
        self._opening = opening
        self._shown = shown
        self._settings = settings
        self._timeout = timeout
        self._cancelled = Event()
        self._mark = ""
        self._client = opening()

    def __repr__(self) -> str:
        return f"<ClickhouseWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        if "readonly" in self._settings:
            check_reads(sql)
        names, kinds, columns = self._answer(sql, self._timeout if timeout is None else timeout)
        arrays = [arrow_column(kind, values) for kind, values in zip(kinds, columns, strict=True)]
        return pa.Table.from_arrays(arrays, names=list(names))

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        _, _, columns = self._answer(_COLUMNS, self._timeout)
        rows = [tuple(map(str, row)) for row in zip(*columns, strict=True)]
        tables = groupby(rows, key=lambda row: (row[0], row[1]))
        return tuple(
            TableInfo(schema, name, tuple(_column(row[2], row[3]) for row in held)) for (schema, name), held in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        names, kinds, _ = self._answer(f"SELECT * FROM {table_name(table_or_file)} LIMIT 0", self._timeout)
        return tuple(_column(name, kind) for name, kind in zip(names, kinds, strict=True))

    def cancel(self) -> None:
        """Ask the engine to stop the running query, by a client of its own."""
        self._cancelled.set()
        with suppress(KpidefError, ClickHouseError):
            other = self._opening()
            other.command(_KILL.format(mark=literal(self._mark)))
            other.close()

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, sql: str, seconds: float | None) -> Answer:
        self._cancelled.clear()
        self._mark = f"kpidef {uuid4().hex}"
        try:
            return answer_within(lambda: self._fetch(sql, seconds), interrupt=self.cancel, seconds=None)
        except ClickHouseError as error:
            self._forget()
            raise self._translated(error, seconds) from error

    def _fetch(self, sql: str, seconds: float | None) -> Answer:
        more = {"log_comment": self._mark, **({"max_execution_time": seconds} if seconds is not None else {})}
        found = self._client.query(sql, settings={**self._settings, **more})
        if not found.column_names:
            return self._described(sql)
        columns = found.result_columns or [()] * len(found.column_names)
        return found.column_names, [kind.name for kind in found.column_types], columns

    def _described(self, sql: str) -> Answer:
        """The columns of an answer without rows, for which nothing came."""
        found = self._client.query(f"DESCRIBE TABLE (\n{sql}\n)", settings=dict(self._settings)).result_rows
        return [str(row[0]) for row in found], [str(row[1]) for row in found], [()] * len(found)

    def _forget(self) -> None:
        # What a failing query had begun to answer comes first in the next answer, inside the process.
        with suppress(ClickHouseError):
            self._client.query("SELECT 1")

    def _translated(self, error: ClickHouseError, seconds: float | None) -> KpidefError:
        number = number_of(error)
        if number in CANCELLED or self._cancelled.is_set():
            return QueryCancelled()
        if number in OUT_OF_TIME and seconds is not None:
            return QueryTimeout(seconds=seconds)
        return translate(error, self._shown, self._known(number))

    def _known(self, number: int) -> tuple[str, ...]:
        for numbers, sql in _NAMES:
            if number in numbers:
                with suppress(ClickHouseError):
                    return tuple(str(row[0]) for row in self._client.query(sql).result_rows)
        return ()


def _column(name: str, type_text: str) -> ColumnInfo:
    return ColumnInfo(name, type_text, neutral_type(type_text))

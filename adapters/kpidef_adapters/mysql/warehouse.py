"""An open MySQL or MariaDB connection, as the port asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import groupby
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pymysql

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryCancelled, QueryTimeout, ValueUnreadable, WriteRefused
from kpidef.warehouse import Capabilities, ColumnInfo, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.mysql.text import literal
from kpidef_adapters.mysql.translation import CANCELLED, NO_COLUMN, NO_TABLE, OUT_OF_TIME, number_of, translate
from kpidef_adapters.mysql.types import ResultColumn, arrow_column, neutral_type

if TYPE_CHECKING:
    from pymysql.connections import Connection

_SYSTEM = "('information_schema', 'mysql', 'performance_schema', 'sys')"
_COLUMNS = f"""
SELECT table_schema, table_name, column_name, column_type
FROM information_schema.columns
WHERE table_schema NOT IN {_SYSTEM}
ORDER BY table_schema, table_name, ordinal_position
"""
_OF_TABLE = """
SELECT column_name, column_type
FROM information_schema.columns
WHERE table_schema = {schema} AND table_name = {table}
ORDER BY ordinal_position
"""
_NAMES = {
    NO_TABLE: f"SELECT DISTINCT table_name FROM information_schema.tables WHERE table_schema NOT IN {_SYSTEM}",
    NO_COLUMN: f"SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema NOT IN {_SYSTEM}",
}
_UNSIGNED_FLAG = 32
# A read-only session writes files all the same, where the user has that right.
_INTO_FILE = re.compile(r"\bINTO\s+(?:OUTFILE|DUMPFILE)\b", re.IGNORECASE)
# Warnings that say that a value was read otherwise than it is written: an error in any other engine.
_MISREAD = frozenset({1292, 1366, 1411})

Answer = tuple[list[ResultColumn], Sequence[Sequence[object]]]


class MysqlWarehouse:
    """A connection to one server; one query at a time. A connection that was lost is opened again at the next one."""

    capabilities = Capabilities(cancel=True, timeout=True)

    def __init__(
        self,
        opening: Callable[[], Connection],
        shown: str,
        *,
        dialect: str = "mariadb",
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
        return f"<MysqlWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow."""
        if self._read_only:
            check_reads(sql)
            if _INTO_FILE.search(sql):
                raise WriteRefused(statement="SELECT INTO OUTFILE")
        return self._ask(sql, self._timeout if timeout is None else timeout)

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view that the user may read."""
        _, rows = self._answer(_COLUMNS, self._timeout)
        tables = groupby(rows, key=lambda row: (str(row[0]), str(row[1])))
        return tuple(
            TableInfo(schema, name, tuple(_column(str(row[2]), str(row[3])) for row in columns))
            for (schema, name), columns in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        *schema, table = [part.strip('`"') for part in table_or_file.split(".")]
        held = literal(schema[-1]) if schema else "DATABASE()"
        _, rows = self._answer(_OF_TABLE.format(schema=held, table=literal(table)), self._timeout)
        if not rows:
            missing = pymysql.ProgrammingError(NO_TABLE, f"Table '{table}' doesn't exist")
            raise translate(missing, self._shown, self._known(NO_TABLE))
        return tuple(_column(str(name), str(kind)) for name, kind in rows)

    def cancel(self) -> None:
        """Ask the server to stop the running query, on a second connection."""
        self._cancelled.set()
        with suppress(KpidefError, pymysql.Error):
            other = self._opening()
            with other, other.cursor() as cursor:
                cursor.execute(f"KILL QUERY {self._connection.thread_id()}")

    def close(self) -> None:
        """Close the connection."""
        with suppress(pymysql.Error):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, sql: str, seconds: float | None) -> pa.Table:
        columns, rows = self._answer(sql, seconds)
        by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [arrow_column(one, values) for one, values in zip(columns, by_column, strict=True)]
        return pa.Table.from_arrays(arrays, names=[one.name for one in columns])

    def _answer(self, sql: str, seconds: float | None) -> Answer:
        if not self._connection.open:
            self._connection = self._opening()
        self._cancelled.clear()
        try:
            return answer_within(lambda: self._fetch(sql, seconds), interrupt=self.cancel, seconds=None)
        except pymysql.Error as error:
            raise self._translated(error, seconds) from error

    def _fetch(self, sql: str, seconds: float | None) -> Answer:
        with self._connection.cursor() as cursor:
            cursor.execute(self._deadline(seconds))
            cursor.execute(sql)
            result = cursor._result  # noqa: SLF001  the cursor's own description leaves the lengths out
            columns = [_described(field) for field in (result.fields or ())] if result is not None else []
            rows = cursor.fetchall()
            if result is not None and result.warning_count:
                self._check_warnings()
            return columns, rows

    def _deadline(self, seconds: float | None) -> str:
        if self.dialect == "mysql":
            return f"SET SESSION max_execution_time = {round((seconds or 0) * 1000)}"
        return f"SET SESSION max_statement_time = {seconds or 0:.3f}"

    def _check_warnings(self) -> None:
        for _, number, message in self._connection.show_warnings() or ():
            if number in _MISREAD:
                raise ValueUnreadable(cause=message)

    def _translated(self, error: pymysql.Error, seconds: float | None) -> KpidefError:
        number = number_of(error)
        if number in OUT_OF_TIME and seconds is not None:
            return QueryTimeout(seconds=seconds)
        if number in CANCELLED:
            return QueryCancelled()
        return translate(error, self._shown, self._known(number))

    def _known(self, number: int) -> tuple[str, ...]:
        if number not in _NAMES or not self._connection.open:
            return ()
        with suppress(pymysql.Error):
            return tuple(sorted(str(row[0]) for row in self._fetch(_NAMES[number], 5)[1]))
        return ()


def _described(field: object) -> ResultColumn:
    name, code, length, scale, flags = (
        getattr(field, one) for one in ("name", "type_code", "length", "scale", "flags")
    )
    return ResultColumn(name, code, length, scale, bool(flags & _UNSIGNED_FLAG))


def _column(name: str, type_text: str) -> ColumnInfo:
    return ColumnInfo(name, type_text, neutral_type(type_text))

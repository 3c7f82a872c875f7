"""An open Spark session, as the port asks for it."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from time import sleep
from types import TracebackType
from typing import Self
from uuid import uuid4

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from kpidef.errors.warehouse import QueryCancelled
from kpidef.warehouse import Capabilities, ColumnInfo, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef.warehouse.reading import check_reads
from kpidef_adapters.spark.text import identifier, table_name
from kpidef_adapters.spark.translation import is_cancelled, translate
from kpidef_adapters.spark.types import neutral_type, plain

_TRIES, _PAUSE = 200, 0.05  # seconds


class SparkWarehouse:
    """A session; one query at a time."""

    dialect = "spark"
    capabilities = Capabilities(cancel=True, timeout=True)

    def __init__(self, session: SparkSession, shown: str, *, timeout: float | None = None) -> None:
        self._session = session
        self._shown = shown
        self._timeout = timeout
        self._is_remote = type(session).__module__.startswith("pyspark.sql.connect")
        self._tag = f"kpidef-{uuid4().hex}"
        self._cancelled = Event()
        self._is_busy = Event()

    def __repr__(self) -> str:
        return f"<SparkWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        check_reads(sql)
        seconds = self._timeout if timeout is None else timeout
        self._cancelled.clear()
        self._is_busy.set()
        try:
            return plain(answer_within(lambda: self._fetch(sql), interrupt=self.cancel, seconds=seconds))
        except (PySparkException, Py4JError) as error:
            if self._cancelled.is_set() or is_cancelled(error):
                raise QueryCancelled from None
            raise translate(error, self._shown, self._names) from error

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view of the current catalogue, and the session's own views."""
        schemas = [next(iter(row.values())) for row in self._shown_by("SHOW DATABASES")]
        found = {
            (row["namespace"], row["tableName"])
            for schema in schemas
            for row in self._shown_by(f"SHOW TABLES IN {identifier(schema)}")
        }
        return tuple(
            TableInfo(
                schema,
                name,
                self.columns_of(f"{identifier(schema)}.{identifier(name)}" if schema else identifier(name)),
            )
            for schema, name in sorted(found)
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or a view."""
        try:
            fields = self._session.table(table_name(table_or_file)).schema.fields
        except (PySparkException, Py4JError) as error:
            raise translate(error, self._shown) from error
        texts = [(field.name, field.dataType.simpleString()) for field in fields]
        return tuple(ColumnInfo(name, kind, neutral_type(kind)) for name, kind in texts)

    def cancel(self) -> None:
        """Stop the running query; one that has not begun yet is asked again."""
        self._cancelled.set()
        for _ in range(_TRIES):
            if not self._is_busy.is_set():
                return
            with suppress(PySparkException, Py4JError):
                self._interrupt()
            sleep(_PAUSE)

    def close(self) -> None:
        """Leave the session; a local engine ends with the process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _names(self) -> list[str]:
        with suppress(PySparkException, Py4JError):
            return [row["tableName"] for row in self._shown_by("SHOW TABLES")]
        return []

    def _shown_by(self, command: str) -> list[dict[str, str]]:
        # The catalogue's own methods need compiled code, which a session may do without.
        rows: list[dict[str, str]] = self._session.sql(command).toArrow().to_pylist()
        return rows

    def _interrupt(self) -> None:
        if self._is_remote:
            self._session.interruptTag(self._tag)
        else:
            # A local session knows the tags of the thread that asks only; its jobs are known to all.
            self._session.sparkContext.cancelJobsWithTag(self._tag)

    def _fetch(self, sql: str) -> pa.Table:
        # Tags belong to a thread, and this runs in one of its own.
        if self._is_remote:
            self._session.addTag(self._tag)
        else:
            self._session.sparkContext.addJobTag(self._tag)
        try:
            return self._session.sql(sql).toArrow()
        finally:
            self._is_busy.clear()

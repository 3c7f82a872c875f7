"""An open Spark session, as the port asks for it."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
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
from kpidef_adapters.spark.text import table_name
from kpidef_adapters.spark.translation import is_cancelled, translate
from kpidef_adapters.spark.types import neutral_type, plain


class SparkWarehouse:
    """A session; one query at a time."""

    dialect = "spark"
    capabilities = Capabilities(cancel=True, timeout=True)

    def __init__(self, session: SparkSession, shown: str, *, timeout: float | None = None) -> None:
        self._session = session
        self._shown = shown
        self._timeout = timeout
        self._tag = f"kpidef-{uuid4().hex}"
        self._cancelled = Event()

    def __repr__(self) -> str:
        return f"<SparkWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        check_reads(sql)
        seconds = self._timeout if timeout is None else timeout
        self._cancelled.clear()
        try:
            return plain(answer_within(lambda: self._fetch(sql), interrupt=self.cancel, seconds=seconds))
        except (PySparkException, Py4JError) as error:
            if self._cancelled.is_set() or is_cancelled(error):
                raise QueryCancelled from None
            raise translate(error, self._shown) from error

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view of the current catalogue, and the session's own views."""
        catalog = self._session.catalog
        found = {
            (".".join(table.namespace or ()), table.name)
            for database in catalog.listDatabases()
            for table in catalog.listTables(database.name)
        }
        return tuple(
            TableInfo(schema, name, self.columns_of(f"{schema}.`{name}`" if schema else f"`{name}`"))
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
        """Stop the running query."""
        self._cancelled.set()
        with suppress(PySparkException, Py4JError):
            self._session.interruptTag(self._tag)

    def close(self) -> None:
        """Leave the session; a local engine ends with the process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetch(self, sql: str) -> pa.Table:
        # Tags belong to a thread, and this runs in one of its own.
        self._session.addTag(self._tag)
        return self._session.sql(sql).toArrow()

"""Given rows behind an ADBC driver: in a schema of their own, or in a database in memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection, Error

from kpidef.errors.warehouse import ConnectionFailed
from kpidef.warehouse import ConnectionRequest, ScratchTable, TableInfo
from kpidef_adapters.adbc.driver import Driver, Step
from kpidef_adapters.adbc.opening import dialect_of, driver_of, open_connection, secrets_of
from kpidef_adapters.adbc.translation import translate
from kpidef_adapters.adbc.warehouse import AdbcWarehouse
from kpidef_adapters.dbapi.given import identifier


def scratch_at(request: ConnectionRequest) -> AdbcScratch:
    """A warehouse without a table: a schema that it creates and drops, or a database in memory."""
    driver = driver_of(request)
    if driver.fill is None:
        raise ConnectionFailed(shown=request.shown, cause="no scratch tables through this driver")
    return AdbcScratch(request, driver, "" if driver.scratch_url else f"kpidef_scratch_{uuid4().hex}")


class AdbcScratch(AdbcWarehouse):
    """A warehouse whose rows are given; queries can read them only."""

    def __init__(self, request: ConnectionRequest, driver: Driver, schema: str) -> None:
        self._schema = schema
        self._held: tuple[str, ...] = ()
        written = replace(request, read_only=False, url=driver.scratch_url or request.url)
        self._writer = open_connection(driver, written)
        secrets, dialect = secrets_of(request), dialect_of(driver, request)
        if schema:
            self._write([(f"CREATE SCHEMA {identifier(schema)}", None), (self._path(), None)], request.shown)
        super().__init__(lambda: self._reader(driver, request), driver, request.shown, dialect=dialect, secrets=secrets)

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other; where one of them is wrong, what was held stays."""
        assert self._driver.fill is not None
        drops = [(f"DROP TABLE {identifier(name)}", None) for name in self._held]
        filled = [step for table in tables for step in self._driver.fill(table)]
        self._write([("BEGIN", None), *drops, *filled, ("COMMIT", None)], self._shown)
        self._held = tuple(table.name for table in tables)

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if not self._schema or table.schema == self._schema)

    def close(self) -> None:
        """Drop the schema and close."""
        super().close()
        with suppress(Error):
            if self._schema:
                self._write([(f"DROP SCHEMA IF EXISTS {identifier(self._schema)} CASCADE", None)], self._shown)
            self._writer.close()
        self._schema = ""

    def _reader(self, driver: Driver, request: ConnectionRequest) -> Connection:
        if driver.scratch_url:
            return self._writer
        opened = open_connection(driver, replace(request, read_only=True))
        with opened.cursor() as cursor:
            cursor.execute(self._path())
        return opened

    def _path(self) -> str:
        return f"SET search_path = {identifier(self._schema)}"

    def _write(self, steps: Sequence[Step], shown: str) -> None:
        try:
            for statement, rows in steps:
                self._tell(statement, rows)
        except Error as error:
            if steps[0] == ("BEGIN", None):
                with suppress(Error):
                    self._tell("ROLLBACK")
            raise translate(error, shown, ()) from error

    def _tell(self, statement: str, rows: pa.Table | None = None) -> None:
        with self._writer.cursor() as cursor:
            if rows is None:
                cursor.execute(statement)
            else:
                cursor.executemany(statement, rows)

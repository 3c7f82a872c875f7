"""Given rows behind a DB-API driver, in a schema of their own, which goes with the connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import uuid4

from kpidef.warehouse import NeutralType, ScratchTable, TableInfo
from kpidef_adapters.dbapi.given import fills, identifier
from kpidef_adapters.dbapi.warehouse import Connection, DbapiWarehouse, Engine


class DbapiScratch(DbapiWarehouse):
    """A warehouse whose rows are given; queries can read them only. The engine may have no transaction for tables."""

    def __init__(
        self,
        connection: Connection,
        engine: Engine,
        shown: str,
        types: Mapping[NeutralType, str],
        *,
        secrets: tuple[str, ...] = (),
        has_backslash: bool = False,
    ) -> None:
        super().__init__(connection, engine, shown, secrets=secrets)
        self._types = types
        self._has_backslash = has_backslash
        self._held: set[str] = set()
        self._schema = f"kpidef_scratch_{uuid4().hex}"
        self._write(f"CREATE SCHEMA {identifier(self._schema)}")
        self._write(f"USE SCHEMA {identifier(self._schema)}")

    def load(self, tables: Sequence[ScratchTable]) -> None:
        """Hold these tables and no other."""
        for name in sorted(self._held):
            self._write(f"DROP TABLE IF EXISTS {identifier(name)}")
        self._held = {table.name for table in tables}
        for table in tables:
            for statement in fills(table, self._types, has_backslash=self._has_backslash):
                self._write(statement)

    def introspect(self) -> tuple[TableInfo, ...]:
        """The tables that it holds."""
        return tuple(table for table in super().introspect() if table.schema == self._schema)

    def close(self) -> None:
        """Drop the schema and close."""
        with suppress(*self._engine.errors):
            if self._schema:
                self._connection.cursor().execute(f"DROP SCHEMA IF EXISTS {identifier(self._schema)} CASCADE")
        self._schema = ""
        super().close()

    def _write(self, statement: str) -> None:
        cursor = self._connection.cursor()
        try:
            cursor.execute(statement)
        except self._engine.errors as error:
            raise self._engine.translate(error, self._shown, self._secrets) from None
        finally:
            with suppress(*self._engine.errors):
                cursor.close()

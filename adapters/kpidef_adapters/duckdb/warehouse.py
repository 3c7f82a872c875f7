"""An open DuckDB connection, as the port asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType, TracebackType
from typing import Self
from warnings import catch_warnings, simplefilter

import duckdb
import pyarrow as pa

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryRefused, TableMissing, WriteRefused
from kpidef.warehouse import Capabilities, ColumnInfo, StoreTable, TableInfo
from kpidef.warehouse.deadline import answer_within
from kpidef_adapters.duckdb.folder import reader_of
from kpidef_adapters.duckdb.store import replace_pieces
from kpidef_adapters.duckdb.text import glob_literal, literal, table_name
from kpidef_adapters.duckdb.translation import translate
from kpidef_adapters.duckdb.types import neutral_type

_COLUMNS = """
SELECT table_schema, table_name, column_name, data_type
FROM information_schema.columns
WHERE table_catalog = current_database() AND table_schema NOT IN ('information_schema', 'pg_catalog')
ORDER BY table_schema, table_name, ordinal_position
"""


class DuckdbWarehouse:
    """A connection to one database; one query at a time."""

    dialect = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        shown: str,
        *,
        read_only: bool = True,
        timeout: float | None = None,
        lasts: bool = True,
        broken: Mapping[str, KpidefError] = MappingProxyType({}),
    ) -> None:
        self.capabilities = Capabilities(
            files=True, cancel=True, timeout=True, parallel=True, store=lasts and not read_only
        )
        self._connection = connection
        self._shown = shown
        self._read_only = read_only
        self._timeout = timeout
        self._broken = broken

    def __repr__(self) -> str:
        return f"<DuckdbWarehouse {self._shown}>"

    def execute(self, sql: str, *, timeout: float | None = None) -> pa.Table:
        """The rows of one SELECT, as Arrow; instants are in UTC."""
        seconds = self._timeout if timeout is None else timeout
        try:
            statement = self._statement(sql)
            return answer_within(lambda: self._fetch(statement), interrupt=self._connection.interrupt, seconds=seconds)
        except duckdb.Error as error:
            raise self._translated(error) from error

    def keep(self, table: StoreTable, rows: pa.Table) -> None:
        """Put the rows in the place of the pieces that they belong to."""
        if self._read_only:
            raise WriteRefused(statement="INSERT")
        try:
            replace_pieces(self._connection, table, rows)
        except duckdb.Error as error:
            raise translate(error) from error

    def introspect(self) -> tuple[TableInfo, ...]:
        """Every table and view of the current database."""
        rows = self.execute(_COLUMNS).to_pylist()
        tables = groupby(rows, key=lambda row: (row["table_schema"], row["table_name"]))
        return tuple(
            TableInfo(schema, name, tuple(_column(row["column_name"], row["data_type"]) for row in columns))
            for (schema, name), columns in tables
        )

    def columns_of(self, table_or_file: str) -> tuple[ColumnInfo, ...]:
        """The columns of a table or of a file."""
        rows = self.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {_place(table_or_file)})")
        return tuple(_column(row["column_name"], row["column_type"]) for row in rows.to_pylist())

    def cancel(self) -> None:
        """Stop the running query."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _translated(self, error: duckdb.Error) -> KpidefError:
        """A table of a folder whose file could not be read is missing for a reason."""
        told = translate(error)
        return self._broken.get(str(told.fields["table"]).lower(), told) if isinstance(told, TableMissing) else told

    def _statement(self, sql: str) -> duckdb.Statement:
        statements = self._connection.extract_statements(sql)
        kinds = [statement.type.name for statement in statements]
        if len(kinds) == 1 and (kinds == ["SELECT"] or not self._read_only):
            return statements[0]
        if not kinds:
            raise QueryRefused(cause="empty query")
        raise WriteRefused(statement="; ".join(kinds))

    def _fetch(self, statement: duckdb.Statement) -> pa.Table:
        answer = self._connection.execute(statement)
        if statement.type != duckdb.StatementType.SELECT:
            return pa.table({})
        with catch_warnings():
            # DuckDB warns of a copy of the rows; a relation would make none, but would plan the statement twice.
            simplefilter("ignore", UserWarning)
            return plain(answer.to_arrow_table())


def _column(name: str, type_text: str) -> ColumnInfo:
    return ColumnInfo(name, type_text, neutral_type(type_text))


def _place(table_or_file: str) -> str:
    reader = reader_of(table_or_file)
    if reader is None:
        return table_name(table_or_file)
    # A pattern is allowed here, as it is in a binding.
    return f"{reader}({literal(table_or_file) if '*' in table_or_file else glob_literal(table_or_file)})"


def plain(table: pa.Table) -> pa.Table:
    """The table with texts where the engine gives an ENUM."""
    for index, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(index, field.name, table.column(index).cast(field.type.value_type))
    return table

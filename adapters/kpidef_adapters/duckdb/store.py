"""Tables of results in DuckDB: pieces replaced in one transaction."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from kpidef.warehouse import NeutralType, StoreTable
from kpidef_adapters.duckdb.text import identifier, table_name

_TYPES: dict[NeutralType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38, 10)",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
}
_GIVEN, _STAGED = "kpidef_given", "kpidef_staged"


def replace_pieces(connection: duckdb.DuckDBPyConnection, table: StoreTable, rows: pa.Table) -> None:
    """The port's `keep`. One process at a time writes to the file; one transaction is whole or nothing."""
    connection.register(_GIVEN, rows)
    try:
        connection.execute("BEGIN TRANSACTION")
        for statement in _statements(table):
            connection.execute(statement)
        connection.execute("COMMIT")
    except duckdb.Error:
        _roll_back(connection)
        raise
    finally:
        connection.unregister(_GIVEN)


def _statements(table: StoreTable) -> tuple[str, ...]:
    kept, names = table_name(table.name), ", ".join(identifier(name) for name, _ in table.columns)
    defined = ", ".join(f"{identifier(name)} {_TYPES[kind]}" for name, kind in table.columns)
    moment = identifier(table.moment)
    newer = f"SELECT 1 FROM {kept} AS k WHERE {_same_piece(table, 'k', 's')} AND k.{moment} > s.{moment}"
    staged = f"SELECT 1 FROM {_STAGED} AS s WHERE {_same_piece(table, 'k', 's')}"
    return (
        f"CREATE TABLE IF NOT EXISTS {kept} ({defined})",
        f"CREATE TEMP TABLE {_STAGED} AS SELECT {names} FROM {_GIVEN} AS s WHERE NOT EXISTS ({newer})",
        f"DELETE FROM {kept} AS k WHERE EXISTS ({staged})",
        f"INSERT INTO {kept} ({names}) SELECT {names} FROM {_STAGED}",
        f"DROP TABLE {_STAGED}",
    )


def _same_piece(table: StoreTable, left: str, right: str) -> str:
    columns = map(identifier, table.piece)
    return " AND ".join(f"{left}.{name} IS NOT DISTINCT FROM {right}.{name}" for name in columns)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.TransactionException:
        # The failure has ended the transaction already.
        return

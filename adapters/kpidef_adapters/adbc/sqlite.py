"""SQLite through its ADBC driver: values read as their tables declare them, as the sqlite adapter does.

The driver has no functions of ours (a folding of accents, dates in another format) and cannot stop a query.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection, Cursor, Error

from kpidef.errors.warehouse import NotAWarehouse, QueryRefused, ValueUnreadable, WarehouseMissing
from kpidef.warehouse import Capabilities, ConnectionRequest, NeutralType, ScratchTable
from kpidef_adapters.adbc.driver import Driver, Step
from kpidef_adapters.dbapi.given import identifier
from kpidef_adapters.sqlite.scratch import stored
from kpidef_adapters.sqlite.types import arrow_column, neutral_type

_MEMORY = ":memory:"
_VIEW = "kpidef_result"
_COLUMNS_SQL = (
    "SELECT 'main' AS s, t.name AS n, c.name AS c, c.type AS k FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
    "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite|_%' ESCAPE '|' ORDER BY t.name, c.cid"
)
# The driver guesses a column's type from its first rows, and fails at one of another type: these are all of them.
_ALL_ROWS = str(2**31 - 2)
# A fraction that shares its column with texts: the driver keeps seven digits of it.
_SHORTENED = re.compile(r"-?\d\.\d{6}e[+-]\d{2,3}")
_QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`", re.DOTALL)
_OURS = re.compile(r"\b(lower|upper|kpidef_parse)\s*\(", re.IGNORECASE)
_SCRATCH: dict[NeutralType, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "DECIMAL",
    "float": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMPTZ",
}


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    name = request.url.partition("://")[2]
    if name == _MEMORY:
        in_memory: Connection = module.connect(_MEMORY, autocommit=True)
        return in_memory
    path = Path(os.path.normpath(request.base / name.removeprefix("/")))
    if not path.is_file():
        raise WarehouseMissing(path=path)
    mode = "ro" if request.read_only else "rw"
    opened: Connection = module.connect(f"file:{quote(str(path))}?mode={mode}", autocommit=True)
    try:
        with opened.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except Error as error:
        opened.close()
        if "not a database" in str(error):
            raise NotAWarehouse(path=path, engine="SQLite") from None
        raise
    return opened


def _check(sql: str) -> None:
    found = _OURS.search(_QUOTED.sub("''", sql))
    if found is not None:
        raise QueryRefused(cause=f"{found[1].upper()}: SQLite's ADBC driver has no such function; use sqlite:///")


def _fetch(connection: Connection, cursor: Cursor, sql: str) -> pa.Table:
    cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _ALL_ROWS})
    cursor.execute(sql)
    table = cursor.fetch_arrow_table()
    columns = zip(_declared(connection, sql), table.column_names, table.columns, strict=True)
    arrays = [_column(declared, name, column) for declared, name, column in columns]
    return pa.Table.from_arrays(arrays, names=table.column_names)


def _declared(connection: Connection, sql: str) -> list[str]:
    """The types that the result's columns declare: a view knows those that are a table's own."""
    try:
        _tell(connection, f"CREATE TEMP VIEW {_VIEW} AS {sql}")
        return [str(row[0] or "") for row in _tell(connection, f"SELECT type FROM pragma_table_info('{_VIEW}')")]
    finally:
        _tell(connection, f"DROP VIEW IF EXISTS temp.{_VIEW}")


def _tell(connection: Connection, sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


def _column(declared: str, name: str, column: pa.ChunkedArray) -> pa.Array:
    values = column.to_pylist()
    if neutral_type(declared) != "text" and any(isinstance(one, str) and _SHORTENED.fullmatch(one) for one in values):
        raise ValueUnreadable(cause=f"{name}: texts and fractions in one column")
    return arrow_column(declared, values)


def _fill(table: ScratchTable) -> Iterator[Step]:
    columns = ", ".join(f"{identifier(name)} {_SCRATCH[kind]}" for name, kind in table.columns)
    yield f"CREATE TABLE {identifier(table.name)} ({columns})", None
    try:
        rows = [[stored(cell, kind) for cell, (_, kind) in zip(row, table.columns, strict=True)] for row in table.rows]
    except (ValueError, ArithmeticError) as error:
        raise ValueUnreadable(cause=str(error)) from error
    if rows:
        arrays = [_given(values) for values in zip(*rows, strict=True)]
        places = ", ".join("?" * len(arrays))
        given = pa.Table.from_arrays(arrays, names=[name for name, _ in table.columns])
        yield f"INSERT INTO {identifier(table.name)} VALUES ({places})", given


def _given(values: Sequence[object]) -> pa.Array:
    return pa.array(values) if any(value is not None for value in values) else pa.array(values, pa.string())


DRIVER = Driver(
    module="adbc_driver_sqlite.dbapi",
    dialect="sqlite",
    open=_open,
    columns_sql=_COLUMNS_SQL,
    neutral_type=neutral_type,
    capabilities=Capabilities(schemas=False),
    fetch=_fetch,
    check=_check,
    fill=_fill,
    scratch_url="adbc+sqlite://:memory:",
)

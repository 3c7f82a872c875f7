"""From a `sqlite://` URL to an open connection, with the functions that our statements ask of it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from kpidef.errors.warehouse import AccessDenied, NotAWarehouse, WarehouseLocked, WarehouseMissing
from kpidef.warehouse import ConnectionRequest
from kpidef_adapters.sqlite.warehouse import SqliteWarehouse

MEMORY = ":memory:"


def connect(request: ConnectionRequest) -> SqliteWarehouse:
    """Open `sqlite:///file` or `sqlite://:memory:`; a relative path starts at the base."""
    name = request.url.partition("://")[2]
    if name == MEMORY:
        return SqliteWarehouse(open_memory(), request.shown, read_only=request.read_only, timeout=request.timeout)
    path = Path(os.path.normpath(request.base / name.removeprefix("/")))
    if not path.is_file():
        raise WarehouseMissing(path=path)
    connection = _open(path, "ro" if request.read_only else "rw")
    return SqliteWarehouse(connection, request.shown, read_only=request.read_only, timeout=request.timeout)


def open_memory() -> sqlite3.Connection:
    """An empty database in memory."""
    return _equipped(sqlite3.connect(MEMORY, check_same_thread=False, isolation_level=None))


def _open(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?mode={mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise AccessDenied(cause=str(error)) from error
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise WarehouseLocked(path=path, holder="?") from error
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise NotAWarehouse(path=path, engine="SQLite") from error
        raise AccessDenied(cause=str(error)) from error
    return _equipped(connection)


def _equipped(connection: sqlite3.Connection) -> sqlite3.Connection:
    if sys.version_info >= (3, 12):
        # A name in double quotes that is no column's is an error, not a text; our own names are all qualified.
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DML, False)
    # SQLite's own know the 26 letters only.
    connection.create_function("lower", 1, _folded(str.lower), deterministic=True)
    connection.create_function("upper", 1, _folded(str.upper), deterministic=True)
    connection.create_function("kpidef_parse", 2, _parse, deterministic=True)
    return connection


def _folded(fold: Callable[[str], str]) -> Callable[[object], str | None]:
    return lambda value: None if value is None else fold(str(value))


def _parse(text: str | None, written: str) -> str | None:
    try:
        return None if text is None else datetime.strptime(str(text), written).isoformat(sep=" ")  # noqa: DTZ007
    except ValueError:
        return None

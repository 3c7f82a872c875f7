"""SQLite's errors into ours."""

from __future__ import annotations

import re
import sqlite3
from difflib import get_close_matches

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    NotAWarehouse,
    QueryCancelled,
    QueryFailed,
    QueryRefused,
    TableMissing,
    WarehouseLocked,
    WarehouseOutOfMemory,
    WriteRefused,
)

_TABLE = re.compile(r"no such table: (?:\w+\.)?(.+)")
_COLUMN = re.compile(r"no such column: (?:.+\.)?(.+)")


def translate(error: sqlite3.Error, shown: str, tables: list[str], columns: list[str]) -> KpidefError:
    """Why a query failed; `tables` and `columns` are what the database has."""
    name, cause = getattr(error, "sqlite_errorname", ""), str(error)
    if found := _TABLE.search(cause):
        return TableMissing(table=found[1], nearest=_nearest(found[1], tables))
    if found := _COLUMN.search(cause):
        return ColumnMissing(column=found[1].strip('"'), nearest=_nearest(found[1].strip('"'), columns))
    match name.split("_")[1] if "_" in name else "":
        case "INTERRUPT":
            return QueryCancelled()
        case "NOMEM" | "TOOBIG":
            return WarehouseOutOfMemory(cause=cause)
        case "READONLY":
            return WriteRefused(statement=cause)
        case "PERM" | "AUTH" | "CANTOPEN":
            return AccessDenied(cause=cause)
        case "BUSY" | "LOCKED":
            return WarehouseLocked(path=shown, holder="?")
        case "NOTADB" | "CORRUPT":
            return NotAWarehouse(path=shown, engine="SQLite")
        case "ERROR":
            return QueryRefused(cause=cause)
        case _:
            return QueryFailed(cause=cause)


def _nearest(name: str, known: list[str]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")

"""DuckDB's errors into ours."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

import duckdb

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    NotAWarehouse,
    NotUtf8,
    QueryCancelled,
    QueryFailed,
    QueryRefused,
    TableMissing,
    UnreadableFile,
    ValueUnreadable,
    WarehouseLocked,
    WarehouseMissing,
    WarehouseOutOfMemory,
    WriteRefused,
)

_TABLE = re.compile(
    r'Table with name "?(?P<name>.+?)"? does not exist'
    r'|Referenced table "(?P<referenced>.+?)" not found'
    r'|No files found that match the pattern "(?P<pattern>.+?)"'
)
_COLUMN = re.compile(r'Referenced column "(?P<name>.+?)" not found|does not have a column named "(?P<named>.+?)"')
_CANDIDATES = re.compile(r"^(?:Did you mean|Candidate \w+:)(.+)$", re.MULTILINE)
_HOLDER = re.compile(r"(?P<program>[^\s/\\]+) \(PID (?P<pid>\d+)\)")
_WRITE = re.compile(r'Cannot execute statement of type "(?P<statement>\w+)"')
_BROKEN_FILE = re.compile(
    r"magic bytes|CSV Error|not a parquet|Parquet file|Invalid Input Error: Error when sniffing|sniffing file",
    re.IGNORECASE,
)
_NOT_UTF_8 = "This file is not utf-8 encoded"
_FILE = re.compile(r"^  file = (.+)$|(?:in|of) file '(.+?)'|file \"(.+?)\"", re.MULTILINE | re.IGNORECASE)


def translate_opening(error: duckdb.Error, path: Path) -> KpidefError:
    """Why a database file does not open."""
    text = str(error)
    if "lock on file" in text or "being used by another process" in text:
        return WarehouseLocked(path=path, holder=_holder(text))
    if isinstance(error, duckdb.ResourceInUseException):
        return WarehouseLocked(path=path, holder=f"python (PID {os.getpid()})")
    if "not a valid DuckDB database" in text:
        return NotAWarehouse(path=path, engine="DuckDB")
    if "database does not exist" in text:
        return WarehouseMissing(path=path)
    if "Permission denied" in text:
        return AccessDenied(cause=first_line(error))
    return ConnectionFailed(shown=path, cause=first_line(error))


def translate(error: duckdb.Error, file: str = "") -> KpidefError:
    """Why a query failed; `file` is the one that was read, where the engine does not say it."""
    text = str(error)
    match error:
        case duckdb.InterruptException():
            return QueryCancelled()
        case duckdb.OutOfMemoryException():
            return WarehouseOutOfMemory(cause=first_line(error))
        case duckdb.PermissionException():
            return AccessDenied(cause=first_line(error))
        case duckdb.IOException() if "Permission denied" in text:
            return AccessDenied(cause=first_line(error))
    if found := _TABLE.search(text):
        return TableMissing(table=_group(found), nearest=_nearest(_group(found), text))
    if found := _COLUMN.search(text):
        return ColumnMissing(column=_group(found), nearest=_nearest(_group(found), text))
    if found := _WRITE.search(text):
        return WriteRefused(statement=found["statement"])
    if _NOT_UTF_8 in text:
        return NotUtf8(file=_file(text, file))
    if _BROKEN_FILE.search(text):
        return UnreadableFile(file=_file(text, file), cause=first_line(error))
    return _by_class(error)


def first_line(error: duckdb.Error) -> str:
    """What the engine says, without its class, its excerpt of the SQL and its advice."""
    line = str(error).partition("\n")[0].strip()
    return re.sub(r"^[A-Z][\w ]* Error: ", "", line)


def _by_class(error: duckdb.Error) -> KpidefError:
    cause = first_line(error)
    match error:
        case duckdb.ConversionException() | duckdb.OutOfRangeException() | duckdb.DataError():
            return ValueUnreadable(cause=cause)
        case duckdb.ParserException() | duckdb.BinderException() | duckdb.CatalogException() | duckdb.SyntaxException():
            return QueryRefused(cause=cause)
        case _:
            return QueryFailed(cause=cause)


def _file(text: str, known: str) -> str:
    found = _FILE.search(text)
    return known or (Path(_group(found)).name if found else "?")


def _group(found: re.Match[str]) -> str:
    return next(value for value in found.groups() if value is not None)


def _nearest(name: str, text: str) -> str:
    candidates = [found for line in _CANDIDATES.findall(text) for found in re.findall(r'"(.+?)"', line)]
    return next(iter(get_close_matches(name, candidates, n=1)), "")


def _holder(text: str) -> str:
    found = _HOLDER.search(text)
    return f"{found['program']} (PID {found['pid']})" if found else "?"

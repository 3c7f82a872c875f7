"""ClickHouse's errors into ours, by their number."""

from __future__ import annotations

import re
from difflib import get_close_matches

from clickhouse_connect.driver.exceptions import ClickHouseError, DatabaseError, OperationalError

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryFailed,
    QueryRefused,
    TableMissing,
    ValueUnreadable,
    WarehouseOutOfMemory,
    WriteRefused,
)

NO_TABLE, NO_COLUMN = frozenset({60, 81}), frozenset({10, 16, 47})
CANCELLED, OUT_OF_TIME = frozenset({394}), frozenset({159, 160})
DENIED = frozenset({192, 193, 194, 497, 516})
_READ_ONLY = frozenset({164})
_VALUES = frozenset({6, 26, 27, 32, 38, 41, 43, 53, 69, 70, 72, 321, 349, 407, 467})
_MEMORY = frozenset({173, 241})
_REFUSED = frozenset({36, 42, 46, 48, 62, 63, 115, 179, 184, 206, 207, 215, 352, 386, 403})
_NUMBER = re.compile(r"Code: (\d+)\.")
_QUOTED = re.compile(r"[`'‘](.+?)[`'’]")
_NOT_SAID = re.compile(
    r"\s*(?:In scope .*|\(version .*|\([A-Z_]{4,}\)\s*$|Expected one of.*|SETTINGS .*|Maybe you meant.*)", re.DOTALL
)


def translate(error: ClickHouseError, shown: str, known: tuple[str, ...] = ()) -> KpidefError:
    """Why a query failed; `known` are the names among which a missing table or column may have its nearest."""
    number, cause = number_of(error), said(error)
    if number == 0:
        return ConnectionFailed(shown=shown, cause=cause) if is_lost(error) else QueryFailed(cause=cause)
    if number in NO_TABLE:
        table = _named(cause).rpartition(".")[2]
        return TableMissing(table=table, nearest=_nearest(table, known))
    if number in NO_COLUMN:
        column = _named(cause).rpartition(".")[2]
        return ColumnMissing(column=column, nearest=_nearest(column, known))
    if number in DENIED:
        return AccessDenied(cause=cause)
    if number in _READ_ONLY:
        return WriteRefused(statement=cause)
    if number in _VALUES:
        return ValueUnreadable(cause=cause)
    if number in _MEMORY:
        return WarehouseOutOfMemory(cause=cause)
    return QueryRefused(cause=cause) if number in _REFUSED else QueryFailed(cause=cause)


def number_of(error: ClickHouseError) -> int:
    """The engine's number for the error; 0 where it has none.

    >>> number_of(DatabaseError("Code: 60. DB::Exception: Table default.x does not exist."))
    60
    """
    found = _NUMBER.search(str(error))
    return int(found[1]) if found is not None else 0


def said(error: ClickHouseError) -> str:
    """What the engine says, without the query that it repeats and the settings that it had.

    >>> said(DatabaseError("Code: 47. DB::Exception: Unknown identifier `a`. In scope SELECT a. (UNKNOWN_IDENTIFIER)"))
    'Unknown identifier `a`.'
    """
    text = str(error).partition("DB::Exception:")[2] or str(error)
    return " ".join(_NOT_SAID.sub("", text).split()) or type(error).__name__


def is_lost(error: ClickHouseError) -> bool:
    """Whether the server did not answer at all."""
    return isinstance(error, OperationalError) or not isinstance(error, DatabaseError)


def _named(cause: str) -> str:
    found = _QUOTED.search(cause) or re.search(r"Table (\S+) does", cause)
    return found[1] if found is not None else cause


def _nearest(name: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")

"""The errors of MySQL and MariaDB into ours, by their number; messages may be in any language."""

from __future__ import annotations

import re
from difflib import get_close_matches

import pymysql

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

NO_TABLE, NO_COLUMN = 1146, 1054
CANCELLED = frozenset({1317})
OUT_OF_TIME = frozenset({1969, 3024})
DENIED = frozenset({1044, 1045, 1142, 1143, 1227, 1370, 1698})
_REFUSED = frozenset({1064, 1052, 1066, 1109, 1146, 1149, 1222, 1247, 1248, 1253, 1267, 1305, 1327, 1582, 4078, 1290})
_READ_ONLY = frozenset({1792, 1290, 1836})
_VALUES = frozenset({1264, 1265, 1292, 1366, 1367, 1411, 1690, 1918, 1406, 3020})
_MEMORY = frozenset({1037, 1038, 1041, 5})
LOST = frozenset({1053, 1927, 2003, 2006, 2013, 2055, 1159, 1161})
_QUOTED = re.compile(r"[«'`]\s*(.+?)\s*[»'`]")


def translate(error: pymysql.Error, shown: str, known: tuple[str, ...] = ()) -> KpidefError:
    """Why a query failed; `known` are the names among which a missing table or column may have its nearest."""
    number, cause = number_of(error), said(error)
    if number in LOST or isinstance(error, pymysql.InterfaceError):
        return ConnectionFailed(shown=shown, cause=cause)
    if number == NO_TABLE:
        table = _last(_named(cause))
        return TableMissing(table=table, nearest=_nearest(table, known))
    if number == NO_COLUMN:
        column = _last(_named(cause))
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


def number_of(error: pymysql.Error) -> int:
    """The server's number for the error; 0 where it has none."""
    first = error.args[0] if error.args else 0
    return first if isinstance(first, int) else 0


def said(error: pymysql.Error) -> str:
    """What the server says, on one line."""
    text = str(error.args[-1]) if error.args else type(error).__name__
    return " ".join(text.split()) or type(error).__name__


def _named(cause: str) -> str:
    found = _QUOTED.search(cause)
    return found[1] if found is not None else cause


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _nearest(name: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")

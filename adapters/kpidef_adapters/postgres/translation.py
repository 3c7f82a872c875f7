"""PostgreSQL's errors into ours, by their SQLSTATE; messages may be in any language."""

from __future__ import annotations

import re
from difflib import get_close_matches

import psycopg

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

# English and most languages quote names with "", French with « ».
_NAME = re.compile(r'"(.+?)"|«\s*(.+?)\s*»')
UNDEFINED_TABLE, UNDEFINED_COLUMN, CANCELLED = "42P01", "42703", "57014"
_LOST = ("08", "57P")


def translate(error: psycopg.Error, shown: str, known: tuple[str, ...] = ()) -> KpidefError:
    """Why a query failed; `known` are the names among which a missing table or column may have its nearest."""
    state, cause = error.sqlstate or "", first_line(error)
    if state.startswith(_LOST) or (not state and isinstance(error, psycopg.OperationalError)):
        return ConnectionFailed(shown=shown, cause=cause)
    match state:
        case "42P01" | "3F000":
            return TableMissing(table=_table(cause), nearest=_nearest(_table(cause), known))
        case "42703":
            return ColumnMissing(column=_last(_named(cause)), nearest=_nearest(_last(_named(cause)), known))
        case "42501":
            return AccessDenied(cause=cause)
        case "25006":
            return WriteRefused(statement=cause)
        case "53200":
            return WarehouseOutOfMemory(cause=cause)
        case _:
            pass
    if state.startswith("22") or isinstance(error, psycopg.DataError):
        return ValueUnreadable(cause=cause)
    return QueryRefused(cause=cause) if state.startswith("42") else QueryFailed(cause=cause)


def first_line(error: psycopg.Error) -> str:
    """What the server says, without its excerpt of the SQL."""
    return error.diag.message_primary or (str(error).strip().splitlines() or [type(error).__name__])[0]


def _table(cause: str) -> str:
    return _named(cause)


def _named(cause: str) -> str:
    found = _NAME.search(cause)
    if found is not None:
        return str(found[1] or found[2])
    # `column t.montant does not exist` quotes nothing.
    words = re.findall(r"\w+\.\w+", cause)
    return words[0] if words else cause


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _nearest(name: str, known: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")

"""ADBC's errors into ours: by their SQLSTATE, their status, then by what the engine says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from adbc_driver_manager import AdbcStatusCode
from adbc_driver_manager.dbapi import Error

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
from kpidef_adapters.dbapi.translation import hidden, translate_text

_NAME = r"[\"'«`]?\s*(?P<name>[^\"'»`\s]+?)\s*[\"'»`]?"
_TABLE = re.compile(rf"(?:relation|table with name|no such table:)\s+{_NAME}(?:\s+\w+ not exist|\s|$)", re.IGNORECASE)
_COLUMN = re.compile(rf"(?:column|no such column:|column named)\s+{_NAME}(?:\s+(?:does )?not|\s|$)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?P<quoted>.+?)"|«\s*(?P<french>.+?)\s*»|(?P<bare>\w+\.\w+)')
# What drivers and engines put before the sentence that matters.
_BEFORE = re.compile(
    r"^(?:[A-Z][A-Z_]+: |\[\w+\] |Failed to \w+(?: query)?: |could not begin COPY: |ERROR:\s+|[A-Z][\w ]*? Error: )+"
)
_VALUES = ("conversion", "could not convert", "out of range", "malformed")
_LOST = ("08", "57P")
_GONE = re.compile(
    r"no connection to the server|connection (?:refused|reset|closed)|unavailable|server closed", re.IGNORECASE
)


def is_lost(error: Error) -> bool:
    """Whether the connection went with the query."""
    state = _state(error)
    return state.startswith(_LOST) or (not state and _GONE.search(str(error)) is not None)


def is_denied(error: Error) -> bool:
    """Whether the user may not come in."""
    return error.status_code in {AdbcStatusCode.UNAUTHENTICATED, AdbcStatusCode.UNAUTHORIZED}


def is_cancelled(error: Error) -> bool:
    """Whether the engine was asked to stop, by us or by its own clock."""
    return error.status_code in {AdbcStatusCode.CANCELLED, AdbcStatusCode.TIMEOUT} or _state(error) == "57014"


def translate(error: Error, shown: str, secrets: tuple[str, ...], known: Sequence[str] = ()) -> KpidefError:
    """Why a query failed; `known` are the names among which a missing table or column may have its nearest."""
    cause = hidden(sentence(error), secrets)
    if is_lost(error):
        return ConnectionFailed(shown=shown, cause=cause)
    if is_denied(error):
        return AccessDenied(cause=cause)
    if _state(error):
        return _by_state(_state(error), cause, known)
    if found := _TABLE.search(cause):
        return _missing_table(found["name"], known)
    if found := _COLUMN.search(cause):
        return _missing_column(found["name"], known)
    return _by_words(cause, shown)


def sentence(error: Error) -> str:
    """What the engine says, without its excerpt of the SQL.

    >>> sentence(Error('INVALID_ARGUMENT: [SQLite] Failed to prepare query: near "selec": syntax error\\nquery: selec',
    ...     status_code=AdbcStatusCode.INVALID_ARGUMENT))
    'near "selec": syntax error'
    """
    said = dict(error.details).get(b"PG_DIAG_MESSAGE_PRIMARY", b"").decode("utf-8", "replace")
    return said or _BEFORE.sub("", str(error).strip().partition("\n")[0]) or type(error).__name__


def _by_state(state: str, cause: str, known: Sequence[str]) -> KpidefError:
    match state:
        case "42P01" | "3F000":
            return _missing_table(_quoted(cause), known)
        case "42703":
            return _missing_column(_quoted(cause), known)
        case "42501" | "28000" | "28P01":
            return AccessDenied(cause=cause)
        case "25006":
            return WriteRefused(statement=cause)
        case "53200":
            return WarehouseOutOfMemory(cause=cause)
        case _:
            pass
    if state.startswith("22"):
        return ValueUnreadable(cause=cause)
    return QueryRefused(cause=cause) if state.startswith("42") else QueryFailed(cause=cause)


def _by_words(cause: str, shown: str) -> KpidefError:
    lower = cause.lower()
    if "readonly" in lower or "read-only" in lower:
        return WriteRefused(statement=cause)
    if any(one in lower for one in _VALUES):
        return ValueUnreadable(cause=cause)
    if "syntax error" in lower or "no such function" in lower:
        return QueryRefused(cause=cause)
    return translate_text(cause, shown)


def _state(error: Error) -> str:
    return error.sqlstate or ""


def _missing_table(name: str, known: Sequence[str]) -> KpidefError:
    return TableMissing(table=name, nearest=_nearest(name, known))


def _missing_column(name: str, known: Sequence[str]) -> KpidefError:
    last = name.rpartition(".")[2]
    return ColumnMissing(column=last, nearest=_nearest(last, known))


def _quoted(cause: str) -> str:
    found = _QUOTED.search(cause)
    return cause if found is None else next(value for value in found.groups() if value)


def _nearest(name: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")

"""Snowflake's errors into ours, by their numbers; the words are read where a number says too little."""

from __future__ import annotations

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    QueryCancelled,
    QueryRefused,
    TableMissing,
    ValueUnreadable,
)
from kpidef_adapters.dbapi.translation import first_line, hidden, translate_text

# https://docs.snowflake.com/en/user-guide/python-connector-api: `errno` is the number of the message.
_SYNTAX, _DENIED = frozenset({1003, 1007, 2140}), frozenset({3001, 390100, 390144})
_CANCELLED = 604
TIMED_OUT = 630


def translate(error: Exception, shown: str, secrets: tuple[str, ...]) -> KpidefError:
    """Why a query failed; no secret is in it."""
    cause = hidden(first_line(error), secrets)
    number, state = getattr(error, "errno", None), getattr(error, "sqlstate", None) or ""
    told = translate_text(cause, shown)
    if isinstance(told, TableMissing | ColumnMissing):
        return told
    if number in _SYNTAX:
        return QueryRefused(cause=cause)
    if number in _DENIED:
        return AccessDenied(cause=cause)
    if number == _CANCELLED:
        return QueryCancelled()
    return ValueUnreadable(cause=cause) if state.startswith("22") else told

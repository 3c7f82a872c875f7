"""Spark's errors into ours, by their condition and SQLSTATE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

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
)

_QUOTED = re.compile(r"`((?:[^`]|``)*)`")
_DETAILS = re.compile(r'details = "(.+?)"$', re.MULTILINE)  # of a remote call that found nobody
_CANCELLED = ("OPERATION_CANCELED", "JOB_CANCELLED", "cancelled part of cancelled job tag", "INTERRUPTED")


def translate(
    error: PySparkException | Py4JError, shown: str, known: Callable[[], Iterable[str]] = tuple
) -> KpidefError:
    """Why a query failed; `known` gives the names among which a missing table may have its nearest."""
    cause = first_line(error)
    if not isinstance(error, PySparkException):
        return ConnectionFailed(shown=shown, cause=cause)
    condition, state = error.getCondition() or "", error.getSqlState() or ""
    given = error.getMessageParameters() or {}
    if condition.startswith("TABLE_OR_VIEW_NOT_FOUND"):
        name = _last(given.get("relationName", cause))
        return TableMissing(table=name, nearest=next(iter(get_close_matches(name, list(known()), n=1)), ""))
    if condition.startswith("UNRESOLVED_COLUMN"):
        return ColumnMissing(column=_last(given.get("objectName", cause)), nearest=_first(given.get("proposal", "")))
    if "UNAVAILABLE" in str(error) or "CONNECTION" in condition:
        return ConnectionFailed(shown=shown, cause=cause)
    if "OutOfMemory" in str(error):
        return WarehouseOutOfMemory(cause=cause)
    return _by_state(state, cause)


def is_cancelled(error: PySparkException | Py4JError) -> bool:
    """Whether the query was stopped from outside."""
    return any(one in str(error) for one in _CANCELLED)


def first_line(error: PySparkException | Py4JError) -> str:
    """What the engine says, without its trace."""
    if found := _DETAILS.search(str(error)):
        return found[1]
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def _by_state(state: str, cause: str) -> KpidefError:
    if state == "42501":
        return AccessDenied(cause=cause)
    if state.startswith("22"):
        return ValueUnreadable(cause=cause)
    return QueryRefused(cause=cause) if state.startswith("42") else QueryFailed(cause=cause)


def _last(name: str) -> str:
    parts = _QUOTED.findall(name)
    return parts[-1].replace("``", "`") if parts else name


def _first(proposal: str) -> str:
    return _last(proposal.partition(",")[0]) if proposal else ""

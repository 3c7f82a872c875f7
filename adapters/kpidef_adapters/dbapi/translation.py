"""A driver's errors into ours, by what they say: engines word the same few things differently."""

from __future__ import annotations

import re

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryFailed,
    QueryRefused,
    TableMissing,
    ValueUnreadable,
)

HIDDEN = "***"
_NAME = r"[`'\"\[]?(?P<name>[\w.$\" -]+?)[`'\"\]]?"
_TABLE = re.compile(
    rf"(?:object|table with name|table|table or view|relation)\s+{_NAME}\s+(?:does not exist|not found|cannot be found)"
    rf"|invalid object name\s+'(?P<object>[^']+)'|\[TABLE_OR_VIEW_NOT_FOUND\].*?`(?P<view>[^`]+)`\s"
    r"|not found: table (?P<found>\S+)|ORA-00942",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    rf"invalid identifier\s+{_NAME}(?:$|\s|\))|column\s+{_NAME.replace('name', 'column')}\s+cannot be resolved"
    r"|referenced column \"(?P<referenced>[^\"]+)\" not found"
    r"|invalid column name\s+'(?P<object>[^']+)'|\[UNRESOLVED_COLUMN[^\]]*\].*?`(?P<view>[^`]+)`"
    r"|unrecognized name:\s+(?P<unrecognized>[\w.`]+)|\bname (?P<inside>[\w`]+) not found inside"
    r'|ORA-00904:\s*"?(?P<oracle>[^":]+)"?',
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"insufficient privileges|permission denied|access denied|not authorized|incorrect username or password"
    r"|login failed|ORA-01017|ORA-01031|ORA-41900|authentication|unauthorized|\b40[13]\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"could not connect|failed to connect|connection (?:refused|reset|was closed|aborted)|timed? ?out|unreachable"
    r"|name or service not known|DPY-600|DPY-401|max retries exceeded",
    re.IGNORECASE,
)
_SYNTAX = re.compile(r"syntax|parse|mismatched input|ORA-009\d\d|compilation error|SYNTAX_ERROR", re.IGNORECASE)
_VALUE = re.compile(
    r"conversion failed|is not recognized|cannot cast|invalid (?:number|value)|ORA-01722|INVALID_CAST|CAST_INVALID",
    re.IGNORECASE,
)


def translate(error: Exception, shown: str, secrets: tuple[str, ...]) -> KpidefError:
    """Why a query failed; no secret is in it."""
    return translate_text(hidden(first_line(error), secrets), shown)


def translate_text(cause: str, shown: str) -> KpidefError:
    """Why a query failed, by the sentence alone."""
    if found := _TABLE.search(cause):
        return TableMissing(table=_last(found) or cause, nearest="")
    if found := _COLUMN.search(cause):
        return ColumnMissing(column=_last(found) or cause, nearest="")
    if _DENIED.search(cause):
        return AccessDenied(cause=cause)
    if _LOST.search(cause):
        return ConnectionFailed(shown=shown, cause=cause)
    if _VALUE.search(cause):
        return ValueUnreadable(cause=cause)
    return QueryRefused(cause=cause) if _SYNTAX.search(cause) else QueryFailed(cause=cause)


def translate_opening(error: Exception, shown: str, secrets: tuple[str, ...]) -> KpidefError:
    """Why a connection does not open; no secret is in it."""
    return translate_opening_text(hidden(first_line(error), secrets), shown)


def translate_opening_text(cause: str, shown: str) -> KpidefError:
    """Why a connection does not open, by the sentence alone."""
    return AccessDenied(cause=cause) if _DENIED.search(cause) else ConnectionFailed(shown=shown, cause=cause)


def hidden(text: str, secrets: tuple[str, ...]) -> str:
    """The text without the secrets.

    >>> hidden("login failed for ana with s3cret", ("s3cret",))
    'login failed for ana with ***'
    """
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def first_line(error: Exception) -> str:
    """What the driver says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__


def _last(found: re.Match[str]) -> str:
    name = next((value for value in found.groups() if value), "")
    return name.rpartition(".")[2].strip('"` ')

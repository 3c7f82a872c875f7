"""Databend's errors into ours, by their number."""

from __future__ import annotations

import re
from difflib import get_close_matches

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
from kpidef_adapters.databend.answer import Lost, Refused

_ABORTED = 1043
_NO_TABLE, _NO_DATABASE, _MEANING, _NOT_READ = 1025, 1003, 1065, 1006
_REFUSED = frozenset({1005, 1008, 1027, 1028, 1058, _MEANING})
_VALUES = frozenset({1006, 1010, 1046, 1048, 1073, 1081})
_DENIED = frozenset({1061, 1062, 1063, 2201, 2202, 2506, 5100, 5101, 5102, 5103})
_MEMORY = frozenset({1032, 3001, 4000})
_NAMED_TABLE = re.compile(r"Unknown table\s+(?P<name>.+?)[\s.]*$")
_NAMED_COLUMN = re.compile(r"column (?P<name>.+?) doesn't exist")


def translate(error: Refused | Lost, shown: str, known: tuple[str, ...] = ()) -> KpidefError:
    """Why a query failed; `known` are the names among which a missing table or column may have its nearest."""
    if isinstance(error, Lost):
        return ConnectionFailed(shown=shown, cause=str(error))
    name = missing(error)
    if name is not None:
        nearest = next(iter(get_close_matches(name, known, n=1)), "")
        is_column = error.code == _MEANING
        return ColumnMissing(column=name, nearest=nearest) if is_column else TableMissing(table=name, nearest=nearest)
    if error.code in _DENIED:
        return AccessDenied(cause=error.cause)
    if error.code in _VALUES:
        return ValueUnreadable(cause=error.cause)
    if error.code in _MEMORY:
        return WarehouseOutOfMemory(cause=error.cause)
    return QueryRefused(cause=error.cause) if error.code in _REFUSED else QueryFailed(cause=error.cause)


def is_out_of_time(error: Refused | Lost) -> bool:
    """Whether the engine gave up by itself, past the time that it was given.

    >>> is_out_of_time(Refused(1043, "Query aborted due to execution time exceeding maximum limit."))
    True
    """
    return isinstance(error, Refused) and error.code == _ABORTED and "time" in error.cause


def missing(error: Refused) -> str | None:
    """The table or the column that is not there.

    >>> missing(Refused(1025, 'Unknown table "default"."crm".tickets ..'))
    'tickets'
    >>> missing(Refused(1065, "column t.montnt doesn't exist, do you mean 'montant'?"))
    'montnt'
    """
    found = {_NO_TABLE: _NAMED_TABLE, _MEANING: _NAMED_COLUMN}.get(error.code, _NAMED_TABLE).search(error.cause)
    return found["name"].rpartition(".")[2].strip("\"`' ") if found is not None else None


def names_sql(error: Refused) -> str:
    """What lists the names among which the missing one may have its nearest."""
    name = "column_name" if error.code == _MEANING else "table_name"
    held = "columns" if error.code == _MEANING else "tables"
    return (
        f"SELECT DISTINCT {name} AS n FROM information_schema.{held} "
        "WHERE LOWER(table_schema) NOT IN ('information_schema', 'system') ORDER BY n"
    )

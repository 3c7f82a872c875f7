"""SQLite's declared types and ours; values that declare none are what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import NeutralType

Cell = str | int | float | bytes | None
_NEUTRAL: tuple[tuple[str, NeutralType], ...] = (
    ("TIMESTAMPTZ|TIMESTAMP WITH TIME ZONE", "timestamptz"),
    ("DATETIME|TIMESTAMP", "timestamp"),
    ("DATE", "date"),
    ("BOOL", "boolean"),
    ("INT", "integer"),
    ("DEC|NUMERIC|MONEY", "decimal"),
    ("REAL|FLOA|DOUB", "float"),
    ("CHAR|CLOB|TEXT|VARCHAR|STRING|UUID", "text"),
)
_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
_READERS: dict[NeutralType, Callable[[Cell], object]] = {
    "text": str,
    "integer": lambda cell: int(str(cell)),
    "float": lambda cell: float(str(cell)),
    "boolean": lambda cell: bool(int(str(cell))),
    "date": lambda cell: date.fromisoformat(str(cell)),
    "timestamp": lambda cell: datetime.fromisoformat(str(cell)),
    "timestamptz": lambda cell: datetime.fromisoformat(str(cell)).replace(tzinfo=UTC),
    "decimal": lambda cell: Decimal(repr(cell) if isinstance(cell, float) else str(cell)),
}


def neutral_type(declared: str) -> NeutralType | None:
    """Our type for one that a table declares.

    >>> neutral_type("decimal(10,2)"), neutral_type("BLOB")
    ('decimal', None)
    """
    return next((kind for pattern, kind in _NEUTRAL if re.search(pattern, declared.upper())), None)


def arrow_column(declared: str, values: Sequence[Cell]) -> pa.Array:
    """The values of one column, as its table declares them, else as they are."""
    kind = neutral_type(declared) or _seen(values)
    if kind is None:
        return pa.nulls(len(values))
    try:
        read = [None if value is None else _READERS[kind](value) for value in values]
    except (ValueError, ArithmeticError) as error:
        raise ValueUnreadable(cause=str(error)) from error
    return pa.array(read, _ARROW.get(kind) or _decimal_type([one for one in read if isinstance(one, Decimal)]))


def _seen(values: Sequence[Cell]) -> NeutralType | None:
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return None
    if kinds <= {int, float}:
        return "integer" if kinds == {int} else "float"
    return "text"


def _decimal_type(values: Sequence[Decimal]) -> pa.DataType:
    scales = [-one.as_tuple().exponent for one in values if isinstance(one.as_tuple().exponent, int)]  # type: ignore[operator]
    return pa.decimal128(38, max([0, *scales]))

"""PostgreSQL's types, ours, and Arrow's: a result's columns keep every digit and every microsecond."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import psycopg
import pyarrow as pa

from kpidef.warehouse import NeutralType

_NEUTRAL: dict[str, NeutralType] = {
    "text": "text",
    "varchar": "text",
    "bpchar": "text",
    "name": "text",
    "uuid": "text",
    "int2": "integer",
    "int4": "integer",
    "int8": "integer",
    "oid": "integer",
    "numeric": "decimal",
    "float4": "float",
    "float8": "float",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
}
_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
_MOST_DIGITS = 38
_TWICE_AS_MANY = 76


def type_name(column: psycopg.Column) -> str:
    """The type as PostgreSQL names it; a type of the user's own by its number."""
    found = psycopg.adapters.types.get(column.type_code)
    return found.name if found is not None else str(column.type_code)


def neutral_type(name: str) -> NeutralType | None:
    """Our type for one of PostgreSQL's; None for those a KPI cannot use as such.

    >>> neutral_type("int4"), neutral_type("jsonb")
    ('integer', None)
    """
    return _NEUTRAL.get(name)


def arrow_column(column: psycopg.Column, values: Sequence[object]) -> pa.Array:
    """The values of one column, in the type that the server says."""
    kind = neutral_type(type_name(column))
    if kind is None:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    if kind == "decimal":
        return pa.array(values, _decimal_type(column, [value for value in values if isinstance(value, Decimal)]))
    if kind == "text":
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return pa.array(values, _ARROW[kind])


def _decimal_type(column: psycopg.Column, values: Sequence[Decimal]) -> pa.DataType:
    """The declared type; where a computed number declares none, the one that holds every digit that came."""
    if column.precision is not None and column.precision <= _MOST_DIGITS:
        return pa.decimal128(column.precision, column.scale or 0)
    parts = [value.as_tuple() for value in values]
    scale = max([0, *(-part.exponent for part in parts if isinstance(part.exponent, int))])
    whole = max([1, *(len(part.digits) + part.exponent for part in parts if isinstance(part.exponent, int))])
    if whole + scale <= _MOST_DIGITS:
        return pa.decimal128(_MOST_DIGITS, scale)
    return pa.decimal256(_TWICE_AS_MANY, min(scale, _TWICE_AS_MANY - whole))

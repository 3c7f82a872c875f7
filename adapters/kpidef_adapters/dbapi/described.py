"""Rows of Python values as Arrow, in the types that the result's own description names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import NeutralType
from kpidef_adapters.dbapi.arrow import values_as_arrow
from kpidef_adapters.dbapi.types import common_type
from kpidef_adapters.dbapi.warehouse import Cursor

_MOST_DIGITS = 38
_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


def fetch_described(cursor: Cursor) -> pa.Table:
    """The result of a driver that describes it by type names: the same types with rows and without."""
    rows = cursor.fetchall()
    description = list(cursor.description or ())
    columns = list(zip(*rows, strict=True)) or [()] * len(description)
    try:
        arrays = [_column(one, list(values)) for one, values in zip(description, columns, strict=True)]
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueUnreadable(cause=str(error)) from None
    return pa.Table.from_arrays(arrays, names=[str(one[0]) for one in description])


def _column(described: Sequence[Any], values: list[object]) -> pa.Array:
    if described[1] is None:
        return values_as_arrow(values)
    kind = common_type(str(described[1]))
    if kind == "decimal":
        precision, scale = described[4:6]
        return pa.array(values, pa.decimal128(precision or _MOST_DIGITS, scale or 0))
    if kind is None:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return pa.array(values, _ARROW[kind])

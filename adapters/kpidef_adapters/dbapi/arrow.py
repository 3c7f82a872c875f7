"""Rows of Python values as Arrow: every digit and every microsecond is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

_MOST_DIGITS, _TWICE_AS_MANY = 38, 76


def rows_as_arrow(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.Table:
    """The table of these rows.

    >>> rows_as_arrow(["n", "prix"], [(1, Decimal("12.50")), (None, Decimal("0.125"))]).column("prix").type
    Decimal128Type(decimal128(38, 3))
    """
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.Table.from_arrays([values_as_arrow(values) for values in columns], names=list(names))


def values_as_arrow(values: Sequence[object]) -> pa.Array:
    """One column, in the type that its values have."""
    known = [value for value in values if value is not None]
    if not known:
        return pa.array(values, pa.string())
    if any(isinstance(value, Decimal) for value in known):
        exact = [None if value is None else Decimal(str(value)) for value in values]
        return pa.array(exact, _decimal_type([value for value in exact if value is not None]))
    if isinstance(known[0], datetime) and known[0].tzinfo is not None:
        return pa.array(
            [value.astimezone(UTC) if isinstance(value, datetime) else None for value in values],
            pa.timestamp("us", tz="UTC"),
        )
    return pa.array(values)


def plain(table: pa.Table) -> pa.Table:
    """The table with instants in UTC, to the microsecond, and texts as texts."""
    for index, field in enumerate(table.schema):
        kind = _plain_type(field.type)
        if kind != field.type:
            # Ours stop at the microsecond: what is finer is left out.
            table = table.set_column(index, field.name, table.column(index).cast(kind, safe=False))
    return table


def _decimal_type(values: Sequence[Decimal]) -> pa.DataType:
    parts = [value.as_tuple() for value in values]
    scale = max([0, *(-part.exponent for part in parts if isinstance(part.exponent, int))])
    whole = max([1, *(len(part.digits) + part.exponent for part in parts if isinstance(part.exponent, int))])
    if whole + scale <= _MOST_DIGITS:
        return pa.decimal128(_MOST_DIGITS, scale)
    return pa.decimal256(_TWICE_AS_MANY, min(scale, _TWICE_AS_MANY - whole))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", None if kind.tz is None else "UTC")
    return kind

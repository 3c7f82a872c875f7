"""Arrow as ADBC drivers give it -> the few types that results have, without losing a digit or a microsecond."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import NeutralType

_MOST_DIGITS, _TWICE_AS_MANY = 38, 76
_TYPMOD = b"POSTGRESQL:typmod"
_HEADER = 4  # what PostgreSQL adds to a typmod


def plain(table: pa.Table) -> pa.Table:
    """The table in our types. Raises ValueUnreadable where a value has none, as NaN has in a decimal."""
    columns, fields = [], []
    for column, field in zip(table.columns, table.schema, strict=True):
        try:
            found = _column(column, field)
        except pa.ArrowInvalid as error:
            raise ValueUnreadable(cause=f"{field.name}: {error}") from None
        columns.append(found)
        fields.append(field.with_type(found.type))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def neutral_type(kind: pa.DataType) -> NeutralType | None:
    """Our type for one of Arrow's.

    >>> neutral_type(pa.decimal128(10, 2)), neutral_type(pa.timestamp("us", "UTC")), neutral_type(pa.list_(pa.int8()))
    ('decimal', 'timestamptz', None)
    """
    if pa.types.is_timestamp(kind):
        return "timestamp" if kind.tz is None else "timestamptz"
    known: tuple[tuple[bool, NeutralType], ...] = (
        (pa.types.is_string(kind), "text"),
        (pa.types.is_integer(kind), "integer"),
        (pa.types.is_decimal(kind), "decimal"),
        (pa.types.is_floating(kind), "float"),
        (pa.types.is_boolean(kind), "boolean"),
        (pa.types.is_date(kind), "date"),
    )
    return next((ours for is_it, ours in known if is_it), None)


def _column(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    kind = field.type
    if isinstance(kind, pa.OpaqueType):
        stored = _storage(column, kind.storage_type)
        return _decimals(stored, field) if kind.type_name == "numeric" else _texts(stored)
    if isinstance(kind, pa.UuidType):
        return pa.chunked_array([[None if one is None else str(one) for one in column.to_pylist()]], pa.string())
    if isinstance(kind, pa.BaseExtensionType):
        return _texts(_storage(column, kind.storage_type))
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    return column.cast(_plain_type(kind))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", None if kind.tz is None else "UTC")
    known = (
        (pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind), pa.string()),
        (pa.types.is_integer(kind) and not pa.types.is_uint64(kind), pa.int64()),
        (pa.types.is_floating(kind), pa.float64()),
        (pa.types.is_date(kind), pa.date32()),
    )
    return next((ours for is_it, ours in known if is_it), kind)


def _storage(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return pa.chunked_array([chunk.storage for chunk in column.chunks], kind)


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    return column.cast(pa.string()) if is_text else column


def _decimals(texts: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    declared = _declared(int((field.metadata or {}).get(_TYPMOD, b"-1")))
    return texts.cast(pa.string()).cast(declared or _wide_enough(texts))


def _declared(typmod: int) -> pa.DataType | None:
    """The precision and scale that a column declares; a computed one declares none.

    >>> _declared(655366), _declared(-1)
    (Decimal128Type(decimal128(10, 2)), None)
    """
    precision, scale = (typmod - _HEADER) >> 16, (typmod - _HEADER) & 0x7FF
    return pa.decimal128(precision, scale) if typmod >= _HEADER and scale <= precision <= _MOST_DIGITS else None


def _wide_enough(texts: pa.ChunkedArray) -> pa.DataType:
    """The type that holds every digit that came."""
    lengths, points = pc.utf8_length(texts), pc.find_substring(texts, ".")
    has_point = pc.greater_equal(points, 0)
    scale = pc.max(pc.if_else(has_point, pc.subtract(pc.subtract(lengths, points), 1), 0)).as_py() or 0
    whole = pc.max(pc.if_else(has_point, points, lengths)).as_py() or 1
    if whole + scale <= _MOST_DIGITS:
        return pa.decimal128(_MOST_DIGITS, scale)
    return pa.decimal256(_TWICE_AS_MANY, min(scale, max(_TWICE_AS_MANY - whole, 0)))

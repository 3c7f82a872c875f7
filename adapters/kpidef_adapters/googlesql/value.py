"""Values as GoogleSQL's messages hold them, to and fro."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal

import pyarrow as pa
from zetasql.types import TypeKind
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2
from zetasql.wasi._pb2.zetasql.public import value_pb2

from kpidef.errors.warehouse import ValueUnreadable
from kpidef.warehouse import NeutralType, ScratchTable, ScratchValue

KINDS: dict[NeutralType, TypeKind] = {
    "text": TypeKind.TYPE_STRING,
    "integer": TypeKind.TYPE_INT64,
    "decimal": TypeKind.TYPE_NUMERIC,
    "float": TypeKind.TYPE_DOUBLE,
    "boolean": TypeKind.TYPE_BOOL,
    "date": TypeKind.TYPE_DATE,
    "timestamp": TypeKind.TYPE_DATETIME,
    "timestamptz": TypeKind.TYPE_TIMESTAMP,
}
_ARROW = {
    TypeKind.TYPE_STRING: pa.string(),
    TypeKind.TYPE_INT64: pa.int64(),
    TypeKind.TYPE_DOUBLE: pa.float64(),
    TypeKind.TYPE_BOOL: pa.bool_(),
    TypeKind.TYPE_DATE: pa.date32(),
    TypeKind.TYPE_DATETIME: pa.timestamp("us"),
    TypeKind.TYPE_TIMESTAMP: pa.timestamp("us", tz="UTC"),
    TypeKind.TYPE_NUMERIC: pa.decimal128(38, 9),
    TypeKind.TYPE_BIGNUMERIC: pa.decimal256(76, 38),
}
_DAY_ZERO = date(1970, 1, 1)
_TRUTHS = {"true": True, "false": False}
# A DATETIME's seconds are packed in fields of bits: year, month, day, hour, minute, second.
_FIELDS = ((26, 0x3FFF), (22, 0xF), (17, 0x1F), (12, 0x1F), (6, 0x3F), (0, 0x3F))


def content_of(table: ScratchTable) -> local_service_pb2.TableContent:
    """The rows of a table. Raises ValueUnreadable for what is not of its column's type."""
    content = local_service_pb2.TableContent()
    for row in table.rows:
        line = content.table_data.row.add()
        for (_, kind), value in zip(table.columns, row, strict=True):
            cell = line.cell.add()
            if value is not None:
                _write(cell, kind, _read(kind, value) if isinstance(value, str) else value)
    if not table.rows:
        content.table_data.SetInParent()
    return content


def arrow_column(kind: TypeKind, cells: Sequence[value_pb2.ValueProto]) -> pa.Array:
    """The values of one column of a result."""
    if kind not in _ARROW:
        return pa.array([None] * len(cells), pa.string())
    return pa.array([_value(cell) for cell in cells], _ARROW[kind])


def _write(cell: value_pb2.ValueProto, kind: NeutralType, value: ScratchValue) -> None:
    match kind, value:
        case "boolean", bool():
            cell.bool_value = value
        case "integer", int():
            cell.int64_value = value
        case "float", int() | float() | Decimal():
            cell.double_value = float(value)
        case "decimal", int() | float() | Decimal():
            cell.numeric_value = _packed(Decimal(str(value)))
        case "timestamptz", datetime():
            cell.timestamp_value.FromDatetime(value.astimezone(UTC) if value.tzinfo else value)
        case "timestamp", datetime():
            parts = (value.year, value.month, value.day, value.hour, value.minute, value.second)
            cell.datetime_value.bit_field_datetime_seconds = sum(
                part << shift for part, (shift, _) in zip(parts, _FIELDS, strict=True)
            )
            cell.datetime_value.nanos = value.microsecond * 1000
        case "date", date():
            cell.date_value = (value - _DAY_ZERO).days
        case "text", _:
            cell.string_value = str(value)
        case _:
            raise ValueUnreadable(cause=f"{value!r}")


def _read(kind: NeutralType, written: str) -> ScratchValue:
    try:
        match kind:
            case "integer":
                return int(written)
            case "decimal":
                return Decimal(written)
            case "float":
                return float(written)
            case "boolean":
                return _TRUTHS[written.lower()]
            case "date":
                return date.fromisoformat(written)
            case "timestamp" | "timestamptz":
                return datetime.fromisoformat(written)
            case _:
                return written
    except (ValueError, ArithmeticError, KeyError):
        raise ValueUnreadable(cause=repr(written)) from None


def _packed(value: Decimal) -> bytes:
    whole = int(value.scaleb(9).to_integral_value())
    return whole.to_bytes((whole.bit_length() // 8) + 1, "little", signed=True)


def _value(cell: value_pb2.ValueProto) -> object:
    which = cell.WhichOneof("value")
    if which is None:
        return None
    held = getattr(cell, which)
    match which:
        case "date_value":
            return _DAY_ZERO + timedelta(days=held)
        case "datetime_value":
            packed = held.bit_field_datetime_seconds
            year, month, day, hour, minute, second = ((packed >> shift) & mask for shift, mask in _FIELDS)
            return datetime(year, month, day, hour, minute, second, held.nanos // 1000)  # noqa: DTZ001  a wall-clock time
        case "timestamp_value":
            return held.ToDatetime(tzinfo=UTC)
        case "numeric_value":
            return Decimal(int.from_bytes(held, "little", signed=True)).scaleb(-9)
        case "bignumeric_value":
            return _plain(Decimal(int.from_bytes(held, "little", signed=True)))
        case _:
            return held


def _plain(scaled: Decimal) -> Decimal:
    return scaled.scaleb(-38, Context(prec=80))

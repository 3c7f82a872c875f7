"""ClickHouse's types, ours, and Arrow's: a result's columns keep every digit and every microsecond."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

from kpidef.warehouse import NeutralType

_NEUTRAL: dict[str, NeutralType] = {
    **dict.fromkeys(("String", "FixedString", "UUID", "Enum8", "Enum16", "IPv4", "IPv6"), "text"),
    **dict.fromkeys((f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64, 128, 256)), "integer"),
    **dict.fromkeys(("Decimal", "Decimal32", "Decimal64", "Decimal128", "Decimal256"), "decimal"),
    **dict.fromkeys(("Float32", "Float64", "BFloat16"), "float"),
    "Bool": "boolean",
    **dict.fromkeys(("Date", "Date32"), "date"),
}
_WRAPPER = re.compile(r"(?:Nullable|LowCardinality|SimpleAggregateFunction)\((?:\w+, )?(.*)\)")
_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
_MOST_DIGITS = 38
_ARROW_BITS = 64


def neutral_type(type_text: str) -> NeutralType | None:
    """Our type for one of ClickHouse's; None for those a KPI cannot use as such.

    A DateTime that names its zone is an instant; one that does not is what a clock on the wall says.

    >>> neutral_type("LowCardinality(Nullable(String))"), neutral_type("DateTime64(6, 'UTC')"), neutral_type("JSON")
    ('text', 'timestamptz', None)
    """
    bare = _bare(type_text)
    head = bare.partition("(")[0]
    if head in ("DateTime", "DateTime64"):
        return "timestamptz" if "'" in bare else "timestamp"
    return _NEUTRAL.get(head)


def arrow_column(type_text: str, values: Sequence[object]) -> pa.Array:
    """The values of one column, in the type that the engine says."""
    match neutral_type(type_text):
        case "integer":
            return pa.array(values, _integer_type(_bare(type_text)))
        case "decimal":
            return _decimals(_bare(type_text), values)
        case None | "text":
            return pa.array([None if one is None else _text(one) for one in values], pa.string())
        case "timestamp":
            return pa.array([_naive(one) for one in values], _ARROW["timestamp"])
        case kind:
            return pa.array([_plain(one) for one in values], _ARROW[kind])


def _bare(type_text: str) -> str:
    found = _WRAPPER.fullmatch(type_text)
    return _bare(found[1]) if found is not None else type_text


def _integer_type(bare: str) -> pa.DataType:
    if bare == "UInt64":
        return pa.uint64()
    bits = int("".join(one for one in bare if one.isdigit()))
    if bits <= _ARROW_BITS:
        return pa.int64()
    return pa.decimal128(_MOST_DIGITS, 0) if bits == 2 * _ARROW_BITS else pa.decimal256(2 * _MOST_DIGITS, 0)


def _decimals(bare: str, values: Sequence[object]) -> pa.Array:
    *precision, scale = (int(one) for one in re.findall(r"\d+", bare.partition("(")[2]))
    wide = "256" in bare or (bool(precision) and precision[0] > _MOST_DIGITS)
    kind = pa.decimal256(2 * _MOST_DIGITS, scale) if wide else pa.decimal128(_MOST_DIGITS, scale)
    return pa.array([Decimal(str(one)) if one is not None else None for one in values], kind)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace").rstrip("\0") if isinstance(value, bytes) else str(value)


def _naive(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        case _:
            return value

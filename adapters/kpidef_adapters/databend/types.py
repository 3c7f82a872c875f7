"""Databend's types, ours, and Arrow's: values come as texts, and keep every digit and every microsecond."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from kpidef.warehouse import NeutralType

_INTEGERS = ("tinyint", "smallint", "int", "integer", "bigint")
_NEUTRAL: dict[str, NeutralType] = {
    **dict.fromkeys(("string", "varchar", "char", "text"), "text"),
    **dict.fromkeys((*_INTEGERS, *(f"{one} unsigned" for one in _INTEGERS)), "integer"),
    **dict.fromkeys((f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)), "integer"),
    **dict.fromkeys(("decimal", "numeric"), "decimal"),
    **dict.fromkeys(("float", "double", "float32", "float64"), "float"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    "date": "date",
    # What a clock says in the session's zone, which is UTC.
    **dict.fromkeys(("timestamp", "datetime"), "timestamp"),
    "timestamptz": "timestamptz",
}
_WRAPPER = re.compile(r"nullable\((.*)\)|(.*) null", re.IGNORECASE)
_MOST_DIGITS = 38
_READERS: dict[NeutralType, Callable[[str], object]] = {
    "text": str,
    "integer": int,
    "decimal": Decimal,
    "float": float,
    "boolean": lambda written: written.lower() in ("true", "1"),
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "timestamptz": lambda written: datetime.fromisoformat(_offset_joined(written)).astimezone(UTC),
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


def neutral_type(type_text: str) -> NeutralType | None:
    """Our type for one of Databend's, as a result or a catalogue writes it; None for those a KPI cannot use as such.

    >>> neutral_type("Nullable(Int64)"), neutral_type("decimal(38, 6)"), neutral_type("Timestamp_Tz"), neutral_type("x")
    ('integer', 'decimal', 'timestamptz', None)
    """
    return _NEUTRAL.get(_bare(type_text).partition("(")[0].strip().replace("_", ""))


def arrow_column(type_text: str, values: Sequence[str | None]) -> pa.Array:
    """The values of one column, in the type that the engine says."""
    kind = neutral_type(type_text) or "text"
    read = _READERS[kind]
    return pa.array([None if one is None else read(one) for one in values], _arrow_type(kind, _bare(type_text)))


def _arrow_type(kind: NeutralType, bare: str) -> pa.DataType:
    if kind == "decimal":
        digits, scale = (int(one) for one in re.findall(r"\d+", bare.partition("(")[2]))
        return pa.decimal128(_MOST_DIGITS, scale) if digits <= _MOST_DIGITS else pa.decimal256(2 * _MOST_DIGITS, scale)
    return pa.uint64() if bare in ("uint64", "bigint unsigned") else _ARROW[kind]


def _bare(type_text: str) -> str:
    found = _WRAPPER.fullmatch(type_text.strip())
    return _bare(found[1] or found[2]) if found is not None else type_text.strip().lower()


def _offset_joined(written: str) -> str:
    """An offset as ISO 8601 has it.

    >>> _offset_joined("2026-07-01 02:00:00.000000 +0200")
    '2026-07-01 02:00:00.000000+0200'
    """
    return re.sub(r"\s+(?=[+-]\d)", "", written)

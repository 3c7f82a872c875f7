"""The types of MySQL and MariaDB, ours, and Arrow's: a result's columns keep every digit and every microsecond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
from pymysql.constants import FIELD_TYPE

from kpidef.warehouse import NeutralType

_NEUTRAL: dict[str, NeutralType] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year"), "integer"),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"), "text"),
    "decimal": "decimal",
    "float": "float",
    "double": "float",
    "date": "date",
    # A DATETIME is what a clock on the wall says, a TIMESTAMP is an instant: the session is in UTC.
    "datetime": "timestamp",
    "timestamp": "timestamptz",
}
_WHOLE = frozenset(
    {FIELD_TYPE.TINY, FIELD_TYPE.SHORT, FIELD_TYPE.INT24, FIELD_TYPE.LONG, FIELD_TYPE.LONGLONG, FIELD_TYPE.YEAR}
)
_BY_CODE: dict[int, NeutralType] = {
    **dict.fromkeys(_WHOLE, "integer"),
    FIELD_TYPE.DECIMAL: "decimal",
    FIELD_TYPE.NEWDECIMAL: "decimal",
    FIELD_TYPE.FLOAT: "float",
    FIELD_TYPE.DOUBLE: "float",
    FIELD_TYPE.DATE: "date",
    FIELD_TYPE.NEWDATE: "date",
    FIELD_TYPE.DATETIME: "timestamp",
    FIELD_TYPE.TIMESTAMP: "timestamptz",
}
_ARROW: dict[NeutralType, pa.DataType] = {
    "text": pa.string(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}
_MOST_DIGITS = 38
_TWICE_AS_MANY = 76


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A result's column as the protocol describes it."""

    name: str
    code: int
    length: int
    scale: int
    is_unsigned: bool

    @property
    def type(self) -> NeutralType:
        """Its neutral type; what the language has no type for is a text."""
        if self.code == FIELD_TYPE.TINY and self.length == 1:
            return "boolean"
        return _BY_CODE.get(self.code, "text")


def neutral_type(column_type: str) -> NeutralType | None:
    """Our type for one of theirs, as information_schema.columns writes it; None for those a KPI cannot use as such.

    >>> neutral_type("tinyint(1)"), neutral_type("decimal(10,2) unsigned"), neutral_type("json")
    ('boolean', 'decimal', None)
    """
    if column_type.startswith("tinyint(1)"):
        return "boolean"
    return _NEUTRAL.get(column_type.replace("(", " ").split()[0])


def arrow_column(column: ResultColumn, values: Sequence[object]) -> pa.Array:
    """The values of one column, in the type that the server says."""
    match column.type:
        case "decimal":
            return pa.array(values, _decimal_type(column, [one for one in values if isinstance(one, Decimal)]))
        case "integer":
            return pa.array(values, pa.uint64() if column.is_unsigned else pa.int64())
        case "boolean":
            return pa.array([None if one is None else bool(one) for one in values], pa.bool_())
        case "text":
            return pa.array([None if one is None else _text(one) for one in values], pa.string())
        case kind:
            return pa.array(values, _ARROW[kind])


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _decimal_type(column: ResultColumn, values: Sequence[Decimal]) -> pa.DataType:
    """The one that holds the declared scale and every digit that came."""
    parts = [value.as_tuple() for value in values]
    scale = max([column.scale, *(-part.exponent for part in parts if isinstance(part.exponent, int))])
    whole = max([1, *(len(part.digits) + part.exponent for part in parts if isinstance(part.exponent, int))])
    if whole + scale <= _MOST_DIGITS:
        return pa.decimal128(_MOST_DIGITS, scale)
    return pa.decimal256(_TWICE_AS_MANY, min(scale, _TWICE_AS_MANY - whole))

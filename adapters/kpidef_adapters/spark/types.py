"""Spark's types, ours, and Arrow's."""

from __future__ import annotations

import pyarrow as pa

from kpidef.warehouse import NeutralType

_NEUTRAL: dict[str, NeutralType] = {
    "string": "text",
    "tinyint": "integer",
    "smallint": "integer",
    "int": "integer",
    "bigint": "integer",
    "decimal": "decimal",
    "float": "float",
    "double": "float",
    "boolean": "boolean",
    "date": "date",
    "timestamp_ntz": "timestamp",
    "timestamp": "timestamptz",
}


def neutral_type(type_text: str) -> NeutralType | None:
    """Our type for one of Spark's; None for those a KPI cannot use as such.

    >>> neutral_type("decimal(18,2)"), neutral_type("varchar(20)"), neutral_type("array<int>")
    ('decimal', 'text', None)
    """
    name = type_text.partition("(")[0].partition(" ")[0]
    return "text" if name in ("varchar", "char") else _NEUTRAL.get(name)


def plain(table: pa.Table) -> pa.Table:
    """The table without what Spark alone has: 64-bit text offsets, empty columns of no type, zones other than UTC."""
    for index, field in enumerate(table.schema):
        kind = _plain_type(field.type)
        if kind is not field.type:
            table = table.set_column(index, field.name, table.column(index).cast(kind))
    return table


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_timestamp(kind) and kind.tz not in (None, "UTC"):
        return pa.timestamp("us", tz="UTC")
    return kind

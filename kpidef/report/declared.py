"""A result's columns in the types that the definitions declare: engines without a type answer with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.sql.statement import Statement


# What we count ourselves.
_OWN = dict.fromkeys(("period_index", "level", "seen", "duplicates"), "integer")


def as_declared(statement: Statement, wide: pa.Table) -> pa.Table:
    """The table, with truths that came as 0 and 1, dates that came as texts, and columns of nulls, in their type."""
    for column in statement.columns:
        place = wide.schema.get_field_index(column.name)
        kind = _wanted(column.type or _OWN.get(column.role, ""), wide.schema.field(place).type) if place >= 0 else None
        if kind is not None:
            wide = wide.set_column(place, column.name, wide.column(place).cast(kind, safe=False))
    return wide


def _wanted(declared: str, got: pa.DataType) -> pa.DataType | None:
    """The type to read the column in; None where it is in its own already."""
    import pyarrow as pa

    known = {
        "text": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "timestamptz": pa.timestamp("us", tz="UTC"),
    }
    if pa.types.is_null(got):
        return known.get(declared, pa.float64())
    if declared == "boolean" and (pa.types.is_integer(got) or pa.types.is_floating(got)):
        return known[declared]
    if declared in ("date", "timestamp", "timestamptz") and pa.types.is_string(got):
        return known[declared]
    return None

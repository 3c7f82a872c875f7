"""DuckDB's types and ours."""

from __future__ import annotations

import re

from kpidef.warehouse import NeutralType

_NEUTRAL: dict[str, NeutralType] = {
    "VARCHAR": "text",
    "ENUM": "text",
    "UUID": "text",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "UTINYINT": "integer",
    "USMALLINT": "integer",
    "UINTEGER": "integer",
    "UBIGINT": "integer",
    "UHUGEINT": "integer",
    "DECIMAL": "decimal",
    "FLOAT": "float",
    "DOUBLE": "float",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}


def neutral_type(type_text: str) -> NeutralType | None:
    """Our type for one of DuckDB's; None for those a KPI cannot use as such.

    >>> neutral_type("DECIMAL(18,3)"), neutral_type("INTEGER[]")
    ('decimal', None)
    """
    if type_text.endswith("]"):
        return None
    return _NEUTRAL.get(re.sub(r"\(.*\)", "", type_text, flags=re.DOTALL).strip())

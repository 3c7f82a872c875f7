"""The names that several engines give their types."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpidef.warehouse import NeutralType

COMMON: dict[str, NeutralType] = {
    **dict.fromkeys(("varchar", "char", "text", "string", "nvarchar", "nchar", "varchar2", "nvarchar2"), "text"),
    **dict.fromkeys(("tinyint", "smallint", "int", "integer", "bigint"), "integer"),
    **dict.fromkeys(("decimal", "numeric", "number", "money"), "decimal"),
    **dict.fromkeys(("float", "double", "real", "double precision", "binary_double", "binary_float"), "float"),
    **dict.fromkeys(("boolean", "bool", "bit"), "boolean"),
    "date": "date",
    **dict.fromkeys(("timestamp", "datetime", "datetime2", "smalldatetime"), "timestamp"),
    **dict.fromkeys(("timestamp with time zone", "datetimeoffset"), "timestamptz"),
}
COLUMNS_SQL = (
    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE LOWER(table_schema) <> 'information_schema' ORDER BY table_schema, table_name, ordinal_position"
)


def common_type(type_text: str, types: Mapping[str, NeutralType] = COMMON) -> NeutralType | None:
    """Our type for one of several engines', sizes left out.

    >>> common_type("DECIMAL(10,2)"), common_type("timestamp(3) with time zone"), common_type("xml")
    ('decimal', 'timestamptz', None)
    """
    return types.get(re.sub(r"\(.*?\)", "", type_text.lower()).strip())

"""Names and values as ClickHouse reads them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from kpidef.warehouse import ScratchValue


def identifier(name: str) -> str:
    """A name in backticks.

    >>> identifier("mes `tickets`")
    '`mes \\\\`tickets\\\\``'
    """
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part in backticks.

    >>> table_name("crm.tickets"), table_name("crm.`tickets.2026`")
    ('`crm`.`tickets`', '`crm`.`tickets.2026`')
    """
    parts = re.findall(r'`[^`]*`|"[^"]*"|[^.`"]+', text)
    return ".".join(identifier(part.strip('`"')) for part in parts)


def literal(value: ScratchValue) -> str:
    """A value in single quotes, for the engine to cast.

    >>> literal("l'été"), literal(None), literal(True)
    ("'l\\\\'été'", 'NULL', "'true'")
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return f"'{str(value).lower()}'"
        case datetime():
            instant = value.astimezone(UTC) if value.tzinfo is not None else value
            text = instant.replace(tzinfo=None).isoformat(sep=" ")
        case date():
            text = value.isoformat()
        case Decimal():
            text = format(value, "f")
        case _:
            text = str(value)
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

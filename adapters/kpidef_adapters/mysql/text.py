"""Names and values as MySQL and MariaDB read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from kpidef.warehouse import ScratchValue


def identifier(name: str) -> str:
    """A name in backticks.

    >>> identifier("mes `tickets`")
    '`mes ``tickets```'
    """
    return "`" + name.replace("`", "``") + "`"


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part in backticks.

    >>> table_name("crm.tickets"), table_name("crm.`tickets.2026`")
    ('`crm`.`tickets`', '`crm`.`tickets.2026`')
    """
    parts = re.findall(r'`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^.`"]+', text)
    return ".".join(part if part.startswith("`") else identifier(part.strip('"')) for part in parts)


def literal(value: ScratchValue) -> str:
    """A value as a literal; what a text stands for is for the server to cast.

    >>> literal("l'été"), literal(None), literal(True)
    ("'l''été'", 'NULL', '1')
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return str(int(value))
        case datetime():
            instant = value.astimezone(UTC) if value.tzinfo is not None else value
            return f"'{instant.replace(tzinfo=None).isoformat(sep=' ')}'"
        case date():
            return f"'{value.isoformat()}'"
        case Decimal():
            return format(value, "f")
        case int() | float():
            return repr(value)
        case _:
            return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"

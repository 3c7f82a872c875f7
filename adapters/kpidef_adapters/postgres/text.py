"""Names and values as PostgreSQL reads them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from kpidef.warehouse import ScratchValue


def identifier(name: str) -> str:
    """A name in double quotes.

    >>> identifier('mes "tickets"')
    '"mes ""tickets\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part in double quotes.

    >>> table_name('crm.tickets'), table_name('crm."tickets.2026"')
    ('"crm"."tickets"', '"crm"."tickets.2026"')
    """
    parts = re.findall(r'"(?:[^"]|"")*"|[^."]+', text)
    return ".".join(part if part.startswith('"') else identifier(part) for part in parts)


def literal(value: ScratchValue) -> str:
    """A value in single quotes, for the server to cast.

    >>> literal("l'été"), literal(None), literal(True)
    ("'l''été'", 'NULL', "'True'")
    """
    match value:
        case None:
            return "NULL"
        case datetime():
            text = value.isoformat(sep=" ")
        case date():
            text = value.isoformat()
        case Decimal():
            text = format(value, "f")
        case _:
            text = str(value)
    return "'" + text.replace("'", "''") + "'"

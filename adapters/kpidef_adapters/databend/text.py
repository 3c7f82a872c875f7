"""Names and values as Databend reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
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

    >>> table_name("crm.tickets"), table_name('crm."tickets.2026"')
    ('"crm"."tickets"', '"crm"."tickets.2026"')
    """
    parts = re.findall(r'"[^"]*"|`[^`]*`|[^."`]+', text)
    return ".".join(identifier(part.strip('"`')) for part in parts)


def literal(value: ScratchValue) -> str:
    """A value in single quotes, for the engine to cast.

    >>> literal("l'été"), literal(None), literal(True)
    ("'l''été'", 'NULL', "'true'")
    """
    match value:
        case None:
            return "NULL"
        case bool():
            text = str(value).lower()
        case datetime() if value.tzinfo is not None:
            text = f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')} +0000"
        case datetime():
            text = value.isoformat(sep=" ")
        case Decimal():
            text = format(value, "f")
        case _:
            text = str(value)
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"

"""Names and values as PostgreSQL reads them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kpidef.warehouse import ScratchValue


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

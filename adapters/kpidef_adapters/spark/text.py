"""Names as Spark reads them."""

from __future__ import annotations

import re


def identifier(name: str) -> str:
    """A name in backticks.

    >>> identifier("mes `tickets`")
    '`mes ``tickets```'
    """
    return "`" + name.replace("`", "``") + "`"


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part in backticks.

    >>> table_name("crm.tickets"), table_name("crm.`tickets.2026`"), table_name('crm."tickets"')
    ('`crm`.`tickets`', '`crm`.`tickets.2026`', '`crm`.`tickets`')
    """
    parts = re.findall(r"`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|[^.`\"]+", text)
    return ".".join(part if part.startswith("`") else identifier(_unquoted(part)) for part in parts)


def _unquoted(part: str) -> str:
    return part[1:-1].replace('""', '"') if part.startswith('"') else part

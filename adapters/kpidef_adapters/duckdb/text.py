"""Names and values as DuckDB reads them."""

from __future__ import annotations

import re


def identifier(name: str) -> str:
    """A name in double quotes.

    >>> identifier('mes "tickets"')
    '"mes ""tickets\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part in double quotes; a part that holds a dot is already in quotes.

    >>> table_name('crm.tickets'), table_name('crm."tickets.2026"')
    ('"crm"."tickets"', '"crm"."tickets.2026"')
    """
    parts = re.findall(r'"(?:[^"]|"")*"|[^."]+', text)
    return ".".join(part if part.startswith('"') else identifier(part) for part in parts)


def literal(text: str) -> str:
    """A text in single quotes.

    >>> literal("l'été")
    "'l''été'"
    """
    return "'" + text.replace("'", "''") + "'"


def glob_literal(path: str) -> str:
    """A path in single quotes, of which no character is a wildcard.

    >>> glob_literal("ventes[1].csv")
    "'ventes[[]1].csv'"
    """
    return literal(re.sub(r"([\[*?])", r"[\1]", path))

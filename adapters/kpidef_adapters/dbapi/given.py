"""Given rows as CREATE TABLE and INSERT, for engines that cast a text where they are told to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from kpidef.warehouse import NeutralType, ScratchTable, ScratchValue

_MOST_DIGITS, _LEAST_SCALE = 38, 6


def fills(table: ScratchTable, types: Mapping[NeutralType, str], *, has_backslash: bool = False) -> Iterator[str]:
    """The statements that make the table; where `types` has `{}`, a decimal's scale. Some engines' texts have escapes.

    >>> from kpidef.warehouse import ScratchTable
    >>> prices = ScratchTable("prix", (("montant", "decimal"),), [["12.50"], [None]])
    >>> list(fills(prices, {"decimal": "DECIMAL(38, {})"}))[1]
    'INSERT INTO "prix" VALUES (CAST(\\'12.50\\' AS DECIMAL(38, 6))), (NULL)'
    """
    kinds = [
        types[kind].format(_scale(row[index] for row in table.rows)) for index, (_, kind) in enumerate(table.columns)
    ]
    name = identifier(table.name)
    columns = ", ".join(f"{identifier(column)} {kind}" for (column, _), kind in zip(table.columns, kinds, strict=True))
    yield f"CREATE TABLE {name} ({columns})"
    if table.rows:
        yield f"INSERT INTO {name} VALUES {', '.join(_row(row, kinds, has_backslash) for row in table.rows)}"


def identifier(name: str) -> str:
    """A name in double quotes.

    >>> identifier('mes "tickets"')
    '"mes ""tickets\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def table_name(text: str) -> str:
    """A dotted name as a binding writes it, each part a name in double quotes, whatever it holds.

    >>> table_name('crm."tickets.2026"'), table_name('"a"; drop table b')
    ('"crm"."tickets.2026"', '"a"."; drop table b"')
    """
    parts = re.findall(r'"(?:[^"]|"")*"|[^."]+', text)
    return ".".join(part if part.startswith('"') else identifier(part) for part in parts)


def literal(text: str, *, has_backslash: bool = False) -> str:
    """A text in single quotes.

    >>> literal("l'été"), len(literal("\\\\", has_backslash=True))
    ("'l''été'", 4)
    """
    escaped = text.replace("\\", "\\\\") if has_backslash else text
    return "'" + escaped.replace("'", "''") + "'"


def _row(row: Sequence[ScratchValue], kinds: Sequence[str], has_backslash: bool) -> str:
    cells = (
        "NULL" if value is None else f"CAST({literal(_text(value), has_backslash=has_backslash)} AS {kind})"
        for value, kind in zip(row, kinds, strict=True)
    )
    return f"({', '.join(cells)})"


def _scale(values: Iterable[ScratchValue]) -> int:
    fractions = [len(_text(value).partition(".")[2]) for value in values if value is not None]
    return min(max([_LEAST_SCALE, *fractions]), _MOST_DIGITS)


def _text(value: ScratchValue) -> str:
    match value:
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)

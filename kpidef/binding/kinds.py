"""How far a physical column's type serves a logical one, and the expression that brings it there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpidef.errors import KpidefError
from kpidef.expression.nodes import Name
from kpidef.expression.parser import parse
from kpidef.warehouse import ColumnInfo

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# (logical, physical) -> how well it serves, and the expression where it takes one.
_CLOSE: dict[tuple[str, str], tuple[float, str]] = {
    ("decimal", "float"): (0.95, "{name}"),
    ("decimal", "integer"): (0.95, "{name}"),
    ("float", "decimal"): (0.95, "{name}"),
    ("float", "integer"): (0.95, "{name}"),
    ("integer", "decimal"): (0.8, "cast({name} as integer)"),
    ("text", "integer"): (0.9, "cast({name} as text)"),
    ("date", "timestamp"): (0.85, "cast({name} as date)"),
    ("timestamp", "date"): (0.85, "cast({name} as timestamp)"),
    ("timestamptz", "timestamp"): (0.9, "{name}"),
    ("boolean", "integer"): (0.75, "{name} = 1"),
}


@dataclass(frozen=True, slots=True)
class Serving:
    """How well a type serves, from 0 to 1, and the expression of the binding."""

    share: float
    expression: str
    is_naive: bool = False  # an instant whose zone the binding must say


def serving(logical: str, column: ColumnInfo) -> Serving | None:
    """None where no expression makes one of the other."""
    name = _written(column.name)
    if column.type == logical:
        return Serving(1.0, name)
    found = _CLOSE.get((logical, column.type or ""))
    if found is None:
        return None
    share, expression = found
    return Serving(share, expression.format(name=name), is_naive=logical == "timestamptz")


def _written(name: str) -> str:
    """A column's name in an expression; quoted where it would be read as anything else."""
    if _PLAIN.fullmatch(name):
        try:
            if isinstance(parse(name, physical=True), Name):
                return name
        except KpidefError:
            pass  # a word of the language
    return '"' + name.replace('"', '""') + '"'

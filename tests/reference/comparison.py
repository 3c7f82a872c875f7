"""Two answers to one request -> what differs between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Rows = Sequence[Mapping[str, Any]]
FACTS = ("value", "numerator", "denominator")


def differences(expected: Rows, actual: Rows, dimensions: Iterable[str]) -> list[str]:
    """A sentence for each line or number that the two answers do not share."""
    names = tuple(dimensions)
    left, right = by_line(expected, names), by_line(actual, names)
    found = [f"missing line {line}" for line in left.keys() - right.keys()]
    found += [f"unexpected line {line}" for line in right.keys() - left.keys()]
    if len(actual) != len(right):
        found.append("a line appears twice")
    for line in left.keys() & right.keys():
        found += [f"{line}: {sentence}" for sentence in unequal_facts(left[line], right[line])]
    return sorted(found)


def by_line(rows: Rows, dimensions: tuple[str, ...]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    return {
        (
            row["kpi"],
            row["period"],
            *((name, text(row[name])) for name in dimensions),
            tuple(sorted(rolled_up(row["rolled_up"]))),
        ): row
        for row in rows
    }


def text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def rolled_up(value: Any) -> list[str]:
    if not value:
        return []
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else list(value)


def unequal_facts(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    pairs = [(name, left[name], right[name]) for name in FACTS]
    measured, other = left.get("measures") or {}, right.get("measures") or {}
    pairs += [(name, measured[name], other[name]) for name in measured if name in other and name not in FACTS]
    return [f"{name} is {right}, not {left}" for name, left, right in pairs if not same(left, right)]


def same(left: Any, right: Any) -> bool:
    """Integers and decimals are equal as floats; floats to nine digits."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal):
        return math.isclose(float(left), float(right), rel_tol=1e-9, abs_tol=1e-9)
    return bool(left == right)

"""An engine's lines against the expected ones: integers and decimals exactly, floats to twelve digits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeGuard

Line = Mapping[str, Any]
Number = int | float | Decimal
FACTS = ("value", "numerator", "denominator")
CLOSE = 1e-12
# What is left of a decimal that stands in one column with floats.
ONE_BIT = 4e-16
# Floats that were added up in another order and should cancel leave this much.
TINY = 1e-9


def disagreements(
    expected: Iterable[Line], actual: Iterable[Line], dimensions: Sequence[str], exact: bool = True
) -> list[str]:
    """A sentence for each line or number that differs; `exact` is false on an engine without decimals."""
    left, right = ({_place(line, dimensions): line for line in lines} for lines in (expected, actual))
    found = [f"missing line {place}" for place in left.keys() - right.keys()]
    found += [f"unexpected line {place}" for place in right.keys() - left.keys()]
    for place in left.keys() & right.keys():
        found += [f"{place}: {sentence}" for sentence in _unequal(left[place], right[place], exact)]
    return sorted(found)


def agrees(expected: object, got: object, exact: bool = True) -> bool:
    """Whether two values are the same number, or the same thing.

    >>> agrees(0.1 + 0.2, 0.3), agrees(Decimal("0.30"), Decimal("0.3")), agrees(Decimal("0.3"), 0.30000000000001)
    (True, True, False)
    """
    if expected is None or got is None:
        return expected is None and got is None
    if not _is_number(expected) or not _is_number(got):
        return bool(expected == got)
    if exact and not isinstance(expected, float):
        # A whole number may come back as a decimal, and a formula of exact terms as a float.
        return Decimal(str(got)) == Decimal(expected) or (
            isinstance(got, float) and math.isclose(expected, got, rel_tol=ONE_BIT)
        )
    return math.isclose(float(expected), float(got), rel_tol=CLOSE, abs_tol=TINY)


def _place(line: Line, dimensions: Sequence[str]) -> tuple[Any, ...]:
    values = ((name, _text(line[name])) for name in dimensions)
    return (line["kpi"], line["period"], *values, tuple(sorted(line["rolled_up"] or ())))


def _text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _unequal(left: Line, right: Line, exact: bool) -> list[str]:
    pairs = [(name, left[name], right[name]) for name in FACTS]
    measures = left.get("measures") or {}
    pairs += [(name, value, right[name]) for name, value in measures.items() if name in right and name not in FACTS]
    return [f"{name} is {got!r}, not {value!r}" for name, value, got in pairs if not agrees(value, got, exact)]


def _is_number(value: object) -> TypeGuard[Number]:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)

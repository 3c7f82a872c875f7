"""Many values -> one: the aggregates, and what each is when there is nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any


def fold(agg: Any, values: Sequence[Any]) -> Any:
    """The aggregate of the values, nulls left out; an empty count or sum is 0, any other empty one null."""
    present = [value for value in values if value is not None]
    if isinstance(agg, dict):
        return percentile(present, float(agg["percentile"]))
    match agg:
        case "count":
            return len(present)
        case "count_distinct":
            return len(set(present))
        case "sum":
            return total(present)
        case "avg":
            return float(total(present)) / len(present) if present else None
        case "min":
            return min(present) if present else None
        case "max":
            return max(present) if present else None
        case "median":
            return percentile(present, 0.5)
    raise ValueError(f"unknown aggregate {agg!r}")


def total(values: Sequence[Any]) -> Any:
    if any(isinstance(value, float) for value in values):
        return math.fsum(float(value) for value in values)
    return sum(values, Decimal(0)) if any(isinstance(value, Decimal) for value in values) else sum(values)


def percentile(values: Sequence[Any], share: float) -> float | None:
    """Linear interpolation between the two nearest ranks."""
    if not values:
        return None
    ordered = sorted(float(value) for value in values)
    position = share * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def mean_of_two(opening: Any, closing: Any) -> Any:
    if opening is None or closing is None:
        return None
    return (float(opening) + float(closing)) / 2

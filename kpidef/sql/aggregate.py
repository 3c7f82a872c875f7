"""Aggregates as trees, and how their parts fold."""

from __future__ import annotations

from sqlglot import exp

from kpidef.catalog.model import Agg
from kpidef.sql.tree import cast, number, when

Tree = exp.Expr


def aggregate(agg: Agg, operand: Tree | None, condition: Tree | None) -> Tree:
    """The aggregate over the rows where the condition holds; first and last expect rows already chosen."""
    match agg.function:
        case "count":
            if condition is None and operand is None:
                return exp.Count(this=exp.Star())
            return exp.Count(this=_kept(operand if operand is not None else number(1), condition))
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[_kept(_some(operand), condition)]))
        case "sum":
            return exp.Sum(this=_kept(_some(operand), condition))
        case "avg":
            return exp.Avg(this=_kept(cast(_some(operand), "float"), condition))
        case "min":
            return exp.Min(this=_kept(_some(operand), condition))
        case "max" | "first" | "last":
            return exp.Max(this=_kept(_some(operand), condition))
        case "median" | "percentile":
            fraction = 0.5 if agg.fraction is None else agg.fraction
            return exp.PercentileCont(this=_kept(cast(_some(operand), "float"), condition), expression=number(fraction))
        case _:
            raise AssertionError(agg.function)


def folded(agg: Agg, part: Tree) -> Tree:
    """The aggregate of a window from those of its slices."""
    match agg.function:
        case "count" | "sum":
            return exp.Sum(this=part)
        case "min":
            return exp.Min(this=part)
        case "max":
            return exp.Max(this=part)
        case _:
            raise AssertionError(agg.function)


def _some(operand: Tree | None) -> Tree:
    assert operand is not None
    return operand


def _kept(operand: Tree, condition: Tree | None) -> Tree:
    return operand if condition is None else when(condition, operand)

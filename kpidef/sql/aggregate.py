"""Aggregates as trees, and how their parts fold."""

from __future__ import annotations

from sqlglot import exp

from kpidef.catalog.model import Agg
from kpidef.plan.nodes import Leaf
from kpidef.sql.dialects.record import Keeping
from kpidef.sql.tree import cast, number, typed, when

Tree = exp.Expr


def aggregate(agg: Agg, operand: Tree | None, condition: Tree | None, keeps_by: Keeping = "case") -> Tree:
    """The aggregate over the rows where the condition holds, kept in the way that the engine is quickest at.

    First and last expect rows already chosen.
    """
    if condition is not None and keeps_by == "filter" and agg.function in ("count", "sum", "avg"):
        return exp.Filter(this=aggregate(agg, operand, None), expression=exp.Where(this=condition))
    match agg.function:
        case "count":
            if operand is None and condition is None:
                return exp.Count(this=exp.Star())
            if operand is None and keeps_by == "count_if":
                return cast(exp.CountIf(this=condition), "integer")
            return exp.Count(this=_kept(operand if operand is not None else number(1), condition))
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[_kept(_some(operand), condition)]))
        case "sum":
            return exp.Sum(this=_kept(_some(operand), condition))
        case "avg":
            return exp.Avg(this=_kept(cast(_some(operand), "float"), condition))
        case "min":
            return _extreme(exp.Min, _kept(_some(operand), condition))
        case "max" | "first" | "last":
            return _extreme(exp.Max, _kept(_some(operand), condition))
        case "median" | "percentile":
            fraction = 0.5 if agg.fraction is None else agg.fraction
            return exp.PercentileCont(this=_kept(cast(_some(operand), "float"), condition), expression=number(fraction))
        case _:
            raise AssertionError(agg.function)


def folded(leaf: Leaf, part: Tree) -> Tree:
    """The aggregate of a window from those of its parts; one that does not add up has one part only."""
    if leaf.expr is not None:
        part = typed(part, leaf.expr.type)
    match leaf.agg.function:
        case "count" | "sum":
            return exp.Sum(this=part)
        case "min":
            return _extreme(exp.Min, part)
        case "max":
            return _extreme(exp.Max, part)
        case _:
            return known_value(part, "integer" if leaf.agg.function == "count_distinct" else "float")


def known_value(tree: Tree, kind: str) -> Tree:
    """The value of the one line of a group that has it."""
    return _extreme(exp.Max, typed(tree, kind))


def _extreme(kind: type[exp.Max | exp.Min], operand: Tree) -> Tree:
    """The greatest or the least; of two truths, most engines know only "any" and "all"."""
    if not operand.is_type(exp.DType.BOOLEAN):
        return kind(this=operand)
    return exp.LogicalOr(this=operand) if kind is exp.Max else exp.LogicalAnd(this=operand)


def _some(operand: Tree | None) -> Tree:
    assert operand is not None
    return operand


def _kept(operand: Tree, condition: Tree | None) -> Tree:
    if condition is None:
        return operand
    kept = when(condition, operand)
    kept.type = operand.type
    return kept

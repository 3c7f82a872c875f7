"""Rounding of doubles, halves away from zero, where the engine's own does otherwise."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, kind_of, number


def exact_rounding(node: Tree) -> Tree:
    """ROUND of a double by its floor; decimals are rounded exactly as it is.

    >>> from kpidef.sql.tree import column, typed
    >>> exact_rounding(exp.Round(this=typed(column("x"), "float"), decimals=number(1))).sql("mysql")
    'SIGN(`x`) * FLOOR(ABS(`x`) * POWER(10, 1) + 0.5) / POWER(10, 1)'
    """
    if not isinstance(node, exp.Round) or kind_of(node.this) is not exp.DType.DOUBLE:
        return node
    factor = exp.Pow(this=number(10), expression=node.args.get("decimals") or number(0))
    scaled = exp.Mul(this=exp.Abs(this=node.this.copy()), expression=factor)
    whole = exp.Floor(this=exp.Add(this=scaled, expression=exp.Literal.number("0.5")))
    rounded = exp.Mul(this=exp.Sign(this=node.this), expression=whole)
    found = exp.Div(this=rounded, expression=factor.copy())
    return exp.Paren(this=found) if isinstance(node.parent, exp.Binary) else found

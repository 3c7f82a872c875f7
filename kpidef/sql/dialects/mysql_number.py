"""Numbers in the MySQL family: decimals are exact; doubles are rounded, halves away from zero, by hand."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, kind_of, number


def exact_rounding(node: Tree) -> Tree:
    """ROUND of a double leaves halves to the C library.

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


def truths(node: Tree) -> Tree:
    """A truth is 0 or 1.

    >>> truths(exp.LogicalAnd(this=exp.column("ok"))).sql("mysql")
    'MIN(ok)'
    """
    match node:
        case exp.LogicalOr():
            return exp.Max(this=node.this)
        case exp.LogicalAnd():
            return exp.Min(this=node.this)
        case exp.Cast() if node.to.this is exp.DType.BOOLEAN:
            return exp.Paren(this=exp.NEQ(this=node.this, expression=number(0)))
        case _:
            return node

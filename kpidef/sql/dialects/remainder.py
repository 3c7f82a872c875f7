"""A remainder by zero, which stops some engines."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, number


def null_at_zero(node: Tree) -> Tree:
    """A remainder by zero is null.

    >>> null_at_zero(exp.Mod(this=exp.column("a"), expression=exp.column("b"))).sql("spark")
    'a % NULLIF(b, 0)'
    """
    if isinstance(node, exp.Mod) and not isinstance(node.expression, exp.Nullif | exp.Literal):
        divisor = exp.Nullif(this=node.expression, expression=number(0))
        divisor.type = node.expression.type
        node.set("expression", divisor)
    return node

"""Truths on engines where they are numbers, or where only MIN and MAX fold them."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, number


def extreme_truths(node: Tree) -> Tree:
    """ANY is the greatest, ALL the least.

    >>> extreme_truths(exp.LogicalAnd(this=exp.column("ok"))).sql("mysql")
    'MIN(ok)'
    """
    match node:
        case exp.LogicalOr():
            return exp.Max(this=node.this)
        case exp.LogicalAnd():
            return exp.Min(this=node.this)
        case _:
            return node


def cast_truths(node: Tree) -> Tree:
    """What is cast to a boolean is compared with 0.

    >>> cast_truths(exp.cast(exp.column("x"), "boolean")).sql("mysql")
    '(x <> 0)'
    """
    if isinstance(node, exp.Cast) and node.to.this is exp.DType.BOOLEAN:
        return exp.Paren(this=exp.NEQ(this=node.this, expression=number(0)))
    return node

"""Texts in the order of their code points, whatever the database's own collation."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, is_text


def code_point_order(node: Tree) -> Tree:
    """`COLLATE "C"` where texts are put in order: what is first, least or greatest may not depend on the locale.

    >>> from kpidef.sql.tree import column, typed
    >>> code_point_order(exp.Max(this=typed(column("pays", "r"), "text"))).sql("postgres")
    'MAX("r"."pays" COLLATE "C")'
    """
    if _orders_texts(node):
        node.set("this", _collated(node.this))
    return node


def _orders_texts(node: Tree) -> bool:
    match node:
        case exp.Max() | exp.Min() | exp.Ordered() | exp.Between():
            return is_text(node.this)
        case exp.Greatest() | exp.Least():
            return is_text(node.this) or any(map(is_text, node.expressions))
        case exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
            return is_text(node.this) or is_text(node.expression)
        case _:
            return False


def _collated(tree: Tree) -> Tree:
    inner = tree if isinstance(tree, exp.Column | exp.Paren) else exp.Paren(this=tree)
    found = exp.Collate(this=inner, expression=exp.Identifier(this="C", quoted=True))
    found.type = exp.DataType(this=exp.DType.VARCHAR)
    return found

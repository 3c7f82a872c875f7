"""Nulls that say their type, where a union asks for it, or that need not."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree


def decimal_nulls(node: Tree) -> Tree:
    """A decimal's null states its type; the neutral tree leaves its scale to the other branches of a union.

    >>> from kpidef.sql.tree import null
    >>> decimal_nulls(null("decimal")).sql("postgres")
    'CAST(NULL AS DECIMAL)'
    """
    if isinstance(node, exp.Null) and node.is_type(exp.DType.DECIMAL):
        return exp.Cast(this=exp.Null(), to=exp.DataType(this=exp.DType.DECIMAL))
    return node


def untyped_nulls(node: Tree) -> Tree:
    """A null is a null, for an engine whose values alone have types.

    >>> from kpidef.sql.tree import null
    >>> untyped_nulls(null("date")).sql("sqlite")
    'NULL'
    """
    return exp.Null() if isinstance(node, exp.Cast) and isinstance(node.this, exp.Null) else node

"""LIKE on engines whose patterns escape with a backslash, and cannot be told not to."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, text


def doubled_backslash(node: Tree) -> Tree:
    r"""A backslash in a pattern is a backslash: it is written twice.

    >>> doubled_backslash(exp.Like(this=exp.column("a"), expression=exp.Literal.string("5\\%"))).expression.name
    '5\\\\%'
    """
    if not isinstance(node, exp.Like):
        return node
    pattern = node.expression
    if isinstance(pattern, exp.Literal):
        if "\\" in pattern.name:
            node.set("expression", text(pattern.name.replace("\\", "\\\\")))
    else:
        node.set("expression", call("REPLACE", pattern, text("\\"), text("\\\\")))
    return node

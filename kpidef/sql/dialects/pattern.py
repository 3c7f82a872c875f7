"""LIKE without any escape character: what the language's patterns mean."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, text


def like_without_escape(node: Tree) -> Tree:
    r"""A backslash in a pattern is a backslash.

    >>> like_without_escape(exp.Like(this=exp.column("a"), expression=exp.Literal.string("50\\%"))).sql("postgres")
    "a LIKE '50\\%' ESCAPE ''"
    """
    return exp.Escape(this=node, expression=text("")) if isinstance(node, exp.Like) else node


def like_as_glob(node: Tree) -> Tree:
    """GLOB tells upper from lower case where LIKE does not.

    >>> like_as_glob(exp.Like(this=exp.column("a"), expression=exp.Literal.string("W_b*%"))).sql("sqlite")
    "a GLOB 'W?b[*]*'"
    """
    if not isinstance(node, exp.Like):
        return node
    pattern = node.expression
    if isinstance(pattern, exp.Literal):
        return exp.Glob(this=node.this, expression=text("".join(_GLOB.get(one, one) for one in pattern.name)))
    for like, glob in _GLOB.items():
        pattern = exp.Anonymous(this="REPLACE", expressions=[pattern, text(like), text(glob)])
    return exp.Glob(this=node.this, expression=pattern)


# In this order: a bracket that a replacement brings must not be replaced again.
_GLOB = {"[": "[[]", "*": "[*]", "?": "[?]", "%": "*", "_": "?"}

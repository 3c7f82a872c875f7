"""The few shapes that rewrites are made of."""

from __future__ import annotations

from sqlglot import exp

Tree = exp.Expr
TEXT = (exp.DType.VARCHAR, exp.DType.TEXT)


def call(name: str, *arguments: Tree) -> exp.Anonymous:
    """A call that no dialect rewrites."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def text(value: str) -> exp.Literal:
    """A text literal."""
    return exp.Literal.string(value)


def number(value: int) -> Tree:
    """A whole number's literal."""
    return exp.Literal.number(value)


def cast(tree: Tree, kind: exp.DType) -> exp.Cast:
    """A cast to a type without parameters."""
    return exp.Cast(this=tree, to=exp.DataType(this=kind))


def bare(tree: Tree) -> Tree:
    """The tree without its parentheses."""
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def kind_of(tree: Tree) -> exp.DType | None:
    """The type that the tree is known to have."""
    found = bare(tree)
    if isinstance(found, exp.Cast):
        return found.to.this  # type: ignore[no-any-return]
    return found.type.this if found.type is not None else None


def is_text(tree: Tree) -> bool:
    """Whether the tree is known to be a text."""
    found = bare(tree)
    return kind_of(found) in TEXT or (isinstance(found, exp.Literal) and found.is_string)

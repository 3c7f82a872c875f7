"""A tree's twin: the same nodes anew, so that what one dialect rewrites the next one finds as it was."""

from __future__ import annotations

from typing import TypeVar

from sqlglot import exp

Tree = TypeVar("Tree", bound=exp.Expr)


def twin(tree: Tree) -> Tree:
    """The tree with nodes of its own. Known types are shared: nothing changes them in place.

    >>> tree = exp.column("a")
    >>> twin(tree) == tree, twin(tree) is tree
    (True, False)
    """
    found = tree.__class__()
    if tree.comments:
        found.comments = list(tree.comments)
    found._type = tree._type  # noqa: SLF001 - `type` answers for a cast what it was not given
    for key, value in tree.args.items():
        if isinstance(value, exp.Expr):
            found.args[key] = _placed(twin(value), found, key, None)
        elif value.__class__ is list:
            found.args[key] = [
                _placed(twin(one), found, key, rank) if isinstance(one, exp.Expr) else one
                for rank, one in enumerate(value)
            ]
        else:
            found.args[key] = value
    return found


def _placed(node: exp.Expr, parent: exp.Expr, key: str, index: int | None) -> exp.Expr:
    node.parent, node.arg_key, node.index = parent, key, index
    return node

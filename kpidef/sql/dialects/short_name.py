"""Names of our own that are longer than the engine's longest."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree
from kpidef.sql.name import fitted


def short_names(node: Tree) -> Tree:
    """No identifier beyond 60 bytes: an engine that cuts them would make two of them one.

    >>> len(short_names(exp.to_identifier("n" * 80, quoted=True)).name)
    60
    """
    if isinstance(node, exp.Identifier) and fitted(node.name) != node.name:
        return exp.Identifier(this=fitted(node.name), quoted=True)
    return node

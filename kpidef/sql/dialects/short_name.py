"""Names of our own that are longer than the engine's longest."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.apply import is_native
from kpidef.sql.dialects.build import Tree
from kpidef.sql.name import fitted


def short_names(node: Tree) -> Tree:
    """No identifier beyond 60 bytes: an engine that cuts them would make two of them one.

    >>> len(short_names(exp.column("n" * 80, quoted=True)).name)
    60
    """
    # Rewrites are not shown identifiers, which are half of a statement: those of all of it are read from its root.
    if node.parent is None:
        for one in node.walk(prune=is_native):
            if isinstance(one, exp.Identifier) and not is_native(one) and fitted(one.name) != one.name:
                one.set("this", fitted(one.name))
    return node

"""GROUP BY where a table and a column of the result share a name."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, number


def grouped_by_place(node: Tree) -> Tree:
    """A key whose table is called as a column of the result is told by its place: its name would be that column's.

    >>> key = exp.column("w", "w")
    >>> query = exp.Select(expressions=[key], group=exp.Group(expressions=[key.copy(), exp.column("d", "s")]))
    >>> grouped_by_place(query).sql("bigquery")
    'SELECT w.w GROUP BY 1, s.d'
    """
    if not isinstance(node, exp.Select) or node.args.get("group") is None:
        return node
    names = [one.alias_or_name for one in node.expressions]
    shown = [one.unalias() for one in node.expressions]
    for key in list(node.args["group"].expressions):
        if isinstance(key, exp.Column) and key.table in names and key in shown:
            key.replace(number(shown.index(key) + 1))
    return node

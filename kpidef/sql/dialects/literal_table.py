"""Literal tables for engines that give VALUES no column names."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree


def values_by_position(node: Tree) -> Tree:
    """The columns of VALUES by their own names, column1, column2...

    >>> from kpidef.sql.tree import number, values
    >>> table = values([[number(1)], [number(2)]], ["w"]).find(exp.Values)
    >>> values_by_position(table).sql("sqlite")
    '(SELECT column1 AS "w" FROM (VALUES (1), (2))) AS "v"'
    """
    names = _names(node)
    if names is None:
        return node
    listed = [exp.alias_(exp.column(f"column{rank}"), name, quoted=True) for rank, name in enumerate(names, 1)]
    bare = exp.Values(expressions=node.expressions)
    return _named(exp.Select(expressions=listed, from_=exp.From(this=bare)), node)


def values_as_selects(node: Tree) -> Tree:
    """One SELECT a row.

    >>> from kpidef.sql.tree import number, values
    >>> table = values([[number(1)], [number(2)]], ["w"]).find(exp.Values)
    >>> values_as_selects(table).sql("mysql")
    '(SELECT 1 AS `w` UNION ALL SELECT 2) AS `v`'
    """
    names = _names(node)
    if names is None:
        return node
    first, *others = [one.expressions for one in node.expressions]
    head = [exp.alias_(cell, name, quoted=True) for cell, name in zip(first, names, strict=True)]
    query: exp.Query = exp.Select(expressions=head)
    for row in others:
        query = exp.Union(this=query, expression=exp.Select(expressions=row), distinct=False)
    return _named(query, node)


def _names(node: Tree) -> list[str] | None:
    if not isinstance(node, exp.Values) or node.args.get("alias") is None:
        return None
    return [one.name for one in node.args["alias"].columns] or None


def _named(query: exp.Query, node: Tree) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=node.args["alias"].this))

"""Statements with more tables than the engine's WITH can list."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from kpidef.sql.dialects.build import Tree


def fewer_tables(most: int) -> Callable[[Tree], Tree]:
    """Beyond so many, the tables that are read least often stand where they are read, the last ones first.

    >>> from sqlglot import parse_one
    >>> fewer_tables(1)(parse_one("WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT x FROM b")).sql("mysql")
    'WITH a AS (SELECT 1 AS x) SELECT x FROM (SELECT x FROM a) AS `b`'
    """

    def rewrite(node: Tree) -> Tree:
        if not isinstance(node, exp.Query) or node.parent is not None or len(node.ctes) <= most:
            return node
        while len(node.ctes) > most:
            _inline_one(node)
        return node

    return rewrite


def _inline_one(query: exp.Query) -> None:
    reads: dict[str, list[exp.Table]] = {cte.alias: [] for cte in query.ctes}
    for table in query.find_all(exp.Table):
        if not table.db and table.name in reads:
            reads[table.name].append(table)
    chosen = min(reversed(query.ctes), key=lambda cte: len(reads[cte.alias]))
    for table in reads[chosen.alias]:
        alias = exp.TableAlias(this=exp.Identifier(this=table.alias_or_name, quoted=True))
        table.replace(exp.Subquery(this=chosen.this.copy(), alias=alias))
    chosen.pop()

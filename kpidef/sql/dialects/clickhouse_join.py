"""Joins in ClickHouse: only equalities between the two sides belong in ON, and columns say what they are called."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree
from kpidef.sql.tree import all_of


def equalities_in_joins(node: Tree) -> Tree:
    """What else an inner join asks is asked of its rows; without any equality it is a cross join.

    >>> from sqlglot import parse_one
    >>> query = parse_one("SELECT 1 FROM a JOIN w ON a.t >= w.starts AND a.d = w.d WHERE a.x")
    >>> equalities_in_joins(query).sql("clickhouse")
    'SELECT 1 FROM a JOIN w ON a.d = w.d WHERE a.t >= w.starts AND a.x'
    """
    if not isinstance(node, exp.Select):
        return node
    moved: list[Tree] = []
    for join in node.args.get("joins") or ():
        if join.args.get("on") is not None and not join.side:
            moved += _moved(join)
    if moved:
        present = node.args.get("where")
        required = all_of([*moved, *([present.this] if present is not None else [])])
        node.set("where", exp.Where(this=required))
    return node


def explicit_names(node: Tree) -> Tree:
    """A column of one of several joined tables is otherwise called after its table too.

    >>> explicit_names(exp.Select(expressions=[exp.column("a", "t", quoted=True)])).sql("clickhouse")
    'SELECT "t"."a" AS "a"'
    """
    if isinstance(node, exp.Select):
        node.set("expressions", [_called(one) for one in node.expressions])
    return node


def _called(tree: Tree) -> Tree:
    if not isinstance(tree, exp.Column) or isinstance(tree.this, exp.Star):
        return tree
    return exp.Alias(this=tree, alias=exp.Identifier(this=tree.name, quoted=True))


def _moved(join: exp.Join) -> list[Tree]:
    """The conditions that the join loses."""
    name = join.alias_or_name
    conditions = list(_conjuncts(join.args["on"]))
    kept = [one for one in conditions if _is_equality(one, name)]
    others = [one for one in conditions if not _is_equality(one, name)]
    if others:
        join.set("on", all_of(kept))
        if not kept:
            join.set("kind", "CROSS")
    return others


def _conjuncts(tree: Tree) -> list[Tree]:
    if isinstance(tree, exp.And):
        return [*_conjuncts(tree.this), *_conjuncts(tree.expression)]
    return [tree]


def _is_equality(tree: Tree, name: str) -> bool:
    if not isinstance(tree, exp.EQ | exp.NullSafeEQ):
        return False
    sides = [{one.table for one in side.find_all(exp.Column)} for side in (tree.this, tree.expression)]
    return {name} in sides and any(side and name not in side for side in sides)

"""Medians and percentiles by ROW_NUMBER and linear interpolation, for engines that have no exact one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from kpidef.sql.dialects.build import Tree
from kpidef.sql.tree import alias, column, group, number, select, subquery, when

_ROWS = "q"


def percentile_by_row_number(node: Tree) -> Tree:
    """The rows are ranked inside, within their group; outside, each percentile is read between two ranks.

    >>> from sqlglot import parse_one
    >>> query = exp.Select(expressions=[exp.PercentileCont(this=exp.column("note"), expression=number(0.5))])
    >>> "ROW_NUMBER() OVER (ORDER BY CASE" in percentile_by_row_number(query).sql("sqlite")
    True
    """
    if not isinstance(node, exp.Select) or not any(one.find(exp.PercentileCont) for one in node.expressions):
        return node
    return _Ranked(node).query()


@dataclass(slots=True)
class _Ranked:
    node: exp.Select
    inside: dict[str, Tree] = field(default_factory=dict)  # the inner query's columns

    def query(self) -> exp.Select:
        grouped = self.node.args.get("group")
        keys: Sequence[Tree] = grouped.expressions if grouped else ()
        known = {key: self._add(f"k{rank}", key) for rank, key in enumerate(keys, 1)}
        projections = [self._outside(one, known) for one in self.node.expressions]
        inner = select([alias(tree, name) for name, tree in self.inside.items()])
        for part in ("from_", "joins", "where"):
            inner.set(part, self.node.args.get(part))
        return group(select(projections, subquery(inner, _ROWS)), [tree.copy() for tree in known.values()])

    def _add(self, name: str, tree: Tree) -> exp.Column:
        self.inside[name] = tree
        return column(name, _ROWS)

    def _outside(self, projection: Tree, known: dict[Tree, exp.Column]) -> Tree:
        name, tree = projection.alias_or_name, projection.unalias()
        if tree in known:
            return alias(known[tree].copy(), name)
        holder = exp.Paren(this=tree.copy())
        # An aggregate stands in no other.
        for one in list(holder.find_all(exp.AggFunc)):
            one.replace(self._aggregate(one, list(known)))
        return exp.Alias(this=holder.this, alias=exp.Identifier(this=name, quoted=True)) if name else holder.this

    def _aggregate(self, one: Tree, keys: Sequence[Tree]) -> Tree:
        rank = len(self.inside)
        if isinstance(one, exp.PercentileCont):
            return self._percentile(one, rank, keys)
        if isinstance(one.this, exp.Distinct):
            operand = self._add(f"a{rank}", one.this.expressions[0])
            return exp.Count(this=exp.Distinct(expressions=[operand]))
        if not isinstance(one.this, exp.Star):
            operand = self._add(f"a{rank}", one.this)
            operand.type = one.this.type
            return type(one)(this=operand)
        return one.copy()

    def _percentile(self, one: exp.PercentileCont, rank: int, keys: Sequence[Tree]) -> Tree:
        operand, fraction = one.this, one.expression
        value = self._add(f"a{rank}", operand)
        unknown = when(exp.Is(this=operand.copy(), expression=exp.Null()), number(1), number(0))
        order = exp.Order(expressions=[exp.Ordered(this=unknown), exp.Ordered(this=operand.copy())])
        place = self._add(f"r{rank}", _over(exp.RowNumber(), keys, order))
        count = self._add(f"n{rank}", _over(exp.Count(this=operand.copy()), keys))
        # The wanted place, from 0, between two values.
        wanted = exp.Mul(this=fraction.copy(), expression=exp.Paren(this=exp.Sub(this=count, expression=number(1))))

        def at(step: int) -> Tree:
            target = exp.Add(this=exp.Floor(this=wanted.copy()), expression=number(step))
            return exp.Max(this=when(exp.EQ(this=place.copy(), expression=target), value.copy()))

        low, high = at(1), exp.Coalesce(this=at(2), expressions=[at(1)])
        first = exp.Max(this=wanted.copy())
        part = exp.Paren(this=exp.Sub(this=first, expression=exp.Floor(this=first.copy())))
        between = exp.Paren(this=exp.Sub(this=high, expression=low.copy()))
        return exp.Paren(this=exp.Add(this=low, expression=exp.Mul(this=between, expression=part)))


def _over(function: Tree, keys: Sequence[Tree], order: exp.Order | None = None) -> exp.Window:
    return exp.Window(this=function, partition_by=[key.copy() for key in keys], order=order, over="OVER")

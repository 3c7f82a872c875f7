"""Rollup columns and filtered sources: the tables of a statement that other readings join."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from kpidef.catalog.model import Column, Rollup, Source
from kpidef.expression.typed import Expression, Field, HostField
from kpidef.expression.walk import host_fields
from kpidef.plan.span_read import SpanRead
from kpidef.sql.aggregate import aggregate
from kpidef.sql.bound import within
from kpidef.sql.context import Context, View
from kpidef.sql.relation import Relation
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.tree import alias, column, given, group, join, number, select, subquery, typed, where

Keys = tuple[tuple[str, str, bool], ...]


def build_view(context: Context, view: View) -> exp.Query:
    """The rows of a filtered source, with the columns that were asked for."""
    relation = Relation(context, view.source)
    return relation.select([alias(relation.field(Field(name, "any")), name) for name in view.columns])


def build_rollup(
    context: Context, host: Source, rolled: Column, span: SpanRead | None = None
) -> tuple[exp.Query, Keys]:
    """One line a host row's match (and the host's columns that `this.` names), with the folded value.

    Hosts are taken once for each distinct set of those columns, so neither a host's key nor its duplicates matter; or
    by their key, where the binding says that no two rows have the same one. Those out of the `span` are left out.
    """
    rollup = rolled.rollup
    assert rollup is not None
    fold = _Fold(context, host, rollup, span)
    return fold.build(), fold.keys()


@dataclass(slots=True)
class _Fold:
    context: Context
    host: Source
    rollup: Rollup
    span: SpanRead | None
    relation: Relation = field(init=False)
    this: tuple[HostField, ...] = field(init=False)
    by_key: bool = field(init=False)

    def __post_init__(self) -> None:
        rolled = self.context.catalog.sources[self.rollup.source]
        # A self-rollup may serve the source's own filters, so it reads before them.
        self.relation = Relation(self.context, rolled, filtered=rolled.id != self.host.id)
        self.this = tuple(dict.fromkeys(one for written in self.rollup.expressions for one in host_fields(written)))
        self.by_key = bool(self.this and self.host.key) and self.context.binding(self.host).unique_trusted

    def keys(self) -> Keys:
        """How a host row finds its line."""
        if self.by_key:
            return tuple((own, f"k{rank}", True) for rank, own in enumerate(self.host.key, 1))
        matches = [(own, f"k{rank}", True) for rank, (_, own) in enumerate(self.rollup.match, 1)]
        return (*matches, *((one.column, f"h{rank}", False) for rank, one in enumerate(self.this, 1)))

    def build(self) -> exp.Query:
        keys = self._keys()
        if self.rollup.agg.function in ("first", "last"):
            return self._end(keys)
        value = aggregate(self.rollup.agg, self._value(), None)
        query = self._rows([*(alias(tree.copy(), name) for name, tree in keys), alias(value, "value")])
        return group(query, [tree.copy() for _, tree in keys])

    def _end(self, keys: list[tuple[str, Tree]]) -> exp.Query:
        """The value of the first or last row, by time and then by key."""
        assert self.rollup.time is not None
        columns = self.relation.source.columns
        order = [self.rollup.time, *(Field(name, columns[name].type) for name in self.relation.source.key)]
        is_last = self.rollup.agg.function == "last"
        value = self._value()
        assert value is not None
        ranked = exp.Window(
            this=exp.RowNumber(),
            partition_by=[tree.copy() for _, tree in keys],
            order=exp.Order(
                expressions=[_ordered(typed(self.relation.field(one), one.type), is_last) for one in order]
            ),
            over="OVER",
        )
        time = self.relation.field(self.rollup.time)
        rows = self._rows(
            [*(alias(tree.copy(), name) for name, tree in keys), alias(value, "value"), alias(ranked, "place")],
            [given(time)],
        )
        names = [*(name for name, _ in keys), "value"]
        query = select([column(name, "ranked") for name in names], subquery(rows, "ranked"))
        return where(query, [exp.EQ(this=column("place", "ranked"), expression=number(1))])

    def _keys(self) -> list[tuple[str, Tree]]:
        if self.this:
            return [(name, column(name, "hosts")) for _, name, _ in self.keys()]
        return [
            (f"k{rank}", self.relation.field(Field(rolled, "any")))
            for rank, (rolled, _) in enumerate(self.rollup.match, 1)
        ]

    def _value(self) -> Tree | None:
        return self._lower(self.rollup.expr) if self.rollup.expr is not None else None

    def _lower(self, expression: Expression) -> Tree:
        places = {one: f"h{rank}" for rank, one in enumerate(self.this, 1)}
        names = Names(self.context.zone, field=self.relation.field, host=lambda one: column(places[one], "hosts"))
        return lower(expression, names)

    def _rows(self, projections: list[Tree], more: list[Tree] | None = None) -> exp.Select:
        conditions = [self._lower(one) for one in self.rollup.filters] + (more or [])
        matches = [
            (self.relation.field(Field(rolled, "any")), self._match(rank))
            for rank, (rolled, _) in enumerate(self.rollup.match, 1)
        ]
        if not self.this:
            conditions += [given(tree) for tree, _ in matches]
        query = self.relation.select(projections, conditions)
        if self.this:
            pairs = [exp.EQ(this=tree, expression=column(name, "hosts")) for tree, name in matches]
            condition: Tree = pairs[0]
            for pair in pairs[1:]:
                condition = exp.And(this=condition, expression=pair)
            join(query, subquery(self._hosts(), "hosts"), condition)
        return query

    def _match(self, rank: int) -> str:
        return f"m{rank}" if self.by_key else f"k{rank}"

    def _hosts(self) -> exp.Select:
        hosts = Relation(self.context, self.host, filtered=False)
        matches = [
            alias(hosts.field(Field(own, "any")), self._match(rank))
            for rank, (_, own) in enumerate(self.rollup.match, 1)
        ]
        this = [alias(hosts.field(_path(one)), f"h{rank}") for rank, one in enumerate(self.this, 1)]
        kept = self._kept(hosts)
        if self.by_key:
            keys = [alias(hosts.field(Field(own, "any")), name) for own, name, _ in self.keys()]
            return hosts.select([*keys, *matches, *this], kept)
        query = hosts.select([*matches, *this], kept)
        query.set("distinct", exp.Distinct())
        return query

    def _kept(self, hosts: Relation) -> list[Tree]:
        if self.span is None:
            return []
        timezone = self.context.zone.calendar.timezone
        return within(hosts.field(self.span.time), self.span.first, self.span.last, self.span.time.type, timezone)


def _path(one: HostField) -> Field:
    *path, name = one.column.split(".")
    return Field(name, one.type, tuple(path))


def _ordered(tree: Tree, is_last: bool) -> exp.Ordered:
    return exp.Ordered(this=tree, desc=is_last, nulls_first=False)

"""A source's rows in SQL: the bound table, the joins of references, computed and rolled-up columns, on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from kpidef.catalog.model import Column, Source
from kpidef.expression.typed import Expression, Field, Operation
from kpidef.expression.walk import host_fields
from kpidef.plan.span_read import SpanRead
from kpidef.sql.context import Context
from kpidef.sql.physical import physical_column, physical_filters, physical_table
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.tree import column, given, join, select, table, when, where, zero_if_null


@dataclass(slots=True)
class Relation:
    """FROM and JOINs that grow as columns are asked for; `select` then puts them under projections.

    `filtered` keeps the rows that the source's own filters keep; a self-rollup reads without them.
    """

    context: Context
    source: Source
    extra: Mapping[str, Column] = field(default_factory=dict)
    filtered: bool = True
    span: SpanRead | None = None  # where no row out of it is read
    alias: str = ""
    _joins: dict[str, tuple[Tree, Tree]] = field(default_factory=dict)
    _keys: dict[str, Tree] = field(default_factory=dict)  # the joined source's own key, by alias

    def __post_init__(self) -> None:
        self.alias = self.alias or self.source.id

    def names(self) -> Names:
        """The leaves of expressions over these rows."""
        return Names(self.context.zone, field=self.field)

    def field(self, one: Field) -> Tree:
        """A column of the rows, or of the rows that its path of references leads to."""
        source, alias = self._reach(one.path)
        extra = self.extra if not one.path else {}
        found = extra.get(one.column) or source.columns[one.column]
        if found.rollup is not None:
            return self._rolled_up(source, alias, found, one.path)
        if found.expr is not None:
            computed = lower(_prefixed(found.expr, one.path), self.names())
            return self._where_present(computed, one.path) if one.path else exp.Paren(this=computed)
        if one.path and self._is_view(source):
            return column(self.context.view(source).column(one.column), alias)
        return physical_column(self.context, source, one.column, alias)

    def select(self, projections: Iterable[Tree], conditions: Iterable[Tree] = ()) -> exp.Select:
        """The query; call it last, when every column has been asked for."""
        kept = [*physical_filters(self.context, self.source, self.alias), *self._own_filters(), *conditions]
        query = select(projections, physical_table(self.context, self.source, self.alias))
        for joined, condition in self._joins.values():
            join(query, joined, condition, side="LEFT")
        return where(query, kept)

    def _own_filters(self) -> list[Tree]:
        return [lower(one, self.names()) for one in self.source.filters] if self.filtered else []

    def _reach(self, path: tuple[str, ...]) -> tuple[Source, str]:
        source, alias = self.source, self.alias
        for depth, reference in enumerate(path, 1):
            target = source.columns[reference].references
            assert target is not None
            key = self.field(Field(reference, source.columns[reference].type, path[: depth - 1]))
            source, alias = self.context.catalog.sources[target.source], "__".join(path[:depth])
            if alias not in self._joins:
                self._join_reference(source, alias, key, target.column)
        return source, alias

    def _join_reference(self, source: Source, alias: str, key: Tree, target: str) -> None:
        self.context.joined.setdefault(source.id)
        if self._is_view(source):
            view = self.context.view(source)
            self._keys[alias] = column(view.column(target), alias)
            self._joins[alias] = (table(view.name, alias), exp.EQ(this=key, expression=self._keys[alias].copy()))
            return
        other = physical_column(self.context, source, target, alias)
        self._keys[alias] = other.copy()
        self._joins[alias] = (physical_table(self.context, source, alias), exp.EQ(this=key, expression=other))

    def _is_view(self, source: Source) -> bool:
        return bool(source.filters) or bool(self.context.binding(source).filters)

    def _host_span(self, rolled: Column) -> SpanRead | None:
        """The span of the hosts that a rollup looks at; without `this.`, it looks at none."""
        if self.span is None or rolled.rollup is None or not any(map(host_fields, rolled.rollup.expressions)):
            return None
        time = self.source.columns[self.span.time.column]
        return self.span if time.expr is None and time.rollup is None and not self.span.time.path else None

    def _rolled_up(self, source: Source, alias: str, found: Column, path: tuple[str, ...]) -> Tree:
        rolled = self.context.rollup(source, found, None if path else self._host_span(found))
        joined_as = f"{alias}__{found.name}" if path else found.name
        if joined_as not in self._joins:
            pairs = [
                (self.field(Field(own, "any", path)), column(key, joined_as), is_match)
                for own, key, is_match in rolled.keys
            ]
            conditions: list[Tree] = [
                exp.EQ(this=left, expression=right) if is_match else exp.NullSafeEQ(this=left, expression=right)
                for left, right, is_match in pairs
            ]
            both = conditions[0]
            for one in conditions[1:]:
                both = exp.And(this=both, expression=one)
            self._joins[joined_as] = (table(rolled.name, joined_as), both)
        value = column("value", joined_as)
        assert found.rollup is not None
        if found.rollup.agg.function not in ("count", "count_distinct", "sum"):
            return value
        return self._where_present(zero_if_null(value), path) if path else zero_if_null(value)

    def _where_present(self, tree: Tree, path: tuple[str, ...]) -> Tree:
        """The value where the path leads to a row: an orphan's columns are null, whatever they are computed from."""
        return when(given(self._keys["__".join(path)].copy()), tree)


def _prefixed(expression: Expression, path: tuple[str, ...]) -> Expression:
    """The expression as read from rows that `path` leads away from."""
    if not path:
        return expression
    if isinstance(expression, Field):
        return replace(expression, path=(*path, *expression.path))
    if isinstance(expression, Operation):
        return replace(expression, arguments=tuple(_prefixed(one, path) for one in expression.arguments))
    return expression

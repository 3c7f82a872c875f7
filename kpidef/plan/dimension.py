"""Dimensions and filters of a request: the same catalogue column, reached from each source that a KPI reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpidef.catalog.expression import parse_text
from kpidef.catalog.model import Catalog, Column, Source
from kpidef.catalog.nearest import nearest
from kpidef.catalog.paths import References, reachable, shortest_path
from kpidef.catalog.scope import RowScope
from kpidef.errors import KpidefError, Position
from kpidef.errors.catalog import NoPath, UnknownColumn
from kpidef.errors.request import AmbiguousDimension, NotADimension, UnknownDimension, UnreachableDimension
from kpidef.expression.resolve import resolve_condition
from kpidef.expression.typed import Expression, Field
from kpidef.plan.nodes import Dimension
from kpidef.spec.records import Text


@dataclass(frozen=True, slots=True)
class ResolvedColumns:
    """The columns of a finished catalogue, as scopes ask for them."""

    by_source: Mapping[str, Source]
    references: References

    def column(self, source: str, name: str) -> Column | None:
        return self.by_source[source].columns.get(name)

    def names(self, source: str) -> Sequence[str]:
        return tuple(self.by_source[source].columns)

    def sources(self) -> Sequence[str]:
        return tuple(self.by_source)


def resolved_columns(catalog: Catalog) -> ResolvedColumns:
    """The catalogue's columns and references."""
    references = {
        source.id: tuple((name, one.references.source) for name, one in source.columns.items() if one.references)
        for source in catalog.sources.values()
    }
    return ResolvedColumns(catalog.sources, references)


@dataclass(frozen=True, slots=True)
class Reach:
    """How names of a request are reached from each source."""

    columns: ResolvedColumns
    timezone: str
    _conditions: dict[tuple[str, str], Expression] = field(default_factory=dict)

    def dimension(self, text: Text, sources: Iterable[str]) -> Dimension:
        """The catalogue column that a name of `--by` means for KPIs that read `sources`.

        Raises UnknownDimension, AmbiguousDimension, NotADimension.
        """
        found = {self.canonical(place) for place in self.candidates(text, tuple(sources))}
        if not found:
            raise UnknownDimension(text.at, name=text.value, **nearest(text.value, self.names(sources)))
        if len(found) > 1:
            raise AmbiguousDimension(text.at, name=text.value, candidates=", ".join(sorted(found)), example=min(found))
        source, _, name = next(iter(found)).partition(".")
        column = self.columns.by_source[source].columns[name]
        if not column.is_dimension:
            raise NotADimension(text.at, name=text.value, type=column.type, column=f"{source}.{name}")
        return Dimension(text.value, f"{source}.{name}", column.type, column.label)

    def field(self, dimension: Dimension, source: str, asked_by: str, at: Position | None) -> Field:
        """The dimension's column from the rows of `source`. Raises UnreachableDimension."""
        if "." in dimension.name and not self._is_source(dimension.name.partition(".")[0]):
            try:
                return self.scope(source).field(tuple(dimension.name.split(".")), at)
            except UnknownColumn:
                pass
        own = self._own_column(dimension, source)
        if own is not None:
            return Field(own, self.columns.by_source[source].columns[own].type)
        found = self._by_references(dimension, source, at)
        if found is None:
            advice = nearest(dimension.name, self.names([source]))
            raise UnreachableDimension(at, name=dimension.name, source=source, kpi=asked_by, **advice)
        return found

    def condition(self, text: Text, source: str, asked_by: str) -> Expression:
        """A request's filter over the rows of `source`."""
        place = (text.value, source)
        if place not in self._conditions:
            scope = _FilterScope(self.columns, source, self.timezone, {}, {}, reach=self, asked_by=asked_by)
            self._conditions[place] = resolve_condition(parse_text(text), scope, text.at)
        return self._conditions[place]

    def scope(self, source: str) -> RowScope:
        return RowScope(self.columns, source, self.timezone, {}, {})

    def names(self, sources: Iterable[str]) -> list[str]:
        """The dimensions that all of `sources` reach, by their shortest names."""
        offered = (self.columns_from(source, only_dimensions=True) for source in sources)
        return sorted(dict.fromkeys(name for names in offered for name in names))

    def columns_from(self, source: str, *, only_dimensions: bool = False) -> list[str]:
        """The columns that the rows of `source` reach, by their shortest names."""
        return [
            name if near == source else f"{near}.{name}"
            for near in reachable(self.columns.references, source)
            for name, column in self.columns.by_source[near].columns.items()
            if column.is_dimension or not only_dimensions
        ]

    def candidates(self, text: Text, sources: tuple[str, ...]) -> list[str]:
        """The places that a written name may mean for these sources."""
        parts = tuple(text.value.split("."))
        found: list[str] = []
        for source in sources:
            if len(parts) == 1:
                found += [f"{source}.{parts[0]}"] if parts[0] in self.columns.by_source[source].columns else []
            elif self._is_source(parts[0]) and len(parts) == 2:
                known = parts[1] in self.columns.by_source[parts[0]].columns
                found += [f"{parts[0]}.{parts[1]}"] if known else []
            else:
                found += self._end_of_path(parts, source)
        return found or self._reached(parts, sources)

    def _end_of_path(self, parts: tuple[str, ...], source: str) -> list[str]:
        try:
            walked = self.scope(source).field(parts)
        except KpidefError:
            return []
        return [f"{self._target(source, walked.path)}.{walked.column}"]

    def _reached(self, parts: tuple[str, ...], sources: tuple[str, ...]) -> list[str]:
        if len(parts) != 1:
            return []
        return [
            f"{near}.{parts[0]}"
            for source in sources
            for near in reachable(self.columns.references, source)
            if parts[0] in self.columns.by_source[near].columns
        ]

    def _target(self, source: str, path: tuple[str, ...]) -> str:
        for reference in path:
            source = dict(self.columns.references[source])[reference]
        return source

    def _own_column(self, dimension: Dimension, source: str) -> str | None:
        for name in self.columns.by_source[source].columns:
            if self.canonical(f"{source}.{name}") == dimension.column:
                return name
        return None

    def _by_references(self, dimension: Dimension, source: str, at: Position | None) -> Field | None:
        for near in reachable(self.columns.references, source)[1:]:
            for name, column in self.columns.by_source[near].columns.items():
                if self.canonical(f"{near}.{name}") == dimension.column:
                    path = shortest_path(self.columns.references, source, near, at)
                    return Field(name, column.type, path)
        return None

    def canonical(self, place: str) -> str:
        """The one place that stands for all the columns declared the same."""
        seen = [place]
        while True:
            source, _, name = seen[-1].partition(".")
            same = self.columns.by_source[source].columns[name].same_as
            if same is None or same in seen:
                return min(seen) if same else seen[-1]
            seen.append(same)

    def _is_source(self, name: str) -> bool:
        return name in self.columns.by_source


@dataclass(frozen=True, slots=True)
class _FilterScope(RowScope):
    """A request's filter may name a dimension of another source, or one declared the same."""

    reach: Reach = field(kw_only=True)
    asked_by: str = field(kw_only=True)

    def field(self, parts: tuple[str, ...], at: Position | None = None) -> Field:
        if len(parts) == 1 and self.columns.column(self.source, parts[0]) is not None:
            return self._walk((), parts, at)
        text = Text(".".join(parts), at)  # type: ignore[arg-type]  # a filter's caret is put by the resolver
        candidates = {self.reach.canonical(place) for place in self.reach.candidates(text, (self.source,))}
        if len(candidates) != 1:
            return self._own(parts, at)
        source, _, name = next(iter(candidates)).partition(".")
        column = self.reach.columns.by_source[source].columns[name]
        dimension = Dimension(text.value, f"{source}.{name}", column.type)
        return self.reach.field(dimension, self.source, self.asked_by, at)

    def _own(self, parts: tuple[str, ...], at: Position | None) -> Field:
        try:
            return RowScope.field(self, parts, at)
        except (UnknownColumn, NoPath) as error:
            name, reached = ".".join(parts), self.reach.columns_from(self.source)
            raise UnreachableDimension(
                at, name=name, source=self.source, kpi=self.asked_by, **nearest(name, reached)
            ) from error

"""What a name means in an expression over the rows of a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kpidef.catalog.model import Column
from kpidef.catalog.nearest import nearest
from kpidef.catalog.paths import References, shortest_path
from kpidef.errors import KpidefError, Position
from kpidef.errors.catalog import UnknownColumn, UnknownParameter, UnknownTerm
from kpidef.expression.typed import Constant, Field, HostField, Term

Parameters = Mapping[str, Constant | tuple[Constant, ...] | str]


class Columns(Protocol):
    """Where a scope finds the columns of sources; sources may still be under way."""

    @property
    def references(self) -> References: ...

    def column(self, source: str, name: str) -> Column | None: ...

    def names(self, source: str) -> Sequence[str]: ...

    def sources(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class RowScope:
    """Names of one source's rows: own columns, paths along references, `source.column` by the shortest path."""

    columns: Columns
    source: str
    timezone: str
    parameters: Parameters
    extra: Mapping[str, Column]
    host: RowScope | None = None  # the rows that `this.` speaks of
    aggregates: bool = False
    formula: bool = False
    overlap: bool = False

    @property
    def zone(self) -> str:
        """The zone in which written times are local."""
        return self.timezone

    def name(self, parts: tuple[str, ...]) -> Field | HostField | Term:
        """The column that `parts` leads to. Raises UnknownColumn, NoPath, AmbiguousPath, without a place."""
        if parts[0] == "this" and self.host is not None:
            field = self.host.field(parts[1:])
            return HostField(".".join((*field.path, field.column)), field.type)
        return self.field(parts)

    def field(self, parts: tuple[str, ...], at: Position | None = None) -> Field:
        """The column that `parts` leads to from this source's rows."""
        if len(parts) == 1 and parts[0] in self.extra:
            return Field(parts[0], self.extra[parts[0]].type)
        if len(parts) > 1 and self._is_source(parts[0]):
            path = shortest_path(self.columns.references, self.source, parts[0], at)
            return self._walk(path, parts[1:], at)
        return self._walk((), parts, at)

    def column(self, field: Field) -> Column | None:
        """The column that a field is; None where it has an error."""
        if not field.path and field.column in self.extra:
            return self.extra[field.column]
        return self.columns.column(self._source_at(field.path), field.column)

    def parameter(self, name: str) -> Constant | tuple[Constant, ...] | Term:
        """The value of `:name`; a KPI's id is its text here."""
        value = lookup(self.parameters, name)
        return Constant(value, "text") if isinstance(value, str) else value

    def _is_source(self, name: str) -> bool:
        return self.columns.column(self.source, name) is None and name in self.columns.sources()

    def _walk(self, path: tuple[str, ...], parts: tuple[str, ...], at: Position | None) -> Field:
        source = self._source_at(path)
        for reference in parts[:-1]:
            targets = dict(self.columns.references.get(source, ()))
            if reference not in targets:
                raise self._unknown(source, reference, at)
            path, source = (*path, reference), targets[reference]
        column = self.columns.column(source, parts[-1])
        if column is None:
            raise self._unknown(source, parts[-1], at)
        return Field(column.name, column.type, path)

    def _source_at(self, path: tuple[str, ...]) -> str:
        source = self.source
        for reference in path:
            source = dict(self.columns.references[source])[reference]
        return source

    def _unknown(self, source: str, name: str, at: Position | None) -> KpidefError:
        known = [*self.columns.names(source), *self.extra] if source == self.source else self.columns.names(source)
        return UnknownColumn(at, name=name, source=source, **nearest(name, known))


def lookup(parameters: Parameters, name: str, at: Position | None = None) -> Constant | tuple[Constant, ...] | str:
    """The value of a parameter. Raises UnknownParameter."""
    if name not in parameters:
        raise UnknownParameter(at, name=name, **nearest(name, parameters))
    return parameters[name]


@dataclass(frozen=True, slots=True)
class FormulaScope:
    """Names of a formula: the KPI's own terms first, then the ids of KPIs."""

    terms: Mapping[str, Term]
    kpis: frozenset[str]
    parameters: Parameters
    timezone: str
    aggregates: bool = False
    formula: bool = True
    overlap: bool = False

    @property
    def zone(self) -> str:
        """The zone in which written times are local."""
        return self.timezone

    def name(self, parts: tuple[str, ...]) -> Field | HostField | Term:
        """The term of that name. Raises UnknownTerm, without a place."""
        name = ".".join(parts)
        if name in self.terms:
            return self.terms[name]
        if name in self.kpis:
            return Term(name, "float")
        raise UnknownTerm(None, name=name, **nearest(name, [*self.terms, *self.kpis]))

    def parameter(self, name: str) -> Constant | tuple[Constant, ...] | Term:
        """The value of `:name`; a KPI's id stands for that KPI as a term."""
        value = lookup(self.parameters, name)
        return Term(value, "float") if isinstance(value, str) else value

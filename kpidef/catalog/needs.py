"""What a KPI reads: each source and its columns, along references, computed columns and rollups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import AnyMeasure, Catalog, Column, Event, Flow, Kpi, Measure, Per, Rollup, Source, Stock
from kpidef.expression.typed import Expression, Field
from kpidef.expression.walk import fields, host_fields

Needs = Mapping[str, Collection[str]]  # source -> columns


def needs_of(kpis: Iterable[Kpi], catalog: Catalog, bindings: Mapping[str, Binding] | None = None) -> Needs:
    """The columns that the KPIs read of each source; what a binding computes itself is not followed further."""
    waiting = list(kpis)
    for kpi in waiting:
        waiting += [catalog.kpis[name] for name in kpi.kpi_terms if catalog.kpis[name] not in waiting]
    return needs_of_measures((one for kpi in waiting for one in kpi.measures.values()), catalog.sources, bindings)


def needs_of_measures(
    measures: Iterable[AnyMeasure], sources: Mapping[str, Source], bindings: Mapping[str, Binding] | None = None
) -> Needs:
    """The same, of measures."""
    reading = _Reading(sources, bindings or {})
    for measure in measures:
        reading.measure(measure)
    return reading.found


def every_need(kpis: Iterable[Kpi], catalog: Catalog) -> tuple[str, ...]:
    """The sources that the KPIs read, and those that their dimensions may lead to."""
    seen = list(needs_of(kpis, catalog))
    for name in seen:
        targets = [one.references.source for one in catalog.sources[name].columns.values() if one.references]
        rolled = [one.rollup.source for one in catalog.sources[name].columns.values() if one.rollup]
        seen += [target for target in dict.fromkeys((*targets, *rolled)) if target not in seen]
    return tuple(seen)


@dataclass(slots=True)
class _Reading:
    sources: Mapping[str, Source]
    bindings: Mapping[str, Binding]
    found: dict[str, dict[str, None]] = field(default_factory=dict)

    def measure(self, measure: AnyMeasure) -> None:
        if isinstance(measure, Per):
            for inner, entity in zip(measure.measures, measure.entities, strict=True):
                self.measure(inner)
                self._field(inner.source, entity, _extra(inner))
            return
        source, extra = measure.source, _extra(measure)
        self._source(source)
        for expression in (*measure.filters, *((measure.expr,) if measure.expr is not None else ())):
            self._expression(source, expression, extra)
        for one in measure.entity:
            self._field(source, one, extra)
        self._rule(measure, extra)
        if measure.cohort is not None:
            self.measure(measure.cohort.measure)

    def _rule(self, measure: Measure, extra: Mapping[str, Column]) -> None:
        source = self.sources[measure.source]
        match measure.rule:
            case Event(time=time):
                self._field(source.id, time, extra)
            case Stock() | Flow() if source.validity is not None:
                self._column(source.id, source.validity.start)
                self._column(source.id, source.validity.end)
            case Stock() | Flow() if source.snapshot is not None:
                self._column(source.id, source.snapshot.at)
            case _:
                return

    def _source(self, name: str) -> None:
        if name in self.found:
            return
        self.found[name] = {}
        for condition in self.sources[name].filters:
            self._expression(name, condition, {})

    def _expression(self, source: str, expression: Expression, extra: Mapping[str, Column]) -> None:
        for one in fields(expression):
            self._field(source, one, extra)

    def _field(self, source: str, one: Field, extra: Mapping[str, Column]) -> None:
        if not one.path and one.column in extra:
            self._content(source, extra[one.column])
        else:
            self._path(source, (*one.path, one.column))

    def _path(self, source: str, names: tuple[str, ...]) -> None:
        for name in names[:-1]:
            self._column(source, name)
            reference = self.sources[source].columns[name].references
            if reference is None:
                return
            source = reference.source
            self._column(source, reference.column)
        self._column(source, names[-1])

    def _column(self, source: str, name: str) -> None:
        self._source(source)
        if name in self.found[source]:
            return
        self.found[source][name] = None
        bound = self.bindings.get(source)
        if bound is None or name not in bound.columns:
            self._content(source, self.sources[source].columns[name])

    def _content(self, source: str, column: Column) -> None:
        if column.expr is not None:
            self._expression(source, column.expr, {})
        if column.rollup is not None:
            self._rollup(source, column.rollup)

    def _rollup(self, host: str, rollup: Rollup) -> None:
        self._source(rollup.source)
        for own, hosts in rollup.match:
            self._column(rollup.source, own)
            self._path(host, tuple(hosts.split(".")))
        for expression in (*rollup.filters, *((rollup.expr,) if rollup.expr is not None else ())):
            self._expression(rollup.source, expression, {})
            for one in host_fields(expression):
                self._path(host, tuple(one.column.split(".")))
        if rollup.agg.function in ("first", "last") and rollup.time is not None:
            self._field(rollup.source, rollup.time, {})
            for name in self.sources[rollup.source].key:
                self._column(rollup.source, name)


def _extra(measure: Measure) -> dict[str, Column]:
    return {column.name: column for column in measure.rollups}

"""Measure specs -> measures: the aggregate, the rows, and the rule that gives rows to a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from kpidef.calendar import Duration, check_length, parse_length
from kpidef.catalog.aggregate import resolve_agg, result_type, result_unit
from kpidef.catalog.expression import resolve_condition, resolve_text
from kpidef.catalog.model import (
    Always,
    AnyMeasure,
    Cohort,
    Column,
    Event,
    Flow,
    Measure,
    Rule,
    Stock,
    WindowRule,
)
from kpidef.catalog.nearest import nearest
from kpidef.catalog.rules import check_measure
from kpidef.catalog.rules.case import Case
from kpidef.catalog.scope import Parameters, RowScope, lookup
from kpidef.catalog.source import TEMPORAL_TYPES, SourceBook, not_a_date
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue, MissingTimeRule, NoEntity, UnknownSource
from kpidef.expression.text import to_text
from kpidef.expression.typed import Constant, Expression, Field
from kpidef.expression.units import parse_unit
from kpidef.spec.records import MeasureSpec, Text


@dataclass(frozen=True, slots=True)
class MeasureContext:
    """What a measure is resolved with: the sources, the KPI's parameters and filters, and its neighbours."""

    book: SourceBook
    parameters: Parameters
    filters: tuple[Text, ...]  # of the KPI
    cohort: Callable[[Text], AnyMeasure]  # the measure that a `cohort` names


def resolve_measure(spec: MeasureSpec, name: str, context: MeasureContext) -> Measure:
    """A one-stage measure. Raises the first error that it meets."""
    source = resolve_source(spec, context)
    scope = measure_scope(spec, source, context)
    expr = resolve_text(spec.expr, scope) if spec.expr else None
    if spec.agg is None:
        raise _missing_agg(spec)
    agg = resolve_agg(spec.agg, expr, context.parameters)
    rule = resolve_rule(spec, source, scope, context)
    measure = Measure(
        name=name,
        source=source,
        agg=agg,
        expr=expr,
        filters=resolve_filters(spec, scope, context),
        rule=rule,
        entity=(),
        window=_window(spec.window, context.parameters),
        cohort=_cohort(spec, context),
        rollups=tuple(scope.extra.values()),
        type="float" if isinstance(rule, Stock) and rule.at == "average" else result_type(agg, expr),
        unit=parse_unit(spec.unit.value, spec.unit.at)
        if spec.unit
        else result_unit(agg, expr, scope, spec.expr.at if spec.expr else None),
        label=spec.label or name,
        at=spec.at_position,
    )
    check_measure(Case(measure, context.book.specs[source], spec))
    return replace(measure, entity=_entity(spec, measure, scope, context))


def resolve_source(spec: MeasureSpec, context: MeasureContext) -> str:
    """The measure's source, by its name. Raises UnknownSource."""
    if spec.source is None:
        raise BadValue(
            spec.at_position,
            value="",
            key="source",
            reason_fr="la mesure ne dit pas quelle source elle lit",
            reason_en="the measure does not say which source it reads",
            next_fr="ajoutez `source: <nom>`",
            next_en="add `source: <name>`",
        )
    if spec.source.value not in context.book.specs:
        raise UnknownSource(spec.source.at, name=spec.source.value, **nearest(spec.source.value, context.book.specs))
    return spec.source.value


def measure_scope(spec: MeasureSpec, source: str, context: MeasureContext) -> RowScope:
    """The names that a measure's expressions know: its source's, and its own rollups'."""
    book = context.book
    base = RowScope(book, source, book.timezone, context.parameters, {}, overlap=True)
    extra: Mapping[str, Column] = {column.name.value: book.resolve_column(column, base) for column in spec.rollups}
    return replace(base, extra=extra)


def resolve_filters(spec: MeasureSpec, scope: RowScope, context: MeasureContext) -> tuple[Expression, ...]:
    """The measure's and the KPI's filters, once each, sorted by text so that their order means nothing."""
    found = dict(_condition(text, scope, context.book) for text in (*context.filters, *spec.filters))
    return tuple(found[text] for text in sorted(found))


def _condition(text: Text, scope: RowScope, book: SourceBook) -> tuple[str, Expression]:
    """A condition after its own text; many measures of a source share a few, and each is read once."""
    if scope.parameters or scope.extra:
        condition = resolve_condition(text, scope)
        return to_text(condition), condition
    place = (scope.source, text.value)
    if place not in book.conditions:
        condition = resolve_condition(text, scope)
        book.conditions[place] = (to_text(condition), condition)
    return book.conditions[place]


def resolve_rule(spec: MeasureSpec, source: str, scope: RowScope, context: MeasureContext) -> Rule:
    """The rule that gives rows to a period. Raises MissingTimeRule where a source leaves none by default."""
    if spec.at is not None:
        return Stock(cast("Literal['start', 'end', 'any', 'average']", spec.at.value))  # the reader has the closed list
    if spec.flow is not None:
        return Flow(cast("Literal['in', 'out']", spec.flow.value))
    source_spec = context.book.specs[source]
    text = spec.time or source_spec.time
    if text is None:
        if source_spec.validity is None and source_spec.snapshot is None:
            return Always()
        raise MissingTimeRule(spec.at_position, source=source)
    field = scope.field(tuple(text.value.split(".")), text.at)
    if field.type not in TEMPORAL_TYPES:
        raise not_a_date(text, field.type)
    return Event(field)


def _entity(spec: MeasureSpec, measure: Measure, scope: RowScope, context: MeasureContext) -> tuple[Field, ...]:
    source = context.book.specs[measure.source]
    compares = isinstance(measure.rule, Flow) or measure.cohort is not None or source.snapshot is not None
    if spec.entity is not None:
        return (scope.field(tuple(spec.entity.value.split(".")), spec.entity.at),)
    if measure.agg.function == "count_distinct" and isinstance(measure.expr, Field):
        return (measure.expr,)
    photo = source.snapshot.at.value if source.snapshot and not isinstance(measure.rule, Event) else None
    key = tuple(scope.field((part.value,), part.at) for part in source.key if part.value != photo)
    if not key and compares and not isinstance(measure.rule, Event | Always):
        raise NoEntity(spec.at_position, source=measure.source)
    return key


def _window(text: Text | None, parameters: Parameters) -> WindowRule:
    if text is None:
        return None
    written: object = text.value
    if text.value.startswith(":"):
        found = lookup(parameters, text.value[1:], text.at)
        written = found.value if isinstance(found, Constant) else found
    if isinstance(written, Duration):
        check_length(written, "window", text.at)
        return written
    if written == "year_to_date":
        return "year_to_date"
    if written == "all_time":
        return "all_time"
    return parse_length(str(written), "window", text.at)


def _cohort(spec: MeasureSpec, context: MeasureContext) -> Cohort | None:
    if spec.cohort is None:
        return None
    written = spec.cohort.value.strip()
    if not (written.startswith("previous(") and written.endswith(")")):
        return Cohort(_one_stage(spec.cohort, written, context), is_previous=False)
    inner, _, offset = written[len("previous(") : -1].partition(",")
    duration = parse_length(offset.strip().strip("'"), "previous", spec.cohort.at) if offset else None
    return Cohort(_one_stage(spec.cohort, inner.strip(), context), is_previous=True, offset=duration)


def _one_stage(text: Text, name: str, context: MeasureContext) -> AnyMeasure:
    return context.cohort(Text(name, text.at))


def _missing_agg(spec: MeasureSpec) -> KpidefError:
    return BadValue(
        spec.at_position,
        value="",
        key="agg",
        reason_fr="la mesure ne dit pas comment elle agrège les lignes",
        reason_en="the measure does not say how it aggregates the rows",
        next_fr="ajoutez par exemple `agg: count`",
        next_en="add for instance `agg: count`",
    )

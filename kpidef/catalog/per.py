"""Two-stage measures: an inner result for each entity, then an aggregate over the entities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpidef.catalog.aggregate import resolve_agg, result_type
from kpidef.catalog.average import average_ends, mean_of
from kpidef.catalog.expression import parse_text, resolve_condition, resolve_text
from kpidef.catalog.measure import (
    MeasureContext,
    measure_scope,
    resolve_measure,
    resolve_source,
)
from kpidef.catalog.model import Agg, Measure, Per, Stock
from kpidef.catalog.scope import FormulaScope, RowScope
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue
from kpidef.expression.functions import FUNCTIONS
from kpidef.expression.nodes import Call, children
from kpidef.expression.text import to_text
from kpidef.expression.typed import Aggregate, Expression, Field, HostField, Operation, Term
from kpidef.expression.units import COUNT, UNKNOWN, parse_unit, unit_of
from kpidef.expression.walk import substitute, walk
from kpidef.spec.records import AggSpec, MeasureSpec, Text


def resolve_per(spec: MeasureSpec, name: str, context: MeasureContext) -> Per:
    """A measure that says `per`, in its long form (inner measures) or its short one (`having` over the rows)."""
    assert spec.per is not None
    return _long_form(spec, name, context) if spec.measures else _short_form(spec, name, context)


def _long_form(spec: MeasureSpec, name: str, context: MeasureContext) -> Per:
    inner = tuple(resolve_measure(one, one.name.value if one.name else "", context) for one in spec.measures)
    entities = tuple(_entity(spec, one, context) for one in spec.measures)
    terms = {one.name: Term(one.name, one.type) for one in inner}
    scope = FormulaScope(terms, frozenset(), context.parameters, context.book.timezone)
    formula = resolve_text(spec.formula, scope) if spec.formula else None
    counts = spec.agg is None or spec.agg.name.value == "count"
    if formula is None and len(inner) == 1 and not counts:
        formula = Term(inner[0].name, inner[0].type)
    return _finish(spec, name, context, inner, entities, formula, terms)


def _short_form(spec: MeasureSpec, name: str, context: MeasureContext) -> Per:
    source = resolve_source(spec, context)
    scope = replace(measure_scope(spec, source, context), aggregates=True)
    collected = _Collected(spec, context)
    formula = collected.lift(resolve_text(spec.expr, scope)) if spec.expr else None
    entity_scope = _EntityScope(
        scope.columns, source, scope.timezone, scope.parameters, scope.extra, aggregates=True, result=formula
    )
    having = collected.lift(resolve_condition(spec.having, entity_scope)) if spec.having else None
    if formula is not None and _reads_rows(formula):
        assert spec.expr is not None
        raise _bare_column(spec.expr)
    inner = collected.measures() or (collected.rows(),)
    entities = tuple(_entity(spec, spec, context) for _ in inner)
    return _build(spec, name, inner, entities, formula, having, context)


@dataclass(frozen=True, slots=True)
class _EntityScope(RowScope):
    """The rows of an entity, and `value`: what the entity gives."""

    result: Expression | None = None

    def name(self, parts: tuple[str, ...]) -> Field | HostField | Term:
        if parts == ("value",) and self.columns.column(self.source, "value") is None:
            return Term("value", self.result.type if self.result is not None else "integer")
        return RowScope.name(self, parts)


def _finish(
    spec: MeasureSpec,
    name: str,
    context: MeasureContext,
    inner: tuple[Measure, ...],
    entities: tuple[Field, ...],
    formula: Expression | None,
    terms: Mapping[str, Term],
) -> Per:
    known = {**terms, "value": Term("value", formula.type if formula else "integer")}
    if spec.having is None:
        return _build(spec, name, inner, entities, formula, None, context)
    source = next((one for one in spec.measures if one.source), spec)
    if not _names_aggregate(spec.having):
        having = resolve_condition(
            spec.having, FormulaScope(known, frozenset(), context.parameters, context.book.timezone)
        )
        return _build(spec, name, inner, entities, formula, _value_of(having, formula), context)
    scope = replace(measure_scope(source, resolve_source(source, context), context), aggregates=True)
    collected = _Collected(source, context)
    having = collected.lift(resolve_condition(spec.having, scope))
    added = collected.measures()
    return _build(spec, name, inner + added, entities + tuple(entities[0] for _ in added), formula, having, context)


def _names_aggregate(text: Text) -> bool:
    waiting = [parse_text(text)]
    for node in waiting:
        waiting += children(node)
    calls = [node.name for node in waiting if isinstance(node, Call)]
    return any(name in FUNCTIONS and FUNCTIONS[name].role == "aggregate" for name in calls)


def _value_of(having: Expression, formula: Expression | None) -> Expression:
    return substitute(having, {"value": formula}) if formula is not None else having


def _build(
    spec: MeasureSpec,
    name: str,
    inner: tuple[Measure, ...],
    entities: tuple[Field, ...],
    formula: Expression | None,
    having: Expression | None,
    context: MeasureContext,
) -> Per:
    inner, entities, halves = _without_averages(inner, entities)
    formula = substitute(formula, halves) if formula is not None else None
    having = substitute(having, halves) if having is not None else None
    agg = resolve_agg(spec.agg or AggSpec(Text("count", spec.at_position)), formula, context.parameters)
    units = {one.name: one.unit for one in inner}
    inferred = COUNT if agg.function in ("count", "count_distinct") else UNKNOWN
    if formula is not None and inferred is UNKNOWN:
        inferred = unit_of(formula, lambda leaf: units.get(getattr(leaf, "name", ""), UNKNOWN))
    return Per(
        name=name,
        entity=spec.per.value if spec.per else "",
        measures=inner,
        names=tuple(one.name for one in inner),
        entities=entities,
        formula=formula,
        having=_value_of(having, formula) if having else None,
        agg=agg,
        type=result_type(agg, formula),
        unit=parse_unit(spec.unit.value, spec.unit.at) if spec.unit else inferred,
        label=spec.label or name,
        at=spec.at_position,
    )


def _without_averages(
    inner: tuple[Measure, ...], entities: tuple[Field, ...]
) -> tuple[tuple[Measure, ...], tuple[Field, ...], dict[str, Expression]]:
    """Inner averages as their two stocks, and what stands for them in the formula."""
    measures: list[Measure] = []
    found: list[Field] = []
    halves: dict[str, Expression] = {}
    for one, entity in zip(inner, entities, strict=True):
        split = average_ends(one) if one.rule == Stock("average") else (one,)
        measures += split
        found += [entity] * len(split)
        if len(split) == 2:
            halves[one.name] = mean_of(*(Term(end.name, end.type) for end in split))
    return tuple(measures), tuple(found), halves


def _entity(spec: MeasureSpec, inner: MeasureSpec, context: MeasureContext) -> Field:
    assert spec.per is not None
    scope = measure_scope(inner, resolve_source(inner, context), context)
    return scope.field(tuple(spec.per.value.split(".")), spec.per.at)


@dataclass(slots=True)
class _Collected:
    """The aggregates of a short form, lifted out as inner measures that share the outer measure's rows."""

    spec: MeasureSpec
    context: MeasureContext
    found: dict[str, Measure] | None = None

    def lift(self, expression: Expression) -> Expression:
        """The expression with a term in the place of each aggregate."""
        found = self.found = self.found or {}
        if isinstance(expression, Aggregate):
            text = to_text(expression)
            if text not in found:
                found[text] = self._measure(expression, f"a{len(found) + 1}")
            return Term(found[text].name, expression.type)
        if isinstance(expression, Operation):
            return replace(expression, arguments=tuple(self.lift(one) for one in expression.arguments))
        return expression

    def measures(self) -> tuple[Measure, ...]:
        return tuple((self.found or {}).values())

    def rows(self) -> Measure:
        """The count of the entity's rows, where no aggregate is written."""
        return self._measure(Aggregate("count", None, "integer"), "a1")

    def _measure(self, aggregate: Aggregate, name: str) -> Measure:
        bare = replace(
            self.spec, per=None, having=None, expr=None, agg=AggSpec(Text("count", self.spec.at_position)), label=None
        )
        rows = resolve_measure(bare, name, self.context)
        agg = Agg(aggregate.function)
        return replace(rows, agg=agg, expr=aggregate.operand, type=result_type(agg, aggregate.operand))


def _reads_rows(expression: Expression) -> bool:
    return any(isinstance(node, Field) for node in walk(expression))


def _bare_column(text: Text) -> KpidefError:
    return BadValue(
        text.at,
        value=text.value,
        key="expr",
        reason_fr="avec `per`, il faut une valeur par entité, pas par ligne",
        reason_en="with `per`, one value an entity is needed, not one a row",
        next_fr=f"écrivez un agrégat, par exemple « sum({text.value}) »",
        next_en=f"write an aggregate, for instance 'sum({text.value})'",
    )

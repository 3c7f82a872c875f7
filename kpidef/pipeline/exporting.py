"""The catalogue for other programs: plain data of a documented shape, in the order of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from kpidef.catalog.model import (
    Agg,
    Always,
    AnyMeasure,
    Column,
    Event,
    Flow,
    Kpi,
    Measure,
    Per,
    Rollup,
    Rule,
    Source,
    Stock,
)
from kpidef.catalog.needs import needs_of
from kpidef.expression.text import to_text
from kpidef.expression.typed import Constant, Expression
from kpidef.pipeline.needs import unavailable
from kpidef.spec.records import ExampleSpec, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpidef.pipeline.project import Project

FORMAT = "kpidef-catalogue"
VERSION = 1  # changes when a key goes or changes its meaning; a key that is added does not change it
Json = dict[str, Any]


def export_catalogue(project: Project) -> Json:
    """Everything that the project's definitions say, and what it can compute of it."""
    catalog = project.catalog
    return {
        "format": FORMAT,
        "schema_version": VERSION,
        "project": project.name,
        # The language of the texts, whoever asks.
        "locale": project.spec.locale.value if project.spec.locale else "fr",
        "timezone": catalog.timezone,
        "families": [
            {"id": name, "label": label, "description": description}
            for name, (label, description) in sorted(catalog.families.items())
        ],
        "sources": [_source(source, project) for _, source in sorted(catalog.sources.items())],
        "kpis": [_kpi(kpi, project) for _, kpi in sorted(catalog.kpis.items())],
    }


def _source(source: Source, project: Project) -> Json:
    validity, snapshot = source.validity, source.snapshot
    return {
        "id": source.id,
        "label": source.label,
        "description": source.description,
        "key": list(source.key),
        "time": source.time,
        "validity": {"from": validity.start, "to": validity.end} if validity else None,
        "snapshot": {"at": snapshot.at, "stale_after": _text(snapshot.stale_after)} if snapshot else None,
        "filters": [to_text(one) for one in source.filters],
        "bound": source.id in project.bindings,
        "columns": [_column(column) for column in source.columns.values()],
    }


def _column(column: Column) -> Json:
    return {
        "name": column.name,
        "label": column.label,
        "description": column.description,
        "type": column.type,
        "values": list(column.values),
        "references": f"{column.references.source}.{column.references.column}" if column.references else None,
        "same_as": column.same_as,
        "dimension": column.is_dimension,
        "grain": column.grain.value if column.grain else None,
        "expr": _expression(column.expr),
        "rollup": _rollup(column.rollup) if column.rollup else None,
    }


def _rollup(rollup: Rollup) -> Json:
    return {
        "source": rollup.source,
        "match": dict(rollup.match),
        "agg": _agg(rollup.agg),
        "expr": _expression(rollup.expr),
        "filters": [to_text(one) for one in rollup.filters],
        "time": _expression(rollup.time),
    }


def _kpi(kpi: Kpi, project: Project) -> Json:
    spec = kpi.spec
    lacking = unavailable(kpi, project.catalog, project.bindings)
    return {
        "id": kpi.id,
        "label": kpi.label,
        "description": spec.description,
        "details": spec.details,
        "notes": spec.notes,
        "family": kpi.family or None,
        "acronyms": _values(spec.acronyms),
        "synonyms": _values(spec.synonyms),
        "related": _values(spec.related),
        "extends": _value(spec.extends),
        "unit": kpi.unit or None,
        "format": _value(spec.format),
        "direction": kpi.direction,
        "status": kpi.status,
        "replaced_by": _value(spec.replaced_by),
        "owner": spec.owner,
        "reviewer": spec.reviewer,
        "review_by": _value(spec.review_by),
        "period": kpi.period.value,
        "grains": [grain.value for grain in kpi.grains],
        "dimensions": list(kpi.dimensions),
        "formula": to_text(kpi.formula),
        "numerator": _expression(kpi.numerator),
        "denominator": _expression(kpi.denominator),
        "measures": [_measure(name, one) for name, one in kpi.measures.items()],
        "kpi_terms": list(kpi.kpi_terms),
        "parameters": {name: _parameter(value) for name, value in kpi.params.items()},
        "targets": [{"from": one.start, "to": one.end, "value": one.value} for one in kpi.targets],
        "thresholds": [{"level": level, "operator": sign, "value": limit} for level, sign, limit in kpi.thresholds],
        "pitfalls": list(spec.pitfalls),
        "examples": [_example(one) for one in spec.examples],
        "history": [dict(one) for one in spec.history],
        "links": [dict(one) for one in spec.links],
        "reads": {name: sorted(columns) for name, columns in sorted(needs_of([kpi], project.catalog).items())},
        "horizon": _text(kpi.horizon),
        "version": kpi.version,
        "origin": kpi.origin,
        "available": lacking is None,
        "lacking": str(lacking.fields["sources"]).split(", ") if lacking else [],
    }


def _measure(name: str, measure: AnyMeasure) -> Json:
    match measure:
        case Measure():
            return {
                "name": name,
                "label": measure.label or None,
                "kind": "measure",
                "source": measure.source,
                "agg": _agg(measure.agg),
                "expr": _expression(measure.expr),
                "filters": [to_text(one) for one in measure.filters],
                "rule": _rule(measure.rule),
                "entity": [to_text(one) for one in measure.entity],
                "window": _text(measure.window),
                "cohort": None if measure.cohort is None else _measure("cohort", measure.cohort.measure),
                "cohort_is_previous": None if measure.cohort is None else measure.cohort.is_previous,
                "rollups": [_column(one) for one in measure.rollups],
            }
        case Per():
            return {
                "name": name,
                "label": measure.label or None,
                "kind": "per",
                "per": measure.entity,
                "measures": [_measure(one, inner) for one, inner in zip(measure.names, measure.measures, strict=True)],
                "formula": _expression(measure.formula),
                "having": _expression(measure.having),
                "agg": _agg(measure.agg),
            }
        case _:
            assert_never(measure)


def _rule(rule: Rule) -> Json:
    match rule:
        case Event(time=time):
            return {"kind": "time", "value": to_text(time)}
        case Stock(at=at):
            return {"kind": "at", "value": at}
        case Flow(direction=direction):
            return {"kind": "flow", "value": direction}
        case Always():
            return {"kind": "always", "value": None}
        case _:
            assert_never(rule)


def _example(example: ExampleSpec) -> Json:
    return {
        "name": example.name,
        "note": example.note,
        "given": {source.value: [_line(row) for row in rows] for source, rows in example.given},
        "period": _value(example.period),
        "grain": _value(example.grain),
        "by": _values(example.by),
        "where": _values(example.where),
        "as_of": _value(example.as_of),
        "expect": [_line(row) for row in example.expect],
    }


def _line(row: Iterable[tuple[Text, Text | None]]) -> dict[str, str | None]:
    return {name.value: _value(cell) for name, cell in row}


def _parameter(value: Constant | tuple[Constant, ...] | str) -> object:
    match value:
        case Constant(value=held):
            return held if isinstance(held, int | float | str | bool) else str(held)
        case tuple():
            return [_parameter(one) for one in value]
        case _:
            return value


def _agg(agg: Agg) -> object:
    return {agg.function: agg.fraction} if agg.fraction is not None else agg.function


def _expression(expression: Expression | None) -> str | None:
    return None if expression is None else to_text(expression)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _value(text: Text | None) -> str | None:
    return None if text is None else text.value


def _values(texts: Iterable[Text]) -> list[str]:
    return [text.value for text in texts]

"""A definition's version: a hash of what it calculates, texts left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from kpidef.catalog.model import AnyMeasure, Cohort, Column, Kpi, Measure, Per, Source
from kpidef.catalog.needs import needs_of_measures
from kpidef.catalog.on_demand import OnDemand
from kpidef.expression.text import to_text
from kpidef.expression.typed import Expression


def source_texts(sources: Mapping[str, Source]) -> Mapping[str, str]:
    """What each source calculates, as versions take it; many KPIs read the same one."""
    return OnDemand(sources, lambda name: _source(sources[name]))


def version(
    formula: Expression,
    measures: Mapping[str, AnyMeasure],
    texts: Mapping[str, str],
    unit: str,
    terms: Iterable[str],
) -> str:
    """12 hex digits; equal for equal calculations whatever the files' order, labels or comments.

    `texts` are those of the sources. The KPIs that the formula names are in it by their ids alone.
    """
    return version_of(
        unit,
        to_text(formula),
        *terms,
        *(f"{name}={_measure(measure)}" for name, measure in sorted(measures.items())),
        *(texts[name] for name in sorted(_sources_read(measures)) if name in texts),
    )


def whole_version(kpi: Kpi, terms: Sequence[Kpi], sources: Mapping[str, Source], texts: Mapping[str, str]) -> str:
    """The version of all that a KPI is computed from: its own, those of its `terms` however far, the sources beyond."""
    every = (kpi, *terms)
    read = needs_of_measures((measure for one in every for measure in one.measures.values()), sources).keys()
    beyond = read - {name for one in every for name in _sources_read(one.measures)}
    if not beyond and not terms:
        return kpi.version
    others = sorted(f"{term.id} {term.version}" for term in terms)
    return version_of(kpi.version, *others, *(texts[name] for name in sorted(beyond)))


def version_of(*texts: str) -> str:
    """12 hex digits that change with any of the texts."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def _sources_read(measures: Mapping[str, AnyMeasure]) -> set[str]:
    return {one.source for measure in measures.values() for one in _stages(measure)}


def _stages(measure: AnyMeasure) -> tuple[Measure, ...]:
    return measure.measures if isinstance(measure, Per) else (measure,)


def _measure(measure: AnyMeasure) -> str:
    if isinstance(measure, Per):
        inner = ";".join(f"{one.name}={_measure(one)}" for one in measure.measures)
        return f"per {measure.entity} [{inner}] {_text(measure.formula)} having {_text(measure.having)} {measure.agg}"
    parts = (
        measure.source,
        repr(measure.agg),
        _text(measure.expr),
        " and ".join(map(to_text, measure.filters)),
        repr(measure.rule),
        ",".join(map(to_text, measure.entity)),
        repr(measure.window),
        _cohort(measure.cohort),
        ";".join(map(_column, measure.rollups)),
    )
    return " | ".join(parts)


def _cohort(cohort: Cohort | None) -> str:
    return f"{cohort.is_previous} {cohort.offset} {_measure(cohort.measure)}" if cohort else ""


def _source(source: Source) -> str:
    columns = ";".join(_column(column) for _, column in sorted(source.columns.items()))
    head = f"{source.id} {source.key} {source.time} {source.validity} {source.snapshot}"
    return f"{head} [{' and '.join(map(to_text, source.filters))}] {columns}"


def _column(column: Column) -> str:
    text = f"{column.name}:{column.type}:{column.references}:{column.same_as}:{column.grain}:{_text(column.expr)}"
    if column.rollup is None:
        return text
    rollup = column.rollup
    conditions = " and ".join(sorted(map(to_text, rollup.filters)))
    return f"{text}:{rollup.source}{rollup.match}{rollup.agg}{_text(rollup.expr)}{conditions}{rollup.time}"


def _text(expression: Expression | None) -> str:
    return to_text(expression) if expression is not None else ""

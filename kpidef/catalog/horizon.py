"""How far beyond its period a KPI looks: the longest positive shift of its expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpidef.calendar import Duration
from kpidef.catalog.model import AnyMeasure, Column, Per, Source
from kpidef.expression.typed import Constant, Expression, Operation
from kpidef.expression.walk import walk

_DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1,
    "week": 7,
    "month": 30.4375,
    "quarter": 91.3125,
    "semester": 182.625,
    "year": 365.25,
}


def longest(durations: Iterable[Duration | None]) -> Duration | None:
    """The longest of the positive durations; None where there is none."""
    positive = [one for one in durations if one is not None and one.count > 0]
    return max(positive, key=lambda one: one.count * _DAYS[one.unit], default=None)


def measure_horizon(measure: AnyMeasure, sources: Mapping[str, Source]) -> Duration | None:
    """The longest shift in the measure's expressions and in the rollups that it reads."""
    if isinstance(measure, Per):
        return longest(measure_horizon(one, sources) for one in measure.measures)
    own = [*measure.filters, *([measure.expr] if measure.expr else [])]
    columns = [*measure.rollups, *_columns_read(own, sources.get(measure.source))]
    rolled = [
        one for column in columns if column.rollup for one in (*column.rollup.filters, *_present(column.rollup.expr))
    ]
    cohort = [measure_horizon(measure.cohort.measure, sources)] if measure.cohort else []
    return longest([*_shifts([*own, *rolled]), *cohort])


def _columns_read(expressions: list[Expression], source: Source | None) -> list[Column]:
    if source is None:
        return []
    names = {getattr(node, "column", None) for one in expressions for node in walk(one)}
    return [column for name, column in source.columns.items() if name in names]


def _present(expression: Expression | None) -> list[Expression]:
    return [expression] if expression is not None else []


def _shifts(expressions: Iterable[Expression]) -> Iterator[Duration]:
    for expression in expressions:
        for node in walk(expression):
            if isinstance(node, Operation) and node.name == "shift":
                duration = node.arguments[1]
                if isinstance(duration, Constant) and isinstance(duration.value, Duration):
                    yield duration.value

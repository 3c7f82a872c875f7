"""Rules that a measure must keep, beyond what each of its keys says alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpidef.catalog.model import Event, Flow, Measure, Stock
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed
from kpidef.expression.typed import Expression, Operation
from kpidef.expression.walk import walk
from kpidef.spec.records import MeasureSpec, SourceSpec

Rule = Callable[[Measure, SourceSpec, MeasureSpec], Iterator[KpidefError]]


def check_measure(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> None:
    """Raises the first rule that the measure breaks."""
    for rule in _RULES:
        for error in rule(measure, source, spec):
            raise error


def _one_time_rule(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    written = [key for key, text in (("time", spec.time), ("at", spec.at), ("flow", spec.flow)) if text is not None]
    if len(written) > 1:
        yield RuleNotServed(
            spec.at_position,
            rule=" + ".join(written),
            reason_fr="une mesure a une seule règle de temps",
            reason_en="a measure has one time rule",
            next_fr=f"gardez seulement `{written[0]}` ou `{written[1]}`",
            next_en=f"keep `{written[0]}` or `{written[1]}` alone",
        )


def _source_serves_stock(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    if isinstance(measure.rule, Stock | Flow) and source.validity is None and source.snapshot is None:
        yield RuleNotServed(
            (spec.at or spec.flow or spec.source or measure).at,
            rule=_written(spec),
            reason_fr=f"la source « {source.id} » n'a ni `validity` ni `snapshot`",
            reason_en=f"source '{source.id}' has neither `validity` nor `snapshot`",
            next_fr="déclarez `validity: {from: ..., to: ...}` dans la source, ou comptez des événements avec `time`",
            next_en="declare `validity: {from: ..., to: ...}` in the source, or count events with `time`",
        )


def _photo_has_no_any(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    if measure.rule == Stock("any") and source.validity is None and source.snapshot is not None and spec.at:
        yield RuleNotServed(
            spec.at.at,
            rule="at: any",
            reason_fr="une photo ne dit pas ce qui est vrai entre deux dates",
            reason_en="a photo does not tell what is true between two dates",
            next_fr="choisissez `at: start` ou `at: end`",
            next_en="choose `at: start` or `at: end`",
        )


def _only_sums_flow(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    averaged = isinstance(measure.rule, Flow) or measure.rule == Stock("average")
    if averaged and measure.agg.function not in ("count", "count_distinct", "sum"):
        yield RuleNotServed(
            (spec.at or spec.flow).at,  # type: ignore[union-attr]
            rule=_written(spec),
            reason_fr=f"il refuse l'agrégat {measure.agg.function}",
            reason_en=f"it refuses the aggregate {measure.agg.function}",
            next_fr="utilisez count, count_distinct ou sum, et divisez dans la formule",
            next_en="use count, count_distinct or sum, and divide in the formula",
        )


def _all_time_has_no_start(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    opens = isinstance(measure.rule, Flow) or (
        isinstance(measure.rule, Stock) and measure.rule.at in ("start", "average")
    )
    if measure.window == "all_time" and opens and spec.window:
        yield RuleNotServed(
            spec.window.at,
            rule="window: all_time",
            reason_fr=f"cette fenêtre n'a pas de début, et `{_written(spec)}` en demande un",
            reason_en=f"this window has no start, and `{_written(spec)}` needs one",
            next_fr="utilisez `at: end`, ou une fenêtre de durée finie",
            next_en="use `at: end`, or a window of finite length",
        )


def _overlap_needs_an_interval(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    written: tuple[Expression, ...] = (*measure.filters, *((measure.expr,) if measure.expr else ()))
    uses = any(isinstance(node, Operation) and node.name == "overlap" for one in written for node in walk(one))
    if uses and not (measure.rule == Stock("any") and source.validity is not None):
        yield RuleNotServed(
            spec.at_position,
            rule="overlap()",
            reason_fr="cette macro mesure un intervalle dans la période",
            reason_en="this macro measures an interval inside the period",
            next_fr="utilisez-la avec `at: any` sur une source qui a `validity`",
            next_en="use it with `at: any` on a source that has `validity`",
        )


def _ends_need_two_stages(measure: Measure, source: SourceSpec, spec: MeasureSpec) -> Iterator[KpidefError]:
    if measure.agg.function in ("first", "last") and not isinstance(measure.rule, Event):
        yield RuleNotServed(
            spec.at_position,
            rule=f"agg: {measure.agg.function}",
            reason_fr="la première ou la dernière ligne se dit d'événements datés",
            reason_en="first and last speak of dated events",
            next_fr="utilisez `time`, ou un autre agrégat",
            next_en="use `time`, or another aggregate",
        )


def _written(spec: MeasureSpec) -> str:
    return f"at: {spec.at}" if spec.at else f"flow: {spec.flow}" if spec.flow else "time"


_RULES: tuple[Rule, ...] = (
    _one_time_rule,
    _source_serves_stock,
    _photo_has_no_any,
    _only_sums_flow,
    _all_time_has_no_start,
    _overlap_needs_an_interval,
    _ends_need_two_stages,
)

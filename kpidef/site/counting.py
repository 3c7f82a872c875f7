"""A measure in words: what it adds up, of which rows, and which of them belong to the period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from kpidef.calendar import Duration
from kpidef.catalog.model import Always, AnyMeasure, Catalog, Cohort, Event, Flow, Kpi, Measure, Per, Stock
from kpidef.errors import Language
from kpidef.expression.walk import walk
from kpidef.site.condition import Condition, Speaker, duration_words
from kpidef.site.name import column_name, measure_name, source_name
from kpidef.site.noun import common
from kpidef.site.texts import say


@dataclass(frozen=True, slots=True)
class Counting:
    """A measure as a reader is told of it; `inner` are the first stage's."""

    name: str
    anchor: str
    what: str
    source: str
    when: str = ""
    window: str = ""
    conditions: tuple[Condition, ...] = ()
    cohort: str = ""
    kept: str = ""
    inner: tuple[Counting, ...] = ()


def counting(measure: AnyMeasure, kpi: Kpi, catalog: Catalog, language: Language) -> Counting:
    """The words of a measure."""
    name = measure_name(measure, kpi, language)
    if isinstance(measure, Per):
        return _two_stages(measure, name, catalog, language)
    return _one_stage(measure, name, catalog, language)


def _one_stage(measure: Measure, name: str, catalog: Catalog, language: Language) -> Counting:
    speaker = Speaker(catalog, measure.source, language, measure.rollups)
    return Counting(
        name=name,
        anchor=measure.name,
        what=_what(measure, speaker),
        source=measure.source,
        when=rule_words(measure, catalog, language),
        window=_window(measure, language),
        conditions=tuple(
            Condition(speaker.filter_words(one), speaker.condition(one).code)
            for one in (*catalog.sources[measure.source].filters, *measure.filters)
        ),
        cohort=_cohort(measure.cohort, catalog, language),
    )


def _two_stages(per: Per, name: str, catalog: Catalog, language: Language) -> Counting:
    inner = tuple(
        _one_stage(one, _stage_name(one, label, catalog, language), catalog, language)
        for label, one in zip(per.names, per.measures, strict=True)
    )
    names = tuple((label, one.name) for label, one in zip(per.names, inner, strict=True))
    source = per.measures[0].source
    speaker = Speaker(catalog, source, language, per.measures[0].rollups, (*names, ("value", say("result", language))))
    entity = column_name(per.entities[0], source, catalog, per.measures[0].rollups)
    each = common(entity, language) or say("quoted", language, of=entity)
    return Counting(
        name=name,
        anchor=per.name,
        what=say("two_stages", language, entity=say("each", language, of=each), of=_of_all(per, speaker)),
        source=source,
        kept=speaker.words(per.having) if per.having is not None else "",
        inner=inner,
    )


def _of_all(per: Per, speaker: Speaker) -> str:
    # What is compared has a value: those that are kept by it need not be told to have one.
    compared = () if per.having is None or per.agg.function != "count" else tuple(walk(per.having))
    if per.formula is None or per.formula in compared:
        return speaker.say("entities")
    if per.agg.function == "count":
        return speaker.say("entities.known", of=speaker.named(per.formula))
    return speaker.aggregated(per.agg.function, per.formula, _percentile(per.agg.fraction))


def _stage_name(measure: Measure, name: str, catalog: Catalog, language: Language) -> str:
    """A stage's label, else its name; what it counts where nobody named it."""
    said = measure.label or name
    if not re.fullmatch(r"a\d+", said):
        return said.replace("_", " ") if said == name else said
    return _what(measure, Speaker(catalog, measure.source, language, measure.rollups))


def _what(measure: Measure, speaker: Speaker) -> str:
    source = source_name(measure.source, speaker.catalog)
    if measure.expr is None:
        return speaker.say("count_rows", source=source)
    return speaker.aggregated(measure.agg.function, measure.expr, _percentile(measure.agg.fraction))


def _percentile(fraction: float | None) -> str:
    return f"{(fraction or 0) * 100:g}"


def rule_words(measure: Measure, catalog: Catalog, language: Language) -> str:
    """Which rows belong to the period."""
    match measure.rule:
        case Event(time=time):
            return say("rule.event", language, of=column_name(time, measure.source, catalog, measure.rollups))
        case Stock(at=at):
            return say(f"rule.{at}", language)
        case Flow(direction=direction):
            entity = ", ".join(column_name(one, measure.source, catalog, measure.rollups) for one in measure.entity)
            return say(f"rule.{direction}", language, of=entity)
        case Always():
            return say("rule.always", language)
        case _:
            assert_never(measure.rule)


def _window(measure: Measure, language: Language) -> str:
    match measure.window:
        case None:
            return ""
        case Duration():
            return say("window.duration", language, of=duration_words(measure.window, language))
        case _:
            return say(f"window.{measure.window}", language)


def _cohort(cohort: Cohort | None, catalog: Catalog, language: Language) -> str:
    if cohort is None:
        return ""
    first = cohort.measure.measures[0] if isinstance(cohort.measure, Per) else cohort.measure
    told = _one_stage(first, "", catalog, language)
    label = cohort.measure.label
    what = say("quoted", language, of=label) if label else told.what
    return say("cohort.previous" if cohort.is_previous else "cohort.same", language, of=what)

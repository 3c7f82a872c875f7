"""A measure in words: what it counts, of which rows, and which of them belong to the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from kpidef.errors import Language
from kpidef.expression.text import to_text

if TYPE_CHECKING:
    from kpidef.catalog.model import Agg, AnyMeasure, Catalog, Cohort, Measure, Per, Rule, WindowRule

_AGGREGATES = {
    "count": ("nombre de {of}", "number of {of}"),
    "count_distinct": ("nombre de {of} distincts", "number of distinct {of}"),
    "sum": ("somme de {of}", "sum of {of}"),
    "avg": ("moyenne de {of}", "mean of {of}"),
    "min": ("plus petit {of}", "least {of}"),
    "max": ("plus grand {of}", "greatest {of}"),
    "median": ("médiane de {of}", "median of {of}"),
    "percentile": ("centile {fraction:g} de {of}", "percentile {fraction:g} of {of}"),
    "first": ("premier {of}", "first {of}"),
    "last": ("dernier {of}", "last {of}"),
}
_STOCKS = {
    "start": ("présents à l'ouverture de la période", "there when the period opens"),
    "end": ("présents à la clôture de la période", "there when the period closes"),
    "any": ("présents à un moment de la période", "there at some time of the period"),
    "average": ("moyenne de l'ouverture et de la clôture", "mean of opening and closing"),
}
_FLOWS = {
    "out": ("présents à l'ouverture et absents à la clôture", "there when the period opens, gone when it closes"),
    "in": ("absents à l'ouverture et présents à la clôture", "not there when the period opens, there when it closes"),
}


def measure_words(measure: AnyMeasure, catalog: Catalog, language: Language) -> list[str]:
    """The lines that say a measure, the first one first; those of inner measures are indented."""
    from kpidef.catalog.model import Per

    return _two_stages(measure, catalog, language) if isinstance(measure, Per) else _lines(measure, catalog, language)


def _lines(measure: Measure, catalog: Catalog, language: Language) -> list[str]:
    source = catalog.sources[measure.source]
    of = to_text(measure.expr) if measure.expr is not None else _one("lignes", "rows", language)
    where = _one(f" de « {source.label} » ({source.id})", f" of '{source.label}' ({source.id})", language)
    lines = [_aggregate(measure.agg, of, language) + where]
    lines += [_pair("période", "period", rule, language) for rule in _rule(measure.rule, language)]
    lines += [_pair("fenêtre", "window", words, language) for words in _window(measure.window, language)]
    lines += [_pair("condition", "condition", to_text(one), language) for one in measure.filters]
    return [*lines, *_cohort(measure.cohort, catalog, language)]


def _two_stages(per: Per, catalog: Catalog, language: Language) -> list[str]:
    value = to_text(per.formula) if per.formula is not None else per.entity
    lines = [_aggregate(per.agg, value, language) + _one(f", par {per.entity}", f", per {per.entity}", language)]
    for name, inner in zip(per.names, per.measures, strict=True):
        head, *rest = _lines(inner, catalog, language)
        lines += [f"{name} = {head}", *(f"  {line}" for line in rest)]
    if per.having is not None:
        lines.append(_pair("gardés si", "kept if", to_text(per.having), language))
    return lines


def _aggregate(agg: Agg, of: str, language: Language) -> str:
    fraction = (agg.fraction or 0) * 100
    return _one(*_AGGREGATES[agg.function], language).format(of=of, fraction=fraction)


def _rule(rule: Rule, language: Language) -> list[str]:
    from kpidef.catalog.model import Always, Event, Flow, Stock

    match rule:
        case Event(time=time):
            return [_one(f"{to_text(time)} dans la période", f"{to_text(time)} in the period", language)]
        case Stock(at=at):
            return [_one(*_STOCKS[at], language)]
        case Flow(direction=direction):
            return [_one(*_FLOWS[direction], language)]
        case Always():
            return []
        case _:
            assert_never(rule)


def _window(window: WindowRule, language: Language) -> list[str]:
    from kpidef.calendar.words import duration_words

    match window:
        case None:
            return []
        case "year_to_date":
            return [_one("depuis le début de l'année", "since the year began", language)]
        case "all_time":
            return [_one("depuis toujours", "since ever", language)]
        case duration:
            return [duration_words(duration, language)]


def _cohort(cohort: Cohort | None, catalog: Catalog, language: Language) -> list[str]:
    if cohort is None:
        return []
    head, *rest = measure_words(cohort.measure, catalog, language)
    if cohort.is_previous:
        among = _pair("parmi ceux de la période précédente", "among those of the previous period", head, language)
    else:
        among = _pair("parmi ceux", "among those", head, language)
    return [among, *(f"  {line}" for line in rest)]


def _pair(french: str, english: str, value: str, language: Language) -> str:
    return f"{french} : {value}" if language == "fr" else f"{english}: {value}"


def _one(french: str, english: str, language: Language) -> str:
    return french if language == "fr" else english

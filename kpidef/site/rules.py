"""The rules that a number obeys: whom it counts, when, how finely, and what adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpidef.catalog.model import AnyMeasure, Kpi, Per, Stock
from kpidef.expression.typed import Operation, Term
from kpidef.expression.walk import walk
from kpidef.site.condition import duration_words
from kpidef.site.context import Context, Link
from kpidef.site.counting import Counting, counting
from kpidef.site.name import dimension_name, every_measure, source_name, stages


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name and what it says, in words, or as links."""

    name: str
    words: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def rules(kpi: Kpi, context: Context) -> tuple[Rule, ...]:
    """The rules of a KPI, those that it has."""
    return tuple(Rule(context.say(f"rule.{name}"), words, links) for name, words, links in _rules(kpi, context))


_One = tuple[str, tuple[str, ...], tuple[Link, ...]]


def _rules(kpi: Kpi, context: Context) -> Iterator[_One]:
    catalog, language = context.glossary.catalog, context.language
    told = [counting(measure, owner, catalog, language) for owner, measure in every_measure(kpi, catalog)]
    flat = [inner for one in told for inner in (one.inner or (one,))]
    sources = tuple(dict.fromkeys(one.source for one in flat))
    if sources:
        yield "population", (), tuple(_source(name, context) for name in sources)
        yield "exclusions", tuple(_conditions(flat, context)) or (context.say("rule.no_condition"),), ()
        yield (
            "date",
            tuple(dict.fromkeys(_capital(", ".join(filter(None, (one.when, one.window)))) for one in flat)),
            (),
        )
    yield "grain", (context.say(f"units.{kpi.period}"),), ()
    if kpi.grains:
        yield "grains", (", ".join(context.say(f"units.{grain}") for grain in kpi.grains),), ()
    yield "dimensions", _dimensions(kpi, context), ()
    yield "zone", (context.glossary.catalog.timezone,), ()
    yield "additivity", (context.say(f"rule.{additivity(kpi)}"),), ()
    if any(isinstance(one, Operation) and one.name == "/" for one in walk(kpi.formula)):
        yield "empty", (context.say("rule.null"),), ()
    yield "rounding", (context.say("rule.round"),), ()
    if kpi.horizon is not None:
        yield "mature", (context.say("rule.horizon", of=duration_words(kpi.horizon, context.language)),), ()


def _conditions(told: list[Counting], context: Context) -> Iterator[str]:
    """What every term asks of its rows; then, together, what only some of them ask."""
    asked = [[context.set(each.words) for each in one.conditions] for one in told]
    every = dict.fromkeys(words for each in asked for words in each)
    common = [words for words in every if all(words in each for each in asked)]
    yield from map(_capital, common)
    others = [words for words in every if words not in common]
    if others:
        yield context.say("rule.by_term", of=context.say("rule.list").join(others))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source(name: str, context: Context) -> Link:
    return Link(context.set(source_name(name, context.glossary.catalog)), context.addresses.one("source", name))


def _dimensions(kpi: Kpi, context: Context) -> tuple[str, ...]:
    if not kpi.dimensions:
        return (context.say("rule.all_dimensions"),)
    return (", ".join(context.set(dimension_name(one, context.glossary.catalog)) for one in kpi.dimensions),)


def additivity(kpi: Kpi) -> str:
    """`additive`, `stock`, `distinct`, `ratio` or `not_additive`."""
    if not isinstance(kpi.formula, Term):
        return "ratio" if kpi.denominator is not None else "not_additive"
    measure = kpi.measures.get(kpi.formula.name)
    return _of_measure(measure) if measure is not None else "not_additive"


def _of_measure(measure: AnyMeasure) -> str:
    if any(one.agg.function == "count_distinct" for one in stages(measure)):
        return "distinct"
    if isinstance(measure, Per) or measure.agg.function not in ("count", "sum"):
        return "not_additive"
    if isinstance(measure.rule, Stock):
        return "stock"
    return "additive" if measure.window is None and measure.cohort is None else "not_additive"

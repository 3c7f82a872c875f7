"""How a value is read: its zones, its targets, which way is good, and what the example says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpidef.catalog.model import Kpi
from kpidef.expression.typed import Operation, Term
from kpidef.site.context import Context
from kpidef.site.input import WorkedLine
from kpidef.site.name import term_name

_BOUNDS = {"<=": "le", "<": "lt", ">=": "ge", ">": "gt", "=": "eq"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A range of values, and what it means."""

    level: str
    name: str
    bound: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that helps to read a value."""

    direction: str
    zones: tuple[Zone, ...]
    no_zone: str
    sentence: str
    targets: tuple[str, ...]


def reading(kpi: Kpi, context: Context) -> Reading:
    """How to read a KPI."""
    return Reading(
        direction=context.say(f"reading.{kpi.direction}"),
        zones=_zones(kpi, context),
        no_zone="" if kpi.thresholds or kpi.targets else context.say("zone.none"),
        sentence=_sentence(kpi, context),
        targets=tuple(_target(one.value, one.start, one.end, kpi, context) for one in kpi.targets),
    )


def _zones(kpi: Kpi, context: Context) -> tuple[Zone, ...]:
    if not kpi.thresholds:
        return ()
    zones = [
        Zone(
            level, context.say(f"zone.{level}"), context.say(f"zone.{_BOUNDS[sign]}", of=context.value(limit, kpi.unit))
        )
        for level, sign, limit in kpi.thresholds
    ]
    return (*zones, Zone("bad", context.say("zone.bad"), context.say("zone.beyond")))


def _sentence(kpi: Kpi, context: Context) -> str:
    line = _clear_line(kpi, context)
    formula = kpi.formula
    if line is None or not (isinstance(formula, Operation) and formula.name == "/"):
        return ""
    above, below = formula.arguments
    if not (isinstance(above, Term) and isinstance(below, Term)):
        return ""
    catalog, language = context.glossary.catalog, context.language
    return context.say(
        "reading.ratio",
        numerator=context.value(line.numerator, term_unit(above.name, kpi, context)),
        denominator=context.value(line.denominator, term_unit(below.name, kpi, context)),
        above=term_name(above.name, kpi, catalog, language),
        below=term_name(below.name, kpi, catalog, language),
        value=context.value(line.value, kpi.unit),
    )


def term_unit(name: str, kpi: Kpi, context: Context) -> str:
    """The unit of a term's value."""
    measure = kpi.measures.get(name)
    known = context.glossary.catalog.kpis.get(name)
    return measure_unit(str(measure.unit)) if measure else known.unit if known else "count"


def measure_unit(unit: str) -> str:
    """A measure's unit as values are shown; that of an unknown one is a plain number."""
    return "count" if unit in ("?", "") else unit


def _clear_line(kpi: Kpi, context: Context) -> WorkedLine | None:
    """The first example's answer, where it has all three numbers."""
    for example in context.glossary.of(kpi.id).examples:
        for line in example.lines:
            if None not in (line.value, line.numerator, line.denominator) and example.is_as_expected:
                return line
    return None


def _target(value: float, start: str, end: str | None, kpi: Kpi, context: Context) -> str:
    fields = {"value": context.value(value, kpi.unit), "start": _day(start, context)}
    return (
        context.say("target.since", **fields)
        if end is None
        else context.say("target.until", end=_day(end, context), **fields)
    )


def _day(text: str, context: Context) -> str:
    return context.day(date.fromisoformat(text))

"""A worked example as a page shows it: the rows given, then what the engine made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from kpidef.catalog.model import Column, Kpi
from kpidef.expression.typed import Expression, Term
from kpidef.report.formats import format_number
from kpidef.report.words import null_reason_words
from kpidef.site.context import Context
from kpidef.site.input import Worked, WorkedLine
from kpidef.site.name import measure_name, source_name, term_name
from kpidef.site.period import period_words
from kpidef.site.reading import measure_unit, term_unit
from kpidef.site.typography import MINUS


@dataclass(frozen=True, slots=True)
class Given:
    """The rows of one source."""

    source: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A number that came out."""

    name: str
    value: str
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example."""

    name: str
    period: str
    given: tuple[Given, ...]
    groups: tuple[tuple[str, tuple[Answered, ...]], ...]
    note: str
    warning: str


def examples(kpi: Kpi, context: Context) -> tuple[Example, ...]:
    """The examples of a KPI; the first one that has a value is told in full, at the head."""
    told = context.glossary.of(kpi.id).examples
    ordered = sorted(told, key=lambda one: not any(line.value is not None for line in one.lines))
    return tuple(_example(one, kpi, context) for one in ordered)


def _example(worked: Worked, kpi: Kpi, context: Context) -> Example:
    shows_measures = len(worked.lines) == 1 and kpi.numerator is None
    extra = _measures(worked, kpi, context) if shows_measures else ()
    return Example(
        name=_capital(context.set(worked.name)),
        period=context.say("example.period", period=period_words(worked.period, context.language))
        if worked.period
        else "",
        given=tuple(_given(source, rows, context) for source, rows in worked.given.items()),
        groups=tuple((line.group, (*extra, *_line(line, kpi, context))) for line in worked.lines),
        note=context.set(worked.note),
        warning="" if worked.is_as_expected else context.say("example.unrun"),
    )


def _given(source: str, rows: tuple[Mapping[str, str | None], ...], context: Context) -> Given:
    catalog = context.glossary.catalog
    names = list(dict.fromkeys(name for row in rows for name in row))
    known = catalog.sources[source].columns if source in catalog.sources else {}
    return Given(
        source=source,
        caption=context.say("example.given", source=source_name(source, catalog)),
        columns=tuple(context.set(known[name].label or name) if name in known else name for name in names),
        rows=tuple(tuple(_cell(row.get(name), _type(name, known), context) for name in names) for row in rows),
    )


def _type(name: str, known: Mapping[str, Column]) -> str:
    return known[name].type if name in known else "text"


def _cell(value: str | None, kind: str, context: Context) -> str:
    """A cell as readers write it; as it was given where it is not of its column's type."""
    if value is None or value == "":
        return "—"
    try:
        match kind:
            case "boolean":
                return context.say("yes" if value.lower() == "true" else "no")
            case "integer" | "decimal" | "float":
                return format_number(Decimal(value), context.language, 4).replace("-", MINUS)
            case "date" | "timestamp" | "timestamptz":
                return _moment(datetime.fromisoformat(value), context)
            case _:
                return value
    except (ValueError, ArithmeticError):
        return value


def _moment(moment: datetime, context: Context) -> str:
    from babel.dates import format_date

    day = str(format_date(moment, "dd/MM/yyyy" if context.language == "fr" else "dd MMM yyyy", locale=context.language))
    return day if moment.time() == time.min else f"{day} {moment:%H:%M}"


def _measures(worked: Worked, kpi: Kpi, context: Context) -> tuple[Answered, ...]:
    shown = [name for name in worked.measures if name in kpi.measures and name != "measure"]
    return tuple(
        Answered(
            _capital(context.set(measure_name(kpi.measures[name], kpi, context.language))),
            context.value(worked.measures[name], measure_unit(str(kpi.measures[name].unit))) or "—",
        )
        for name in shown
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(line: WorkedLine, kpi: Kpi, context: Context) -> tuple[Answered, ...]:
    found: list[Answered] = []
    for role, number, term in (
        ("numerator", line.numerator, kpi.numerator),
        ("denominator", line.denominator, kpi.denominator),
    ):
        if term is not None:
            found.append(_part(role, number, term, kpi, context))
    reason = null_reason_words(line.null_reason, context.language) if line.null_reason else ""
    shown = context.value(line.value, kpi.unit) or context.say("example.no_value", reason=reason or "—")
    return (*found, Answered(context.say("example.result"), shown, is_result=True))


def _part(role: str, number: float | None, term: Expression, kpi: Kpi, context: Context) -> Answered:
    """The numerator or the denominator, by the name of its term where it is one."""
    if not isinstance(term, Term):
        return Answered(context.say(f"table.{role}"), context.value(number, "count") or "—")
    name = term_name(term.name, kpi, context.glossary.catalog, context.language)
    shown = context.value(number, term_unit(term.name, kpi, context)) or "—"
    return Answered(_capital(context.set(name)), shown)

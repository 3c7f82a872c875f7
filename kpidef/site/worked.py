"""A worked example as a page shows it: the rows given, then what the engine made of them."""

from __future__ import annotations

from dataclasses import dataclass

from kpidef.catalog.model import Kpi
from kpidef.report.words import null_reason_words
from kpidef.site.context import Context
from kpidef.site.input import Worked, WorkedLine
from kpidef.site.name import measure_name, source_name
from kpidef.site.reading import measure_unit


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
        name=context.set(worked.name[:1].upper() + worked.name[1:]),
        period=context.say("example.period", period=worked.period) if worked.period else "",
        given=tuple(_given(source, rows, context) for source, rows in worked.given.items()),
        groups=tuple((line.group, (*extra, *_line(line, kpi, context))) for line in worked.lines),
        note=context.set(worked.note),
        warning="" if worked.is_as_expected else context.say("example.unrun"),
    )


def _given(source: str, rows: tuple[object, ...], context: Context) -> Given:
    catalog = context.glossary.catalog
    given = [dict(row) for row in rows]  # type: ignore[call-overload]
    names = list(dict.fromkeys(name for row in given for name in row))
    known = catalog.sources[source].columns if source in catalog.sources else {}
    return Given(
        source=source,
        caption=context.say("example.given", source=source_name(source, catalog)),
        columns=tuple(context.set(known[name].label or name) if name in known else name for name in names),
        rows=tuple(tuple(_cell(row.get(name), context) for name in names) for row in given),
    )


def _cell(value: str | None, context: Context) -> str:
    words = {"true": context.say("yes"), "false": context.say("no"), None: "—"}
    return words.get(value, value or "—")


def _measures(worked: Worked, kpi: Kpi, context: Context) -> tuple[Answered, ...]:
    shown = [name for name in worked.measures if name in kpi.measures and name != "measure"]
    return tuple(
        Answered(
            context.set(measure_name(kpi.measures[name], kpi, context.language)),
            context.value(worked.measures[name], measure_unit(str(kpi.measures[name].unit))) or "—",
        )
        for name in shown
    )


def _line(line: WorkedLine, kpi: Kpi, context: Context) -> tuple[Answered, ...]:
    found = []
    for role, number, term in (
        ("numerator", line.numerator, kpi.numerator),
        ("denominator", line.denominator, kpi.denominator),
    ):
        if term is not None:
            found.append(Answered(context.say(f"table.{role}"), context.value(number, "count") or "—"))
    reason = null_reason_words(line.null_reason, context.language) if line.null_reason else ""
    shown = context.value(line.value, kpi.unit) or context.say("example.no_value", reason=reason or "—")
    return (*found, Answered(context.say("example.result"), shown, is_result=True))

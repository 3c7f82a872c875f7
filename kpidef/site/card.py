"""A KPI's latest value in a card, with its trend and its data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kpidef.catalog.model import Kpi
from kpidef.report.formats import format_difference
from kpidef.report.words import null_reason_words
from kpidef.site.chart import Chart, draw
from kpidef.site.context import Context
from kpidef.site.input import Point
from kpidef.site.name import source_name
from kpidef.site.typography import MINUS


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a KPI's values; `failure` says why there are none."""

    value: str = ""
    period: str = ""
    note: str = ""
    verdict: str = ""
    verdict_words: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    chart: Markup | None = None
    summary: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    failure: str = ""


def card(kpi: Kpi, context: Context) -> Card | None:
    """The card; None where the site is built without values."""
    if not context.glossary.with_values:
        return None
    facts = context.glossary.of(kpi.id)
    if facts.lacking:
        names = ", ".join(context.say("quoted", of=source_name(one, context.glossary.catalog)) for one in facts.lacking)
        return Card(failure=context.say("value.unbound", sources=names))
    if facts.failure:
        return Card(failure=context.say("value.failed", code=facts.failure))
    points = _from_first_value(facts.points)
    return _card(kpi, points, context) if points else None


def _from_first_value(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The periods from the first one that has a value; the last period alone where none has."""
    rank = next((i for i, one in enumerate(points) if one.value is not None), len(points) - 1)
    return points[max(rank, 0) :]


def _card(kpi: Kpi, points: tuple[Point, ...], context: Context) -> Card:
    rank = max((i for i, one in enumerate(points) if one.value is not None), default=len(points) - 1)
    last = points[rank]
    before = points[rank - 1] if rank else None
    headings, rows = _table(kpi, points, context)
    return Card(
        value=context.value(last.value, kpi.unit),
        period=context.period(last),
        note=_note(last, context),
        verdict=last.verdict or "",
        verdict_words=_verdict(last, kpi, context),
        lines=_lines(kpi, last, before, context),
        chart=_chart(kpi, points, context),
        summary=_summary(kpi, points, context),
        headings=headings,
        rows=rows,
    )


def _note(point: Point, context: Context) -> str:
    if point.value is None:
        reason = null_reason_words(point.null_reason or "undefined", context.language)
        return context.say("value.none", reason=reason)
    return "" if point.complete else context.say("value.incomplete")


def _verdict(point: Point, kpi: Kpi, context: Context) -> str:
    if not point.verdict:
        return ""
    words = context.say(f"verdict.{point.verdict}")
    if point.target is None or point.value is None:
        return words
    if _is_reached(point.value, point.target, kpi.direction):
        return f"{words}, {context.say('verdict.on')}"
    difference = format_difference(point.value - point.target, kpi.unit, context.language).replace("-", MINUS)
    return f"{words}, {context.say('verdict.off', of=difference)}"


def _is_reached(value: float, target: float, direction: str) -> bool:
    return value == target or (value > target if direction == "up" else value < target and direction == "down")


def _lines(kpi: Kpi, last: Point, before: Point | None, context: Context) -> tuple[tuple[str, str], ...]:
    target = context.value(last.target, kpi.unit) or context.say("value.no_target")
    lines = [(context.say("value.target"), target)]
    if before is not None and before.value is not None:
        lines.append((context.say("value.previous"), context.value(before.value, kpi.unit)))
    return (*lines, (context.say("value.direction"), context.say(f"direction.{kpi.direction}")))


def _table(
    kpi: Kpi, points: tuple[Point, ...], context: Context
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    roles = ["value"]
    roles += ["numerator"] if any(one.numerator is not None for one in points) else []
    roles += ["denominator"] if any(one.denominator is not None for one in points) else []
    roles += ["target"] if any(one.target is not None for one in points) else []
    units = {"value": kpi.unit, "target": kpi.unit}
    headings = tuple(context.say(f"table.{role}") for role in ("period", *roles))
    rows = tuple(
        (
            context.period(point),
            *(context.value(getattr(point, role), units.get(role, "count")) or "—" for role in roles),
        )
        for point in reversed(points)
    )
    return headings, rows


def _summary(kpi: Kpi, points: tuple[Point, ...], context: Context) -> str:
    known = [(one.value, one) for one in points if one.value is not None]
    if not known:
        return ""
    low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    return context.say(
        "chart.summary",
        name=context.name(kpi),
        first=context.period(known[0][1]),
        last=context.period(known[-1][1]),
        low=context.value(low[0], kpi.unit),
        low_at=context.period(low[1]),
        high=context.value(high[0], kpi.unit),
        high_at=context.period(high[1]),
        value=context.value(known[-1][0], kpi.unit),
    )


def _chart(kpi: Kpi, points: tuple[Point, ...], context: Context) -> Markup:
    changes = context.glossary.of(kpi.id).changes
    return draw(
        Chart(
            points=points,
            changed=tuple(date.fromisoformat(one.day) for one in changes),
            title=context.say("chart.title"),
            summary=_summary(kpi, points, context),
            target_name=context.say("value.target"),
            changed_name=context.say("chart.changed"),
            format=lambda value: context.brief(value, kpi.unit),
            label=lambda point: _short_period(point, kpi, context),
        )
    )


def _short_period(point: Point, kpi: Kpi, context: Context) -> str:
    if kpi.period != "month" or point.start is None:
        return point.period
    from babel.dates import format_date

    return str(format_date(point.start, "LLL yy", locale=context.language))

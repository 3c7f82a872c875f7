"""What a user asks, in texts -> a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast, get_args

from kpidef.calendar import ALL, Calendar, Grain, Window, cut, default_period, grain_of, parse_period, to_local
from kpidef.catalog.model import Always, AnyMeasure, Catalog, Kpi, Per
from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError, Position, Problems, SourceText
from kpidef.errors.catalog import UnknownKpi
from kpidef.errors.project import UnreadableMoment
from kpidef.errors.request import EmptyRequest, UnknownComparison, UnknownGrain
from kpidef.plan.request import Compare, Request
from kpidef.spec.advice import instead
from kpidef.spec.records import Text

Words = str | Sequence[str]
Written = str | Text  # a text of a file keeps its place there
Asked = str | Sequence[Written]
Moment = str | date | datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A request as its user writes it: `period` spans, `grain` cuts, the rest is what the options of `run` say."""

    kpis: Asked
    period: Written | None = None
    grain: Written | None = None
    by: Asked = ()
    where: Asked = ()
    as_of: Moment | Text | None = None
    compare: Written | None = None
    totals: Asked = ()
    measures: bool = False
    sparse: bool = False


def read_request(question: Question, catalog: Catalog, calendar: Calendar, as_of: datetime) -> Request:
    """The request that a question means. Raises the coded errors 3xx of texts that mean nothing."""
    kpis = read_kpis(question.kpis, catalog)
    if question.as_of is not None:
        written = question.as_of
        as_of = read_moment(option_text("--as-of", written) if isinstance(written, str) else written, calendar.timezone)
    grain = _grain(question.grain)
    span = _span(question.period, grain, kpis[0], calendar, as_of)
    # A period that is one of the calendar's own is of its grain; a range without a grain is one line.
    own = grain_of(calendar, span) if grain is None and ".." not in span.label else grain
    return Request(
        catalog=catalog,
        calendar=calendar,
        kpis=kpis,
        windows=cut(calendar, span, grain),
        grain=own,
        by=_texts("--by", question.by),
        where=_texts("--where", question.where),
        as_of=as_of,
        totals=_texts("--total", question.totals),
        compare=_comparison(question.compare),
        sparse=question.sparse,
        measures=question.measures,
    )


def read_kpis(words: Asked, catalog: Catalog) -> tuple[Kpi, ...]:
    """The KPIs of these ids. Raises UnknownKpi for each that there is not."""
    names = {str(word): word.at if isinstance(word, Text) else None for word in words_of(words)}
    if not names:
        raise EmptyRequest
    unknown: list[KpidefError] = [
        UnknownKpi(at, name=name, **nearest(name, catalog.kpis))
        for name, at in names.items()
        if name not in catalog.kpis
    ]
    if unknown:
        raise unknown[0] if len(unknown) == 1 else Problems(unknown)
    return tuple(catalog.kpis[name] for name in names)


def read_moment(written: Moment | Text, timezone: str) -> datetime:
    """An observation time as a naive local one; a date is its first midnight. Raises UnreadableMoment."""
    moment = _parsed(str(written), written) if isinstance(written, str | Text) else written
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min)
    return moment if moment.tzinfo is None else to_local(timezone, moment)


def _parsed(text: str, written: str | Text) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        from kpidef.calendar.suggestion import day_meant

        at = written.at if isinstance(written, Text) else None
        raise UnreadableMoment(at, text=text, meant=day_meant(text)) from None


def words_of(words: Asked) -> tuple[Written, ...]:
    """One word, or several."""
    return (words,) if isinstance(words, str) else tuple(words)


def option_text(option: str, value: Written) -> Text:
    """A text that stands in an option, so that an error's caret can point into it; a file's text stands there."""
    if isinstance(value, Text):
        return value
    return Text(value, Position(SourceText(option, value), 1, 1, max(len(value), 1)))


def _texts(option: str, words: Asked) -> tuple[Text, ...]:
    return tuple({str(word): option_text(option, word) for word in reversed(words_of(words))}.values())[::-1]


def _grain(name: Written | None) -> Grain | None:
    if name is None:
        return None
    try:
        return Grain(str(name))
    except ValueError:
        raise UnknownGrain(option_text("--grain", name).at, name=name, **instead(str(name), Grain)) from None


def _comparison(name: Written | None) -> Compare | None:
    for known in get_args(Compare):
        if str(name) == known:
            return cast(Compare, known)
    if name is None:
        return None
    raise UnknownComparison(option_text("--compare", name).at, name=name, **instead(str(name), get_args(Compare)))


def _span(period: Written | None, grain: Grain | None, kpi: Kpi, calendar: Calendar, as_of: datetime) -> Window:
    if period is not None:
        return parse_period(calendar, str(period), option_text("--period", period).at)
    if grain is None and _knows_no_time(kpi.measures.values()):
        return ALL
    return default_period(calendar, grain or kpi.period, as_of)


def _knows_no_time(measures: Iterable[AnyMeasure]) -> bool:
    known = tuple(measures)
    stages = [inner for one in known for inner in (one.measures if isinstance(one, Per) else (one,))]
    return bool(stages) and all(isinstance(one.rule, Always) for one in stages)

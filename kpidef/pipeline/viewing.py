"""A question -> SQL that needs no kpidef: refused where it could differ from what `run` answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kpidef.calendar import Calendar, Grain, Window, offsets
from kpidef.calendar.period import period, period_number
from kpidef.catalog.model import Always, Kpi
from kpidef.errors.dialect import NotAView
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.connecting import default_dialect
from kpidef.pipeline.running import available
from kpidef.plan.build import build
from kpidef.plan.nodes import Plan
from kpidef.plan.request import Request
from kpidef.plan.role import Roles, roles_of, widest
from kpidef.sql.history import History
from kpidef.sql.statement import compile as compile_plan
from kpidef.sql.view import Form, Origin, as_form

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project

# The dialects whose views the tests compare with what `run` answers.
TRIED = ("duckdb",)
# Nothing that a view shows is unfinished: its observation is later than every period that it has.
_LATER = datetime(9000, 1, 1)  # noqa: DTZ001 - a local time, as windows' bounds are
_SAMPLED_FROM = datetime(2019, 11, 15)  # noqa: DTZ001
_SAMPLES = 40
_STRIDES = {Grain.DAY: 31, Grain.WEEK: 5}


@dataclass(frozen=True, slots=True)
class ViewAsked:
    """The form of the SQL, its name, and the calendar table that it reads, if any."""

    form: Form
    name: str | None = None
    calendar: str | None = None


def compile_view(project: Project, question: Question, asked: ViewAsked, dialect: str | None = None) -> str:
    """One KPI by its grain, over the whole history, as a view or a dbt model. Raises NotAView."""
    chosen = dialect or default_dialect(project)
    request, grain, first = _request(project, question)
    _check(project, request, asked, grain, chosen)
    plans = _sampled(request, grain, _Refusal(request.kpis[0]))
    roles = roles_of(plans, project.calendar)
    if roles is None:
        raise _windows_differ(request.kpis[0])
    history = _history(project, grain, roles, first, asked)
    statement = compile_plan(
        widest(plans),
        project.catalog,
        project.bindings,
        project.calendar,
        _LATER,
        dialect=chosen,
        detail=False,
        history=history,
    )
    kpi = request.kpis[0]
    origin = Origin(kpi.id, kpi.label, kpi.version, grain.value)
    return as_form(statement.sql.rstrip(), asked.form, asked.name or kpi.id, origin, chosen)


def _request(project: Project, question: Question) -> tuple[Request, Grain, Window | None]:
    """The request as a view answers it, its grain, and the span that it was asked from."""
    spanned = read_request(question, project.catalog, project.calendar, project.now())
    request, _ = available(spanned, project)
    grain = request.grain or request.kpis[0].period
    first = request.windows[0] if question.period is not None and request.windows[0].start is not None else None
    # Groups are those of each period: a view does not know which periods its reader will look at.
    return replace(request, grain=grain, sparse=bool(request.by), as_of=_LATER), grain, first


def _history(project: Project, grain: Grain, roles: Roles, first: Window | None, asked: ViewAsked) -> History:
    return History(
        grain=grain,
        calendar=project.calendar,
        roles=roles,
        first=first.start.date() if first is not None and first.start is not None else None,
        today=project.as_of.date() if project.as_of is not None else None,
        table=asked.calendar,
    )


def _check(project: Project, request: Request, asked: ViewAsked, grain: Grain, dialect: str) -> None:
    refuse = _Refusal(request.kpis[0])
    if dialect not in TRIED:
        raise refuse.because(
            f"les vues n'ont été éprouvées que sur {', '.join(TRIED)}",
            f"views have been tried on {', '.join(TRIED)} only",
            "gardez ce KPI dans une table de résultats (kpidef materialize), ou demandez --dialect duckdb",
            "keep this KPI in a table of results (kpidef materialize), or ask for --dialect duckdb",
        )
    _check_calendar(project.calendar, asked, grain, refuse)


def _check_calendar(calendar: Calendar, asked: ViewAsked, grain: Grain, refuse: _Refusal) -> None:
    if calendar.custom_windows(grain) is not None and asked.calendar is None:
        raise refuse.because(
            "ses périodes viennent du calendrier du projet, que l'entrepôt ne sait pas refaire",
            "its periods come from the project's calendar, which the warehouse cannot make again",
            "nommez une table de calendrier (period, starts, ends) avec --calendar",
            "name a calendar table (period, starts, ends) with --calendar",
        )
    if calendar.year_start[1] != 1:
        raise refuse.because(
            "l'exercice ne commence pas un premier du mois",
            "the fiscal year does not start on a first of the month",
            "gardez ce KPI dans une table de résultats : kpidef materialize",
            "keep this KPI in a table of results: kpidef materialize",
        )
    if _has_days_without_midnight(calendar.timezone):
        raise refuse.because(
            f"des jours de {calendar.timezone} n'ont pas de minuit",
            f"some days of {calendar.timezone} have no midnight",
            "gardez ce KPI dans une table de résultats : kpidef materialize",
            "keep this KPI in a table of results: kpidef materialize",
        )


def _has_days_without_midnight(timezone: str) -> bool:
    known = offsets(timezone, datetime(1990, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
    for (_, before), (at, after) in pairwise(known):
        assert at is not None
        opens, closes = (at.replace(tzinfo=None) + timedelta(seconds=one) for one in (before, after))
        midnight = datetime.combine(closes.date(), time.min)
        if opens <= midnight < closes:
            return True
    return False


def _sampled(request: Request, grain: Grain, refuse: _Refusal) -> list[Plan]:
    """The plans of many single periods, near and far apart."""
    if any(isinstance(getattr(one, "rule", None), Always) for one in request.kpis[0].measures.values()):
        raise refuse.because(
            "sa source ne connaît pas le temps",
            "its source knows no time",
            "demandez-le avec run",
            "ask for it with run",
        )
    return [build(replace(request, windows=(window,))) for window in _samples(request.calendar, grain)]


def _samples(calendar: Calendar, grain: Grain) -> Iterator[Window]:
    windows = calendar.custom_windows(grain)
    if windows is not None:
        yield from windows
        return
    first = period_number(calendar, grain, _SAMPLED_FROM)
    stride = _STRIDES.get(grain, 1)
    for rank in sorted({*range(6), *(one * stride for one in range(_SAMPLES))}):
        yield period(calendar, grain, first + rank)


@dataclass(frozen=True, slots=True)
class _Refusal:
    kpi: Kpi

    def because(self, reason_fr: str, reason_en: str, next_fr: str, next_en: str) -> NotAView:
        """The error that says why, and what to do."""
        return NotAView(
            self.kpi.spec.id.at,
            kpi=self.kpi.id,
            reason_fr=reason_fr,
            reason_en=reason_en,
            next_fr=next_fr,
            next_en=next_en,
        )


def _windows_differ(kpi: Kpi) -> NotAView:
    return _Refusal(kpi).because(
        "ses fenêtres ne suivent pas une règle que le SQL sait dire",
        "its windows follow no rule that SQL can say",
        "gardez ce KPI dans une table de résultats : kpidef materialize",
        "keep this KPI in a table of results: kpidef materialize",
    )

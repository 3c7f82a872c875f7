"""Many requests at once: every KPI of a project, or the named requests of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Problems
from kpidef.errors.report import NoRequest
from kpidef.errors.request import (
    AmbiguousDimension,
    DimensionNotAllowed,
    EmptyRequest,
    UnknownDimension,
    UnreachableDimension,
)
from kpidef.pipeline.asking import Question, option_text, read_request, words_of
from kpidef.pipeline.batching import Job, Reply, answer_batch, batches
from kpidef.pipeline.consequences import without_consequences
from kpidef.pipeline.lanes import open_lanes, spread
from kpidef.pipeline.needs import unavailable
from kpidef.pipeline.reading import read_text
from kpidef.pipeline.running import available, result_of
from kpidef.plan.build import build
from kpidef.spec import read_report
from kpidef.spec.records import ReportSpec, RequestSpec, Text

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.report.result import Result
    from kpidef.warehouse import Warehouse

Progress = Callable[[int, int], None]
# What keeps a KPI from being cut, and from nothing else.
_UNCUT = (UnreachableDimension, DimensionNotAllowed, UnknownDimension, AmbiguousDimension)


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a report, answered as far as it could be."""

    name: str
    label: str
    result: Result | None
    errors: tuple[KpidefError, ...] = ()


def run_report(
    project: Project,
    report: ReportSpec,
    connection: str | Warehouse | None = None,
    timeout: float | None = None,
    tell: Progress | None = None,
) -> tuple[Part, ...]:
    """The requests of a report, in their order, by as few statements as answer them."""
    questions = [(one.name.value, question_of(one, report)) for one in report.requests]
    replies = {one.name: one for one in _run_many(project, questions, connection, timeout, tell)}
    return tuple(_part(one, replies[one.name.value], project) for one in report.requests)


def run_all(
    project: Project,
    question: Question,
    connection: str | Warehouse | None = None,
    timeout: float | None = None,
    tell: Progress | None = None,
) -> Result:
    """Every KPI that is bound, each at its own grain and cut by those of the dimensions that it knows."""
    from kpidef.report.together import together

    questions = questions_of_all(project, question)
    replies = _run_many(project, questions, connection, timeout, tell)
    errors = tuple(error for reply in replies for error in reply.errors)
    found = [result_of(one.answer, (), project) for one in replies if one.answer is not None]
    if not found:
        raise Problems(errors)
    names = [text.value for text in _dimensions(question)]
    return replace(together(found, names), errors=_once(errors))


def questions_of_all(project: Project, question: Question) -> list[tuple[str, Question]]:
    """A question for each KPI that is bound, by its id. Raises where no KPI knows one of the dimensions."""
    ready = [
        kpi for kpi in project.catalog.kpis.values() if unavailable(kpi, project.catalog, project.bindings) is None
    ]
    if not ready:
        raise EmptyRequest
    cuts = _cuts(project, ready, question)
    return [(kpi.id, _question_of_one(kpi, question, cuts[kpi.id])) for kpi in ready]


def read_report_file(path: Path) -> ReportSpec:
    """A report's requests. Raises Problems with every error of the file."""
    spec, errors = read_report(read_text(path))
    if spec is not None and not spec.requests and not errors:
        errors = [NoRequest(None, path=path.name)]
    errors = without_consequences(errors)
    if errors or spec is None:
        raise errors[0] if len(errors) == 1 else Problems(errors)
    return spec


def question_of(spec: RequestSpec, report: ReportSpec) -> Question:
    """A report's request as a question; errors stand where the file says it."""
    return Question(
        kpis=spec.kpis,
        period=spec.period,
        grain=spec.grain,
        by=spec.by,
        where=spec.where,
        as_of=report.as_of,
        compare=spec.compare,
        totals=spec.totals,
        measures=spec.measures,
        sparse=spec.sparse,
    )


def _run_many(
    project: Project,
    questions: Sequence[tuple[str, Question]],
    connection: str | Warehouse | None,
    timeout: float | None,
    tell: Progress | None,
) -> list[Reply]:
    """A reply to each question, in their order."""
    jobs, refused = read_jobs(project, questions)
    replies = dict(refused)
    asked = batches(jobs)

    def done(answered: tuple[Reply, ...]) -> None:
        for reply in answered:
            told = replies[reply.name].errors if reply.name in replies else ()
            replies[reply.name] = replace(reply, errors=(*told, *reply.errors))
        if tell is not None:
            tell(sum(one.name in replies for one in jobs), len(jobs))

    if asked:
        with open_lanes(project, connection, timeout, len(asked)) as lanes:
            spread(lanes, asked, lambda batch, lane: answer_batch(batch, project.bindings, lane), done)
    return [replies[name] for name, _ in questions]


def read_jobs(project: Project, questions: Sequence[tuple[str, Question]]) -> tuple[list[Job], dict[str, Reply]]:
    """The questions that can be asked; and a reply for what is refused already, whole or in part."""
    jobs: list[Job] = []
    refused: dict[str, Reply] = {}
    for name, question in questions:
        try:
            asked = read_request(question, project.catalog, project.calendar, project.now())
            request, errors = available(asked, project)
        except KpidefError as error:
            refused[name] = Reply(name, None, error.errors if isinstance(error, Problems) else (error,))
            continue
        jobs.append(Job(name, request))
        if errors:
            refused[name] = Reply(name, None, errors)
    return jobs, refused


def _part(spec: RequestSpec, reply: Reply, project: Project) -> Part:
    label = spec.label or spec.name.value
    if reply.answer is None:
        return Part(spec.name.value, label, None, reply.errors)
    return Part(spec.name.value, label, result_of(reply.answer, reply.errors, project), reply.errors)


def _question_of_one(kpi: Kpi, question: Question, cuts: tuple[str, ...]) -> Question:
    """What is asked of all, of one: its own cuts, and the totals over those; a total over no cut at all is refused."""
    uncut = {str(word) for word in words_of(question.by)} - set(cuts)
    totals = tuple(word for word in words_of(question.totals) if str(word) not in uncut)
    return replace(question, kpis=kpi.id, by=cuts, totals=totals, grain=_grain(kpi, question))


def _cuts(project: Project, kpis: Sequence[Kpi], question: Question) -> dict[str, tuple[str, ...]]:
    """The dimensions that each KPI knows and allows."""
    found: dict[str, list[str]] = {kpi.id: [] for kpi in kpis}
    for text in _dimensions(question):
        refusals: list[KpidefError] = []
        for kpi in kpis:
            refusal = _refusal(project, replace(question, kpis=kpi.id, by=text.value, period=None, where=(), totals=()))
            if refusal is None:
                found[kpi.id].append(text.value)
            else:
                refusals.append(refusal)
        if len(refusals) == len(kpis):
            raise next((one for one in refusals if isinstance(one, UnknownDimension)), refusals[0])
    return {name: tuple(cuts) for name, cuts in found.items()}


def _refusal(project: Project, question: Question) -> KpidefError | None:
    """Why the KPI is not cut so; another refusal is for the request itself to tell."""
    try:
        build(read_request(question, project.catalog, project.calendar, project.now()))
    except _UNCUT as error:
        return error
    except KpidefError:
        return None
    return None


def _grain(kpi: Kpi, question: Question) -> str | None:
    if question.grain is not None:
        return str(question.grain)
    # What knows no time has one period only.
    return None if question.period is None or str(question.period) == "all" else kpi.period.value


def _dimensions(question: Question) -> list[Text]:
    return [option_text("--by", word) for word in words_of(question.by)]


def _once(errors: Iterable[KpidefError]) -> tuple[KpidefError, ...]:
    """What several KPIs are refused for alike is told once."""
    return tuple({(one.code, one.cause("en"), str(one.at)): one for one in errors}.values())

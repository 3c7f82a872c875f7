"""A question -> one statement -> tidy rows; one KPI's failure is that KPI's answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Language, Problems
from kpidef.errors.request import DuplicateKeys, KpiFailed, TooManyCells
from kpidef.errors.warehouse import ConnectionFailed, QueryCancelled, QueryTimeout, WarehouseOutOfMemory
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.connecting import default_dialect, opened
from kpidef.pipeline.needs import unavailable
from kpidef.pipeline.unread import located
from kpidef.plan.build import MOST_CELLS, build
from kpidef.plan.explain import explain
from kpidef.plan.nodes import Plan, Scan
from kpidef.plan.request import Request
from kpidef.plan.shape import Powers
from kpidef.plan.staleness import with_ages

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.pipeline.project import Project
    from kpidef.report.result import Kind, Ran, Result
    from kpidef.sql.statement import Statement
    from kpidef.warehouse import Warehouse

# These concern the whole request, whatever KPI is left out of it.
_WHOLE = (ConnectionFailed, QueryCancelled, QueryTimeout, WarehouseOutOfMemory)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one statement brought back."""

    request: Request
    plan: Plan
    statement: Statement
    wide: pa.Table
    ran: Ran


def run(
    project: Project, question: Question, connection: str | Warehouse | None = None, timeout: float | None = None
) -> Result:
    """The tidy rows of a question."""
    asked = read_request(question, project.catalog, project.calendar, project.now())
    request, errors = available(asked, project)
    with opened(project, connection, timeout) as warehouse:
        answer, failed = answer_request(request, project.bindings, warehouse, timeout)
    return result_of(answer, (*errors, *failed), project)


def plan_of(project: Project, question: Question) -> Plan:
    """The plan of a question."""
    return build(read_request(question, project.catalog, project.calendar, project.now()))


def explain_plan(project: Project, question: Question, language: Language) -> str:
    """The plan of a question in words, shaped for the project's own connection."""
    from kpidef.sql.power import powers_of

    dialect, sources, timezone = default_dialect(project), project.catalog.sources, project.calendar.timezone

    def powers(scan: Scan) -> Powers:
        return powers_of(dialect, sources, project.bindings, scan, timezone)

    return explain(plan_of(project, question), language, powers)


def compile_for_readers(project: Project, question: Question, dialect: str | None) -> str:
    """The SQL of a question, without the columns that only the engine needs."""
    from kpidef.sql.statement import compile as compile_plan

    request = read_request(question, project.catalog, project.calendar, project.now())
    lacking = [error for error in (project.unavailable(kpi) for kpi in request.kpis) if error is not None]
    if lacking:
        raise _one_or_all(lacking)
    plan = build(request)
    return compile_plan(
        plan,
        project.catalog,
        project.bindings,
        project.calendar,
        request.as_of,
        dialect=dialect or default_dialect(project),
        detail=False,
    ).sql


def answer_request(
    request: Request, bindings: Mapping[str, Binding], warehouse: Warehouse, timeout: float | None = None
) -> tuple[Answer, tuple[KpidefError, ...]]:
    """The rows, and the errors of the KPIs that the warehouse fails; raises where it fails all of them."""

    def ask(kpis: tuple[Kpi, ...]) -> Answer:
        return _ask(replace(request, kpis=kpis), bindings, warehouse, timeout)

    def locate(kpi: str, error: KpidefError) -> KpidefError:
        return located(error, request.catalog.kpis[kpi], request, bindings, warehouse)

    try:
        return ask(request.kpis), ()
    except KpidefError as error:
        if not _is_one_kpis(error):
            raise
        if len(request.kpis) == 1:
            raise locate(request.kpis[0].id, error) from error
    failed = _failures(request.kpis, ask)
    kept = tuple(kpi for kpi in request.kpis if kpi.id not in failed)
    told = _told_together(failed, locate)
    if not kept:
        raise _one_or_all(told)
    return ask(kept), told


def check_duplicates(statement: Statement, wide: pa.Table) -> None:
    """Raises DuplicateKeys where a joined source has a key twice."""
    for column in statement.columns:
        if column.role == "duplicates" and wide.num_rows:
            count = max((value for value in wide.column(column.name).to_pylist() if value), default=0)
            if count:
                raise DuplicateKeys(source=column.key, count=count)


def available(request: Request, project: Project) -> tuple[Request, tuple[KpidefError, ...]]:
    """The request for the KPIs that have a number here, and why the others have none; raises where none has."""
    lacking = {kpi.id: unavailable(kpi, project.catalog, project.bindings) for kpi in request.kpis}
    errors = [error for error in lacking.values() if error is not None]
    kept = tuple(kpi for kpi in request.kpis if lacking[kpi.id] is None)
    if not kept:
        raise _one_or_all(errors)
    return replace(request, kpis=kept), tuple(errors)


def result_of(answer: Answer, errors: tuple[KpidefError, ...], project: Project) -> Result:
    """An answer as tidy rows."""
    from kpidef.report.result import Result
    from kpidef.report.tidy import tidy

    table, kinds = tidy(answer.plan, answer.statement, answer.wide, answer.request)
    return Result(
        table=table,
        kinds=kinds,
        labels=_labels(answer, kinds),
        errors=errors,
        statements=(answer.ran,),
        language=project.locale,
    )


def _ask(request: Request, bindings: Mapping[str, Binding], warehouse: Warehouse, timeout: float | None) -> Answer:
    from kpidef.pipeline.timing import timed

    plan, statement = planned(request, bindings, warehouse.dialect)
    wide, ran = timed(warehouse, statement.sql, timeout)
    check_duplicates(statement, wide)
    if wide.num_rows * len(plan.outputs) > MOST_CELLS:
        raise TooManyCells(count=wide.num_rows * len(plan.outputs))
    return Answer(request, plan, statement, wide, ran)


def planned(request: Request, bindings: Mapping[str, Binding], dialect: str) -> tuple[Plan, Statement]:
    """The request's plan, and the statement that is run for it."""
    from kpidef.sql.statement import compile as compile_plan

    plan = with_ages(build(request), request.catalog)
    return plan, compile_plan(
        plan, request.catalog, bindings, request.calendar, request.as_of, dialect=dialect, detail=True
    )


def concerns_all(error: KpidefError) -> bool:
    """Whether the error would come back whatever was asked."""
    return isinstance(error, _WHOLE)


def _is_one_kpis(error: KpidefError) -> bool:
    """Whether the error may come from one KPI's sources: the dialect's and the warehouse's do."""
    return error.code.startswith(("KPI4", "KPI5")) and not isinstance(error, _WHOLE)


def _failures(kpis: tuple[Kpi, ...], ask: Callable[[tuple[Kpi, ...]], object]) -> dict[str, KpidefError]:
    """The KPIs that fail when asked, found by halves."""
    try:
        ask(kpis)
    except KpidefError as error:
        if not _is_one_kpis(error):
            raise
        if len(kpis) == 1:
            return {kpis[0].id: error}
    else:
        return {}
    half = len(kpis) // 2
    return {**_failures(kpis[:half], ask), **_failures(kpis[half:], ask)}


def _told_together(
    failed: Mapping[str, KpidefError], locate: Callable[[str, KpidefError], KpidefError]
) -> tuple[KpiFailed, ...]:
    """One error for the KPIs that fail alike."""
    alike: dict[tuple[str, str], list[str]] = {}
    for kpi, error in failed.items():
        alike.setdefault((error.code, error.cause("en")), []).append(kpi)
    first = {kpis[0]: locate(kpis[0], failed[kpis[0]]) for kpis in alike.values()}
    return tuple(KpiFailed(first[kpis[0]].at, kpis=", ".join(kpis), error=first[kpis[0]]) for kpis in alike.values())


def _one_or_all(errors: Sequence[KpidefError]) -> KpidefError:
    return errors[0] if len(errors) == 1 else Problems(errors)


def _labels(answer: Answer, kinds: Mapping[str, Kind]) -> dict[str, str]:
    labels = {kpi.id: kpi.label for kpi in answer.request.kpis}
    labels |= {one.name: one.label for one in answer.plan.dimensions if one.label}
    for kpi in answer.request.kpis:
        for name, measure in kpi.measures.items():
            if measure.label and kinds.get(name) == "measure":
                labels.setdefault(name, measure.label)
    return labels

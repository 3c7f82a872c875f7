"""Requests -> batches that one statement answers each: same periods, dimensions and filters, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Problems
from kpidef.errors.request import KpiFailed
from kpidef.errors.warehouse import QueryCancelled
from kpidef.pipeline.running import Answer, answer_request, concerns_all
from kpidef.plan.request import Request
from kpidef.spec.records import Text

if TYPE_CHECKING:
    from kpidef.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Job:
    """A request under a name."""

    name: str
    request: Request


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a job: its own part of an answer, or none; and what went wrong."""

    name: str
    answer: Answer | None
    errors: tuple[KpidefError, ...] = ()


Batch = tuple[Job, ...]


def batches(jobs: Iterable[Job], most: int | None = None) -> tuple[Batch, ...]:
    """The jobs, those that one statement answers together; at most so many in one."""
    alike: dict[object, list[Job]] = {}
    for job in jobs:
        alike.setdefault(_shared(job.request), []).append(job)
    size = most or max(map(len, alike.values()), default=1)
    return tuple(tuple(group[at : at + size]) for group in alike.values() for at in range(0, len(group), size))


def answer_batch(batch: Batch, bindings: Mapping[str, Binding], warehouse: Warehouse) -> tuple[Reply, ...]:
    """A reply for each job: where the whole batch fails, its halves are asked, so that no job loses another."""
    try:
        answer, failed = answer_request(_merged(batch), bindings, warehouse)
    except QueryCancelled:
        raise
    except KpidefError as error:
        if len(batch) == 1 or concerns_all(error):
            return tuple(Reply(job.name, None, _own_errors(job, _each(error))) for job in batch)
        half = len(batch) // 2
        return (*answer_batch(batch[:half], bindings, warehouse), *answer_batch(batch[half:], bindings, warehouse))
    return tuple(_part(job, answer, _own_errors(job, failed)) for job in batch)


def _shared(request: Request) -> object:
    return (
        request.windows,
        request.grain,
        _values(request.by),
        _values(request.where),
        _values(request.totals),
        request.as_of,
        request.compare,
        request.sparse,
    )


def _values(texts: Iterable[Text]) -> tuple[str, ...]:
    return tuple(text.value for text in texts)


def _merged(batch: Batch) -> Request:
    kpis = {kpi.id: kpi for job in batch for kpi in job.request.kpis}
    return replace(batch[0].request, kpis=tuple(kpis.values()))


def _part(job: Job, answer: Answer, errors: tuple[KpidefError, ...]) -> Reply:
    """The job's own KPIs, in its own order, of what answers several jobs."""
    outputs = {output.kpi.id: output for output in answer.plan.outputs}
    own = tuple(kpi for kpi in job.request.kpis if kpi.id in outputs)
    if not own:
        return Reply(job.name, None, errors)
    plan = replace(answer.plan, outputs=tuple(outputs[kpi.id] for kpi in own))
    return Reply(job.name, replace(answer, request=replace(job.request, kpis=own), plan=plan), errors)


def _each(error: KpidefError) -> Sequence[KpidefError]:
    return error.errors if isinstance(error, Problems) else (error,)


def _own_errors(job: Job, errors: Iterable[KpidefError]) -> tuple[KpidefError, ...]:
    """The errors that speak of the job's KPIs, and of no other."""
    return tuple(own for error in errors if (own := _own(error, job.request.kpis)) is not None)


def _own(error: KpidefError, kpis: Iterable[Kpi]) -> KpidefError | None:
    if not isinstance(error, KpiFailed):
        return error
    failed = str(error.fields["kpis"]).split(", ")
    own = [kpi.id for kpi in kpis if kpi.id in failed]
    return KpiFailed(error.at, kpis=", ".join(own), error=error.error) if own else None

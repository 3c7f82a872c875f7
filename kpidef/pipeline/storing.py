"""A table of results kept up to date: only what is new, changed, late or asked for is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING, cast

from kpidef.calendar import Window
from kpidef.errors import KpidefError
from kpidef.errors.warehouse import NoStore, WarehouseLocked
from kpidef.pipeline.asking import Question
from kpidef.pipeline.batching import Batch, Job, Reply, answer_batch, batches
from kpidef.pipeline.connecting import connection_url
from kpidef.pipeline.reporting import read_jobs
from kpidef.pipeline.running import result_of
from kpidef.pipeline.stored import Kept, Piece, check_table, kept_pieces, piece_of, rows_of, store_table, version_kept
from kpidef.plan.build import build
from kpidef.plan.request import Request
from kpidef.spec.records import Text
from kpidef.warehouse import Store, connect, redact
from kpidef.warehouse.retry import retried

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.pipeline.project import Project
    from kpidef.pipeline.reporting import Progress
    from kpidef.plan.nodes import Plan
    from kpidef.warehouse import Warehouse

# One statement, then one transaction: what a kill in the middle can lose at most.
MOST_KPIS = 20
# About a minute in all, for another process that reads or writes the same file.
_PAUSES = (0.05, 0.1, 0.2, 0.4, *(0.6,) * 80)


@dataclass(frozen=True, slots=True)
class Materialized:
    """What was done: KPIs' periods computed and kept, those that were up to date, and what failed."""

    computed: int
    current: int
    errors: tuple[KpidefError, ...] = ()


def materialize(
    project: Project,
    questions: Sequence[tuple[str, Question]],
    table: str,
    connection: str | Warehouse | None = None,
    *,
    refresh: bool = False,
    tell: Progress | None = None,
) -> Materialized:
    """Bring the table up to date with what the questions ask. What is done stays done if the rest is stopped."""
    jobs, refused = read_jobs(project, questions)
    errors = [error for reply in refused.values() for error in reply.errors]
    asked = [one for job in jobs for one in _one_by_one(job)]
    with _opened(project, connection, read_only=True) as warehouse:
        kept = kept_pieces(warehouse, table, sorted({job.request.kpis[0].id for job in asked}))
    _check_store(project, connection, table)
    wanted = _Wanted({} if refresh else kept)
    late = [one for job in asked if (one := wanted.late(job)) is not None]
    done = computed = 0
    for batch in batches(late, MOST_KPIS):
        replies = _bring_up(project, batch, table, connection)
        errors += [error for reply in replies for error in reply.errors]
        computed += sum(len(one.answer.request.windows) for one in replies if one.answer is not None)
        done += len(batch)
        if tell is not None:
            tell(done, len(late))
    return Materialized(computed, wanted.current, tuple(dict.fromkeys(errors)))


def kept_request(request: Request) -> Request:
    """The request as the table keeps it: groups seen in each period, which no other period changes, and the total."""
    totals = (Text("all", request.by[0].at),) if request.by else ()
    return replace(request, totals=totals, sparse=bool(request.by), compare=None, measures=False)


def _one_by_one(job: Job) -> Iterator[Job]:
    for kpi in job.request.kpis:
        yield Job(f"{job.name}/{kpi.id}", replace(kept_request(job.request), kpis=(kpi,)))


@dataclass(slots=True)
class _Wanted:
    """What is asked of the table, each piece once, whoever asks."""

    kept: dict[Piece, Kept]
    current: int = 0
    claimed: set[Piece] = field(default_factory=set)

    def late(self, job: Job) -> Job | None:
        """The job for its periods that the table lacks, or has of another definition or before they were final."""
        request = job.request
        try:
            plan = build(request)
        except KpidefError:
            # Its own error is told when it is asked.
            return job
        late = tuple(window for window in request.windows if self._is_late(window, request, plan))
        return replace(job, request=replace(request, windows=late)) if late else None

    def _is_late(self, window: Window, request: Request, plan: Plan) -> bool:
        kpi = request.kpis[0]
        piece = piece_of(kpi, window, request, plan)
        if piece in self.claimed:
            return False
        self.claimed.add(piece)
        found = self.kept.get(piece)
        is_current = found is not None and found.is_final and found.answers(version_kept(kpi, request, plan), window)
        self.current += is_current
        return not is_current


def _bring_up(project: Project, batch: Batch, table: str, connection: str | Warehouse | None) -> tuple[Reply, ...]:
    """Compute a batch and keep what it answers."""
    # Read before the statement: of two runs at once, the one that saw the later rows stays.
    computed_at = project.clock().astimezone(UTC)
    with _opened(project, connection, read_only=True) as warehouse:
        replies = answer_batch(batch, project.bindings, warehouse)
    tables = [
        rows_of(result_of(one.answer, (), project), one.answer.request, one.answer.plan, computed_at)
        for one in replies
        if one.answer is not None
    ]
    if tables:
        _keep(project, tables, table, connection)
    return replies


def _keep(project: Project, tables: Sequence[pa.Table], table: str, connection: str | Warehouse | None) -> None:
    import pyarrow as pa

    rows = pa.concat_tables(tables)
    with _opened(project, connection, read_only=False) as warehouse:
        check_table(warehouse, table)
        _as_store(warehouse, project, connection).keep(store_table(table), rows)


def _check_store(project: Project, connection: str | Warehouse | None, table: str) -> None:
    """Refuse, before any work, a warehouse that keeps nothing, or a table that is another's."""
    with _opened(project, connection, read_only=False) as warehouse:
        _as_store(warehouse, project, connection)
        check_table(warehouse, table)


def _as_store(warehouse: Warehouse, project: Project, connection: str | Warehouse | None) -> Store:
    if not warehouse.capabilities.store:
        is_name = connection is None or isinstance(connection, str)
        shown = redact(connection_url(project, cast("str | None", connection))) if is_name else str(warehouse)
        raise NoStore(shown=shown)
    return cast(Store, warehouse)


@contextmanager
def _opened(project: Project, connection: str | Warehouse | None, *, read_only: bool) -> Iterator[Warehouse]:
    """The warehouse, once no other process holds it; one that is already open serves for reading and writing."""
    if connection is not None and not isinstance(connection, str):
        yield connection
        return
    url = connection_url(project, connection)

    def open_it() -> Warehouse:
        return connect(url, base=project.root, environment=project.environment, read_only=read_only)

    with retried(open_it, WarehouseLocked, lambda _: True, _PAUSES) as warehouse:
        yield warehouse

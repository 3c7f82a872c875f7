"""Work for a warehouse, on as many connections as serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from kpidef.errors.warehouse import QueryCancelled
from kpidef.pipeline.connecting import open_warehouse, opened

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

MOST_LANES = 4
Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


@contextmanager
def open_lanes(
    project: Project, connection: str | Warehouse | None, timeout: float | None, wanted: int
) -> Iterator[tuple[Warehouse, ...]]:
    """One connection, or several where the adapter says that they help; one that is already open serves alone."""
    with ExitStack() as stack:
        first = stack.enter_context(opened(project, connection, timeout))
        lanes = [first]
        is_ours = connection is None or isinstance(connection, str)
        for _ in range(min(wanted, MOST_LANES) - 1 if is_ours and first.capabilities.parallel else 0):
            assert connection is None or isinstance(connection, str)
            lanes.append(stack.enter_context(open_warehouse(project, connection, timeout)))
        yield tuple(lanes)


def spread(
    lanes: Sequence[Warehouse],
    pieces: Iterable[Piece],
    work: Callable[[Piece, Warehouse], Answer],
    tell: Callable[[Answer], None],
) -> list[Answer]:
    """The answer of each piece, in their order; `tell` hears each one as it comes."""
    free: SimpleQueue[Warehouse] = SimpleQueue()
    for lane in lanes:
        free.put(lane)

    def on_a_lane(piece: Piece) -> Answer:
        lane = free.get()
        try:
            return work(piece, lane)
        finally:
            free.put(lane)

    with ThreadPoolExecutor(max_workers=len(lanes)) as executor:
        futures = [executor.submit(on_a_lane, piece) for piece in pieces]
        try:
            for done in as_completed(futures):
                tell(done.result())
        except (KeyboardInterrupt, QueryCancelled):
            _stop(lanes, futures)
            raise QueryCancelled from None
    return [future.result() for future in futures]


def _stop(lanes: Iterable[Warehouse], futures: Iterable[Future[Answer]]) -> None:
    for future in futures:
        future.cancel()
    for lane in lanes:
        lane.cancel()

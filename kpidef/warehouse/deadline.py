"""Work that a deadline or Ctrl-C can interrupt, for drivers that block in native code."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import TypeVar

from kpidef.errors.warehouse import QueryCancelled, QueryTimeout

Answer = TypeVar("Answer")
# An interrupt that arrives before the driver has begun is lost, so it is sent again.
_PAUSE = 0.05
# A wait without an end can miss Ctrl-C: when it comes just before the thread sleeps, and always on Windows.
_GLANCE = 0.5


def answer_within(work: Callable[[], Answer], *, interrupt: Callable[[], None], seconds: float | None) -> Answer:
    """What `work` returns or raises; past `seconds`, or on Ctrl-C, it is interrupted and the error says so."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        future = executor.submit(work)
        try:
            finished = _finishes(future, seconds)
        except KeyboardInterrupt:
            _stop(future, interrupt)
            raise QueryCancelled from None
        if not finished:
            _stop(future, interrupt)
            raise QueryTimeout(seconds=seconds)
        return future.result()


def _finishes(future: Future[Answer], seconds: float | None) -> bool:
    began = monotonic()
    while not future.done():
        left = _GLANCE if seconds is None else seconds - (monotonic() - began)
        if left <= 0:
            return False
        wait([future], timeout=min(left, _GLANCE))
    return True


def _stop(future: Future[Answer], interrupt: Callable[[], None]) -> None:
    while not future.done():
        interrupt()
        wait([future], timeout=_PAUSE)

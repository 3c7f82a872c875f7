"""Blocking work is interrupted by a deadline and by Ctrl-C, and by nothing else."""

import os
import signal
from concurrent.futures import wait
from threading import Event, Timer

import pytest

from kpidef.errors.warehouse import QueryCancelled, QueryTimeout
from kpidef.warehouse import deadline
from kpidef.warehouse.deadline import answer_within


def test_work_answers_before_its_deadline() -> None:
    assert answer_within(lambda: 42, interrupt=pytest.fail, seconds=5) == 42


def test_an_error_of_the_work_is_the_caller_s() -> None:
    with pytest.raises(TimeoutError, match="its own"):
        answer_within(_raise, interrupt=pytest.fail, seconds=5)


def test_a_deadline_interrupts_and_says_how_long() -> None:
    stopped = Event()
    with pytest.raises(QueryTimeout) as raised:
        answer_within(lambda: stopped.wait(10), interrupt=stopped.set, seconds=0.05)
    assert raised.value.cause("en") == "the query ran longer than 0.05 s and was stopped"


def test_an_interrupt_that_comes_too_early_is_sent_again() -> None:
    stopped = Event()
    calls: list[int] = []

    def interrupt() -> None:
        calls.append(1)
        if len(calls) > 2:
            stopped.set()

    with pytest.raises(QueryTimeout):
        answer_within(lambda: stopped.wait(10), interrupt=interrupt, seconds=0.01)
    assert len(calls) == 3


def test_ctrl_c_interrupts_the_work() -> None:
    stopped = Event()
    timer = Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(QueryCancelled):
        answer_within(lambda: stopped.wait(10), interrupt=stopped.set, seconds=None)
    timer.join()
    assert stopped.is_set()


def test_ctrl_c_that_comes_before_the_wait_is_seen_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread does that was about to sleep when the signal came: the whole of its wait, then the error."""
    stopped = Event()

    def sleeps_first(futures, timeout=None):
        wait(futures, timeout=timeout)
        if not stopped.is_set():
            raise KeyboardInterrupt

    monkeypatch.setattr(deadline, "wait", sleeps_first)
    with pytest.raises(QueryCancelled):
        answer_within(lambda: stopped.wait(10), interrupt=stopped.set, seconds=None)
    assert stopped.is_set()


def _raise() -> None:
    raise TimeoutError("its own")

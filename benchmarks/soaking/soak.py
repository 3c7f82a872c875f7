"""The requests asked one after the other, each on a connection of its own, with what is measured on the way."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from benchmarks.soaking.request import Drawn, draw
from kpidef.errors import KpidefError
from kpidef.errors.warehouse import QueryTimeout
from kpidef.pipeline import Project

_SAMPLES = 40


class AnswersDiffer(Exception):
    """A request that was answered otherwise than before, or on another engine."""


class NotCoded(Exception):
    """A request that had to fail and did not, or failed otherwise."""


@dataclass(slots=True)
class Soak:
    """What a run has seen so far."""

    requests: int = 0
    rows: int = 0
    failures: int = 0  # those that were meant to be
    seconds: float = 0.0
    connections: int = 0  # left open, at the most
    memory: list[float] = field(default_factory=list)  # MiB, at regular times

    @property
    def levels(self) -> tuple[float, float]:
        """MiB in the second quarter of the run, when every cache is warm, and in its last."""
        quarter = max(len(self.memory) // 4, 1)
        return _middle(self.memory[quarter : 2 * quarter] or self.memory), _middle(self.memory[-quarter:])


def soak(
    project: Project, url: str, seconds: float, seed: int, connections: Callable[[], int], seen: dict[Drawn, str]
) -> Soak:
    """Ask for so long. `connections` counts those that are open; `seen` holds the answers' prints, of any engine."""
    run = Soak()
    started = time.monotonic()
    pause, next_sample = seconds / _SAMPLES, 0.0
    for drawn in draw(seed):
        run.seconds = time.monotonic() - started
        if run.seconds >= seconds:
            return run
        _ask(project, url, drawn, seen, run)
        if run.seconds >= next_sample:
            next_sample += pause
            run.connections = max(run.connections, connections())
            run.memory.append(resident())
    raise AssertionError("requests without end")


def resident() -> float:
    """The memory of this process, in MiB, once what nobody holds is given back."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def open_files(name: str) -> Iterator[str]:
    """The files of this process whose path holds the name."""
    for one in Path("/proc/self/fd").iterdir():
        try:
            target = str(one.readlink())
        except FileNotFoundError:  # closed since
            continue
        if name in target:
            yield target


def _ask(project: Project, url: str, drawn: Drawn, seen: dict[Drawn, str], run: Soak) -> None:
    run.requests += 1
    try:
        result = project.run(drawn.kpis, connection=url, timeout=drawn.timeout, **dict(drawn.options))
    except QueryTimeout:
        if drawn.timeout is None:
            raise
        run.failures += 1
        return
    run.rows += result.table.num_rows
    run.failures += bool(result.errors)
    if bool(result.errors) is not drawn.lacks_a_table:
        raise NotCoded(f"{drawn}: {_codes(result.errors)}")
    known = Drawn(drawn.kpis, drawn.options)
    printed = _print(result.rows())
    if seen.setdefault(known, printed) != printed:
        raise AnswersDiffer(f"{known}")


def _codes(errors: tuple[KpidefError, ...]) -> str:
    return ", ".join(error.code for error in errors)


def _print(rows: list[dict[str, object]]) -> str:
    """A short text that two answers share only where they are the same, to the ninth digit."""
    told = [[f"{value:.9g}" if isinstance(value, float) else str(value) for value in row.values()] for row in rows]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _middle(figures: list[float]) -> float:
    return sorted(figures)[len(figures) // 2]

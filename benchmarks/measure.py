"""Times taken side by side, and what they come to."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of each round: by the clock, and of all processors."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def shown(self) -> dict[str, float | int]:
        """The figures that are kept."""
        return {
            "rounds": len(self.cpu),
            "wall_median_ms": round(median(self.wall), 2),
            "wall_min_ms": round(min(self.wall), 2),
            "cpu_median_ms": round(median(self.cpu), 2),
            "cpu_min_ms": round(min(self.cpu), 2),
        }


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int, seconds: float = inf) -> dict[str, Timing]:
    """Each work once a round, after a round that warms the caches, so that a busy machine slows them alike.

    When the seconds are over, three rounds are enough.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    started = time.perf_counter()
    for rank in range(rounds + 1):
        if rank > FEWEST and time.perf_counter() - started > seconds:
            break
        for name, work in works.items():
            found = _timed(work)
            if rank:
                taken[name].append(found)
    return {name: _timing(found) for name, found in taken.items()}


def processes(command: Sequence[str], rounds: int) -> Timing:
    """Whole processes, from their start to their end; the first one fills the disk's cache and does not count."""
    return _timing([_process(command) for _ in range(rounds + 1)][1:])


def _timing(found: Sequence[tuple[float, float]]) -> Timing:
    return Timing(tuple(wall for wall, _ in found), tuple(cpu for _, cpu in found))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, used = time.perf_counter(), _used(resource.RUSAGE_SELF)
    work()
    return (time.perf_counter() - clock) * 1000, _used(resource.RUSAGE_SELF) - used


def _process(command: Sequence[str]) -> tuple[float, float]:
    clock, used = time.perf_counter(), _used(resource.RUSAGE_CHILDREN)
    # An import path that is not the installation's own would add to what is measured.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - clock) * 1000, _used(resource.RUSAGE_CHILDREN) - used


def _used(who: int) -> float:
    taken = resource.getrusage(who)
    return (taken.ru_utime + taken.ru_stime) * 1000


def ratio(ours: Timing, theirs: Timing) -> float:
    """Of the medians, by the clock."""
    return median(ours.wall) / median(theirs.wall)


def cpu_ratio(ours: Timing, theirs: Timing) -> float:
    """Of the medians, of all processors: what a busy machine disturbs least."""
    return median(ours.cpu) / median(theirs.cpu)

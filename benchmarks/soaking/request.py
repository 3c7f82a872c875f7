"""Requests drawn at random, the same ones for the same seed: ordinary ones, and some that must fail as they should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any

from benchmarks.soaking.shop import KPIS, MISSING

_PERIODS = {"month": "2026-01..2026-06", "week": "2026-S10..2026-S20", "quarter": "2025-T2..2026-T2", "year": "2025"}
_BY = ((), (), "clients.segment")
_COMPARE = (None, None, "previous", "year_ago")
_WHERE = ((), (), "clients.segment = 'PME'")
_KNOWN = 40
_FAULT_EVERY = 12
_SHORT = 0.000_5  # seconds that no request of these takes


@dataclass(frozen=True, slots=True)
class Drawn:
    """What `Project.run` is given: where its time is short it may fail."""

    kpis: tuple[str, ...]
    options: tuple[tuple[str, Any], ...]
    timeout: float | None = None

    @property
    def lacks_a_table(self) -> bool:
        """Whether one of its KPIs has no number."""
        return MISSING in self.kpis


def draw(seed: int) -> Iterator[Drawn]:
    """Without end; the same few come back, so that answers meet."""
    random = Random(seed)
    known = [_ordinary(random) for _ in range(_KNOWN)]
    for rank in count():
        drawn = random.choice(known)
        yield drawn if rank % _FAULT_EVERY else _faulty(drawn, rank // _FAULT_EVERY)


def _ordinary(random: Random) -> Drawn:
    grain = random.choice(sorted(_PERIODS))
    asked = {
        "grain": grain,
        "period": _PERIODS[grain],
        "by": random.choice(_BY),
        "compare": random.choice(_COMPARE),
        "where": random.choice(_WHERE),
    }
    return Drawn(tuple(random.sample(sorted(KPIS), random.randint(1, 4))), tuple(asked.items()))


def _faulty(drawn: Drawn, rank: int) -> Drawn:
    if rank % 2:
        return Drawn(drawn.kpis, drawn.options, timeout=_SHORT)
    # Without a dimension or a condition, which the missing table's source does not know.
    plain = tuple((name, value) for name, value in drawn.options if name not in ("by", "where"))
    return Drawn((*drawn.kpis, MISSING), plain)

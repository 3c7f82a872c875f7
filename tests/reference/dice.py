"""Seeded choices that remember which constructs they made."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from reference.instants import as_instant

T = TypeVar("T")
FIRST_DAY = date(2025, 12, 20)
# Days on which a zone of the cases changes its offset, and those where months and years turn.
TURNING_DAYS = [
    *(date(2026, month, 1) for month in range(1, 7)),
    *(date(2025, month, 1) for month in (7, 10, 11, 12)),
    *(date(2025, 10, 26), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)),
    *(date(2026, 3, 8), date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 4, 5)),
]


class Dice:
    """A seeded source of choices; `marks` holds the constructs chosen so far, `focus` the sources to read."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.marks: set[str] = set()
        self.focus: list[str] = []
        self.grain = ""

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def source(self, choices: Sequence[str]) -> str:
        """One of these, within the focus where it has any."""
        return self.pick([name for name in choices if name in self.focus] or choices)

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        return self.random.sample(list(choices), self.random.randint(1, min(most, len(choices))))

    def marked(self, family: str, choices: Sequence[Any]) -> Any:
        """A choice that is a construct of its own."""
        chosen = self.pick(choices)
        self.mark(f"{family}: {chosen}")
        return chosen

    def mark(self, construct: str) -> None:
        self.marks.add(construct)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def day(self) -> date:
        if self.often(0.3):
            return self.pick(TURNING_DAYS)
        if self.often(0.1):
            return FIRST_DAY - timedelta(days=self.number(1, 500))
        if self.often(0.5):
            return date(2026, 2, 15) + timedelta(days=self.number(0, 60))
        return FIRST_DAY + timedelta(days=self.number(0, 150))

    def local(self) -> datetime:
        day = self.day()
        if self.often(0.3):
            return datetime(day.year, day.month, day.day)
        if self.often(0.2):
            return datetime(day.year, day.month, day.day, 23, self.pick([0, 30, 59]), 59)
        return datetime(day.year, day.month, day.day, self.number(0, 23), self.pick([0, 15, 30, 59]))

    def moment(self, kind: str, zone: ZoneInfo) -> Any:
        local = self.local()
        match kind:
            case "date":
                return local.date()
            case "timestamp":
                return local
        return as_instant(local, zone)

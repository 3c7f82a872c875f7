"""Draws that give the same value on every Python version: all come from Random.random()."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, subject: str) -> Random:
    """One independent stream a subject, so that a change in one table leaves the others as they were."""
    return Random(f"{seed}:{subject}")


def happens(random: Random, probability: float) -> bool:
    return random.random() < probability


def between(random: Random, low: int, high: int) -> int:
    """An integer from low to high, both included."""
    return low + int(random.random() * (high - low + 1))


def one_of(random: Random, choices: Sequence[T]) -> T:
    return choices[int(random.random() * len(choices))]


def pick(random: Random, weights: Mapping[T, float]) -> T:
    """One of the keys, as often as its weight; the weights need not add up to 1."""
    # Not sum(): Python 3.12 made it more exact, so it is not the same on every version.
    running = list(accumulate(weights.values()))
    return list(weights)[bisect_right(running, random.random() * running[-1])]


def bell(random: Random, mean: float, spread: float) -> float:
    """Nearly normal, and bounded: mean plus or minus three spreads."""
    return mean + spread * 2 * (random.random() + random.random() + random.random() - 1.5)


def skewed(random: Random, low: float, high: float) -> float:
    """Often near low, seldom near high. Products only: libm's functions differ in the last digit between platforms."""
    draw = random.random()
    return low + (high - low) * draw * draw * draw


def money(amount: float) -> Decimal:
    return Decimal(int(amount * 100 + 0.5)).scaleb(-2)

"""Ways to be wrong: each fault is one function of the evaluator replaced by a plausible mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reference.faults_of_facts import FACT_FAULTS
from reference.faults_of_requests import REQUEST_FAULTS
from reference.faults_of_values import VALUE_FAULTS


@dataclass(frozen=True)
class Fault:
    """A name for the mistake, and where it is planted."""

    name: str
    places: tuple[tuple[Any, str], ...]
    wrong: Callable[..., Any]


FAULTS = [
    Fault(name, places, wrong) for name, (places, wrong) in {**VALUE_FAULTS, **FACT_FAULTS, **REQUEST_FAULTS}.items()
]


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """The evaluator with one mistake in it."""
    right = [(owner, name, vars(owner)[name]) for owner, name in fault.places]
    for owner, name in fault.places:
        setattr(owner, name, fault.wrong)
    try:
        yield
    finally:
        for owner, name, function in right:
            setattr(owner, name, function)

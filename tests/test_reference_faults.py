"""Random cases, and some written by hand, tell every faulty evaluator from the right one."""

from __future__ import annotations

from functools import cache

import pytest
from reference.comparison import differences
from reference.evaluator import evaluate_request
from reference.hand_cases import hand_cases
from reference.random_specs import random_case
from reference.seeded_faults import FAULTS, planted

MOST_SEEDS = 120
HAND_CASES = hand_cases()


@cache
def right_answer(seed):
    case = random_case(seed) if seed >= 0 else HAND_CASES[-seed - 1]
    return case, evaluate_request(case.spec, case.data, case.request)


def tells_apart(seed):
    """A wrong answer, or no answer at all, where the right evaluator has one."""
    case, expected = right_answer(seed)
    try:
        actual = evaluate_request(case.spec, case.data, case.request)
    except (LookupError, TypeError, ValueError, OverflowError, AttributeError):
        return True
    return bool(differences(expected, actual, case.request.get("by", [])))


def first_seed_that_tells(fault):
    for seed in (*range(MOST_SEEDS), *(case.seed for case in HAND_CASES)):
        right_answer(seed)
        with planted(fault):
            if tells_apart(seed):
                return seed
    return None


def test_there_are_at_least_thirty_faults():
    assert len({fault.name for fault in FAULTS}) >= 30


def test_without_a_fault_an_answer_differs_in_nothing():
    assert not any(tells_apart(seed) for seed in range(20))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "_"))
def test_a_fault_is_told_apart_from_the_right_evaluator(fault):
    assert first_seed_that_tells(fault) is not None

"""The engine on DuckDB and the reference evaluator give the same rows for random requests."""

from __future__ import annotations

import os

import pytest
from reference.comparison import differences
from reference.evaluator import evaluate_request
from reference.hand_cases import hand_cases
from reference.project import answered, asked_of, write_project
from reference.random_specs import random_case

import kpidef

CASES = int(os.environ.get("KPIDEF_REFERENCE_CASES", "2000" if os.environ.get("CI") else "300"))
FIRST_CASE = int(os.environ.get("KPIDEF_REFERENCE_FIRST_CASE", "0"))
# Found later: photos that are too old by hours over a change of summer time; the cohort of a previous period, itself
# asked of the period before an unfinished one.
FOUND = (1606, 9128)


@pytest.mark.parametrize("seed", sorted({*range(FIRST_CASE, FIRST_CASE + CASES), *FOUND}))
def test_the_engine_agrees_with_the_reference(seed, tmp_path):
    assert disagreements(random_case(seed), tmp_path) == []


@pytest.mark.parametrize("case", hand_cases(), ids=lambda case: case.request["period"])
def test_the_engine_agrees_on_the_cases_written_by_hand(case, tmp_path):
    assert disagreements(case, tmp_path) == []


def disagreements(case, tmp_path):
    expected = evaluate_request(case.spec, case.data, case.request)
    asked = asked_of(case)
    project = kpidef.load(write_project(case, tmp_path / "projet"))
    table = project.run(asked.pop("kpis"), **asked).to_arrow()
    actual = answered(case, table.to_pylist())
    return differences(expected, actual, case.request.get("by", []))

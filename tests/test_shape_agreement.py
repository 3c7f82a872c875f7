"""Whatever the shape that a scan is given, the rows are those of the reference evaluator."""

from __future__ import annotations

import os
from functools import partial

import pytest
from reference.comparison import differences
from reference.evaluator import evaluate_request
from reference.project import answered, asked_of, write_project
from reference.random_specs import random_case

import kpidef
from kpidef.sql import statement

SHAPES = ("windows", "changes", "bits", "pieces", "leavers", "latest")
CASES = int(os.environ.get("KPIDEF_SHAPE_CASES", "12"))
FIRST_CASE = int(os.environ.get("KPIDEF_SHAPE_FIRST_CASE", "5000"))
RULES = ("at", "flow")


def lasting_cases():
    """Random cases that ask what lasts."""
    found, seed = [], FIRST_CASE
    while len(found) < CASES:
        case = random_case(seed)
        if any(one.startswith(RULES) for one in case.constructs):
            found.append(case)
        seed += 1
    return found


@pytest.mark.parametrize("case", lasting_cases(), ids=lambda case: str(case.seed))
def test_every_shape_gives_the_reference_s_rows(case, tmp_path, monkeypatch):
    expected = evaluate_request(case.spec, case.data, case.request)
    project = kpidef.load(write_project(case, tmp_path / "projet"))
    compile_plan = statement.compile
    for shape in (None, *SHAPES):
        monkeypatch.setattr(statement, "compile", partial(compile_plan, shape=shape))
        asked = asked_of(case)
        rows = project.run(asked.pop("kpis"), **asked).to_arrow().to_pylist()
        found = differences(expected, answered(case, rows), case.request.get("by", []))
        assert found == [], (shape, found)

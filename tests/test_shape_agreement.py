"""Whatever the shape that a scan is given, the rows are those of the reference evaluator."""

from __future__ import annotations

import os
from functools import partial
from itertools import count, islice

import pytest
from reference.comparison import differences
from reference.evaluator import evaluate_request
from reference.project import answered, asked_of, write_project
from reference.random_specs import random_case

import kpidef
from kpidef.sql import statement

SHAPES = ("windows", "changes", "bits", "pieces", "leavers", "latest")
CASES = int(os.environ.get("KPIDEF_SHAPE_CASES", "4"))
FIRST_CASE = int(os.environ.get("KPIDEF_SHAPE_FIRST_CASE", "5000"))


def lasting_cases():
    """Random cases that ask what lasts."""
    seeds = count(FIRST_CASE)
    lasting = (
        case for case in map(random_case, seeds) if any(one.startswith(("at", "flow")) for one in case.constructs)
    )
    return list(islice(lasting, CASES))


@pytest.mark.parametrize("case", lasting_cases(), ids=lambda case: str(case.seed))
def test_every_shape_gives_the_reference_s_rows(case, tmp_path, monkeypatch):
    expected = evaluate_request(case.spec, case.data, case.request)
    project = kpidef.load(write_project(case, tmp_path / "projet"))
    for rows in rows_of_each_shape(project, asked_of(case), monkeypatch):
        assert differences(expected, answered(case, rows), case.request.get("by", [])) == []


def rows_of_each_shape(project, asked, monkeypatch):
    """The rows of each statement that a shape makes different from the others."""
    compile_plan, kpis, seen = statement.compile, asked.pop("kpis"), set()
    for shape in SHAPES:
        monkeypatch.setattr(statement, "compile", partial(compile_plan, shape=shape))
        sql = project.compile(kpis, **asked)
        if sql not in seen:
            seen.add(sql)
            yield project.run(kpis, **asked).to_arrow().to_pylist()

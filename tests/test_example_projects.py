"""The example projects load without a problem, and their worked examples hold, with or without the real data."""

from pathlib import Path

import pytest

import kpidef

EXAMPLES = Path(__file__).parents[1] / "examples"
PROJECTS = ["online_retail", "online_shoppers", "servicenow_incidents", "sfo_survey"]


@pytest.mark.parametrize("name", PROJECTS)
def test_the_project_loads_without_a_problem_and_every_kpi_is_bound(name):
    project = kpidef.load(EXAMPLES / name)
    assert project.problems == ()
    assert [kpi for kpi in project.catalog.kpis if project.unavailable(kpi)] == []


@pytest.mark.parametrize("name", PROJECTS)
def test_every_worked_example_of_the_project_holds(name):
    reports = kpidef.load(EXAMPLES / name).test()
    assert len(reports) >= 4
    assert [report for report in reports if not report.ok] == []


@pytest.mark.parametrize("name", PROJECTS)
def test_every_kpi_of_the_project_has_two_worked_examples(name):
    kpis = kpidef.load(EXAMPLES / name).catalog.kpis
    assert kpis
    assert [kpi.id for kpi in kpis.values() if len(kpi.spec.examples) < 2] == []

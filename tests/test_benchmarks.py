"""The benchmark's own check holds on small tables: kpidef's numbers are those of the SQL written by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kpidef
from benchmarks import execution
from benchmarks.catalogue import write_catalogue


def test_twenty_kpis_over_thirty_six_months_equal_the_sql_written_by_hand(tmp_path):
    assert execution.run(tmp_path, rows=5_000, rounds=1).cells == 20 * 36


def test_a_wrong_definition_stops_the_benchmark(tmp_path, monkeypatch):
    project = tmp_path / "project"
    for file in execution.PROJECT.rglob("*.yml"):
        copy = project / file.relative_to(execution.PROJECT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("note >= 9", "note >= 8"), encoding="utf-8")
    monkeypatch.setattr(execution, "PROJECT", project)
    with pytest.raises(execution.NumbersDiffer, match="nps"):
        execution.run(tmp_path, rows=5_000, rounds=1)


def test_the_generated_catalogue_loads_without_an_error(tmp_path):
    write_catalogue(tmp_path / "catalogue", 3)
    project = kpidef.load(tmp_path / "catalogue")
    assert len(project.catalog.kpis) == 3
    assert project.problems == ()


def test_the_results_name_no_place_on_the_machine():
    results = Path(execution.HERE)
    for name in ("results.md", "results.json"):
        assert not re.search(r"/(home|work|tmp|root|Users)\b", (results / name).read_text(encoding="utf-8"))

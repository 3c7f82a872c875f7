"""The benchmark's own checks hold on small tables: kpidef's numbers are those of the SQL written by hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest

import kpidef
from benchmarks import execution, growth, large, random_requests, results
from benchmarks.catalogue import cut_by_four, write_catalogue
from benchmarks.comparison import NumbersDiffer, differing
from benchmarks.curve import curve
from benchmarks.drawing_lots import draw_kpis, draw_lot
from benchmarks.peers.metricflow import sliced
from benchmarks.spark import pruned
from benchmarks.tables import tables
from benchmarks.works import MIXED, WORKS

ROWS = 3_000


@pytest.fixture(scope="module")
def small_tables(tmp_path_factory):
    return tables(tmp_path_factory.mktemp("bench"), ROWS)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_every_work_equals_the_sql_written_by_hand(small_tables, work):
    found = execution.run(small_tables, work, ROWS, rounds=1)
    assert found.cells >= len(work.kpis)
    assert min(found.plain.wall) > 0


def test_twenty_kpis_over_thirty_six_months_are_all_compared(small_tables):
    assert execution.run(small_tables, MIXED, ROWS, rounds=1).cells == 20 * 36


def test_tickets_in_parquet_equal_the_sql_written_by_hand_and_leave_no_file(tmp_path):
    found = large.run(tmp_path, rounds=1, rows=2_000)
    assert found.cells == 20 * 36
    assert found.peak_mib > 0
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_definition_stops_the_benchmark(small_tables, tmp_path, monkeypatch):
    for file in execution.HERE.rglob("*.yml"):
        copy = tmp_path / file.relative_to(execution.HERE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("note >= 9", "note >= 8"), encoding="utf-8")
    monkeypatch.setattr(execution, "WORKS_PROJECT", tmp_path / "works")
    with pytest.raises(NumbersDiffer, match="nps"):
        execution.run(small_tables, MIXED, ROWS, rounds=1)


def test_an_empty_cell_and_none_at_all_agree_but_a_number_differs_from_none():
    assert differing({("a", None): 0, ("b", None): 1.0}, {("b", None): 1.0 + 1e-12}) == []
    assert differing({("a", None): 2}, {}) == [("a", None)]


def test_a_run_keeps_the_lines_that_it_did_not_measure():
    before = {"works": {"x@1": {"ratio": 1.0, "peers": {"p": {"ratio": 9.0}}}, "x@10": {"ratio": 0.7}}}
    after = results.merged(before, "works", "x@1", {"ratio": 0.9}, date(2026, 1, 2))
    assert after["works"]["x@10"] == {"ratio": 0.7}
    assert after["works"]["x@1"]["ratio"] == 0.9
    assert after["works"]["x@1"]["peers"] == {"p": {"ratio": 9.0}}
    assert after["works"]["x@1"]["day"] == "2026-01-02"


def test_the_generated_catalogue_loads_without_an_error(tmp_path):
    write_catalogue(tmp_path / "catalogue", 3)
    project = kpidef.load(tmp_path / "catalogue")
    assert len(project.catalog.kpis) == 3
    assert project.problems == ()


def test_the_request_of_many_kpis_by_four_dimensions_grows_like_its_kpis(tmp_path):
    write_catalogue(tmp_path / "catalogue", 40)
    project = kpidef.load(tmp_path / "catalogue")
    sizes = [len(cut_by_four(project, count)) for count in (10, 20, 40)]
    assert 1.7 < (sizes[2] - sizes[1]) / (sizes[1] - sizes[0]) < 2.3


def test_the_results_name_no_place_on_the_machine():
    folder = Path(execution.HERE)
    for name in ("results.md", "results.json"):
        assert not re.search(r"/(home|work|tmp|root|Users)\b", (folder / name).read_text(encoding="utf-8"))


def test_requests_drawn_at_random_equal_plain_sql(small_tables, tmp_path):
    found = random_requests.run(tmp_path, small_tables, ROWS, rounds=1, requests=6)
    assert found["cells_compared"] > 100
    assert found["ratios"]["p50"] <= found["ratios"]["p90"] <= found["ratios"]["max"]


def test_the_same_seed_draws_the_same_requests():
    drawn = [draw_lot(Random(7), 0, draw_kpis(Random(7), 50)).sql for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != draw_lot(Random(8), 0, draw_kpis(Random(7), 50)).sql


def test_compiling_more_kpis_writes_more_sql(tmp_path):
    points = growth.by_kpis(tmp_path, rounds=1, counts=(1, 5))["compilation"]
    assert [point["at"] for point in points] == [1, 5]
    assert points[0]["sql_bytes"] < points[1]["sql_bytes"]


def test_a_curve_is_well_formed_and_names_its_series():
    drawn = curve("Titre < 1", "lignes", "ms", {"à la main": [(1, 0.5), (1000, 20)], "kpidef": [(1, 3), (1000, 12)]})
    texts = [element.text for element in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert {"Titre < 1", "à la main", "kpidef", "1\u202f000", "0,1"} <= set(texts)


def test_a_peer_s_slices_are_those_of_the_filtered_work():
    filtered = next(work for work in WORKS if work.name == "filtered_25")
    assert set(sliced()) == set(filtered.kpis)


def test_sparks_plan_tells_which_folders_and_rows_are_left_unread():
    plan = "== Physical Plan ==\nFileScan parquet PartitionFilters: [isnotnull(m#1)], PushedFilters: [EqualTo(a,b)]"
    assert pruned(plan) == {"PartitionFilters": ["isnotnull(m#1)"], "PushedFilters": ["EqualTo(a,b)"]}

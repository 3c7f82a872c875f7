"""The values of a file of results, as the glossary reads them: CSV, JSON or Parquet, whole or cut by groups."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet
from shop import write_project, write_warehouse

import kpidef
from kpidef.calendar import Grain
from kpidef.errors.site import BadValuesFile
from kpidef.pipeline.valuing import points_of, read_values, run_values, span_windows

ROW = {
    "kpi": "ca",
    "period": "2026-05",
    "period_start": "2026-05-01",
    "period_end": "2026-06-01",
    "value": 0.1 + 0.2,
    "numerator": None,
    "denominator": None,
    "target": None,
    "verdict": None,
    "complete": True,
    "null_reason": None,
}


@pytest.fixture
def shop(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb")
    return kpidef.load(folder)


def _json(tmp_path, rows):
    file = tmp_path / "valeurs.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return file


def test_a_json_file_gives_points_with_their_days(tmp_path):
    (point,) = read_values(_json(tmp_path, [ROW]))["ca"]
    assert (point.period, point.start, point.end, point.complete) == (
        "2026-05",
        date(2026, 5, 1),
        date(2026, 6, 1),
        True,
    )


def test_a_value_is_read_to_twelve_digits(tmp_path):
    (point,) = read_values(_json(tmp_path, [ROW]))["ca"]
    assert point.value == 0.3


def test_a_parquet_file_gives_the_same_points_as_a_json_file(tmp_path):
    file = tmp_path / "valeurs.parquet"
    days = {"period_start": date(2026, 5, 1), "period_end": date(2026, 6, 1)}
    parquet.write_table(pa.Table.from_pylist([{**ROW, **days}]), file)
    assert read_values(file) == read_values(_json(tmp_path, [ROW]))


def test_an_incomplete_period_of_a_csv_file_is_known_as_such(tmp_path):
    file = tmp_path / "valeurs.csv"
    file.write_text("kpi,period,value,complete\nca,2026-05,12,false\n", encoding="utf-8")
    (point,) = read_values(file)["ca"]
    assert (point.value, point.complete, point.start) == (12.0, False, None)


def test_a_file_cut_by_groups_has_no_value_of_the_whole(tmp_path):
    assert read_values(_json(tmp_path, [{**ROW, "ville": "Lyon"}, {**ROW, "ville": "Lille"}])) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("absent.csv", None),
        ("casse.json", "{"),
        ("objet.json", '{"kpi": "ca"}'),
        ("casse.parquet", "PAR1"),
        ("colonnes.csv", "kpi,valeur\nca,1\n"),
        ("entete.csv", "a;b\n"),
        ("vide.csv", ""),
        ("nombre.csv", "kpi,period,value\nca,2026-05,beaucoup\n"),
        ("inegal.json", '[{"kpi": "ca", "period": "2026", "value": 1}, {"period": "2026", "value": 2}]'),
        ("large.csv", "kpi,period,value\nca,2026," + "9" * 200_000 + "\n"),
    ],
)
def test_a_file_that_is_none_of_results_is_refused(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadValuesFile):
        read_values(tmp_path / name)


def test_lines_of_several_kpis_are_told_apart():
    found = points_of([{**ROW, "value": 1}, {**ROW, "kpi": "panier_moyen", "value": 2}])
    assert {kpi: [point.value for point in points] for kpi, points in found.items()} == {
        "ca": [1.0],
        "panier_moyen": [2.0],
    }


def test_a_trend_of_months_looks_two_years_back(shop):
    windows = span_windows(shop, Grain.MONTH)
    assert len(windows) == 24
    assert windows[0].start < windows[-1].start


def test_a_kpi_that_fails_leaves_the_others_their_values(shop, tmp_path):
    import duckdb

    with duckdb.connect(str(tmp_path / "boutique.duckdb")) as database:
        database.execute("DROP TABLE abonnements")
    points, failures = run_values(shop, None, lambda _done, _total: None)
    assert "ca" in points
    assert failures
    assert all(code.startswith("KPI") for code in failures.values())
    assert not set(points) & set(failures)

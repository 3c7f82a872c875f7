"""The glossary with the values that `kpidef materialize` has kept."""

from __future__ import annotations

import duckdb
import pytest
from shop import write_project, write_warehouse

import kpidef
from kpidef.cli.start import main
from kpidef.errors.request import NotStored, StoredOtherwise
from kpidef.errors.warehouse import NotAStore, StoreMissing
from kpidef.pipeline.publishing import Publication, glossary_of
from kpidef.pipeline.recorded import recorded_values
from kpidef.pipeline.valuing import run_values

SPAN = {"period": "2026-01..2026-03", "grain": "month"}


@pytest.fixture
def folder(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb")
    return folder


@pytest.fixture
def kept(folder):
    shop = kpidef.load(folder)
    shop.materialize(["ca", "panier_moyen"], into="resultats", **SPAN)
    return shop


def _quiet(_done, _total):
    return


def test_a_kept_kpi_shows_the_periods_that_the_table_has(kept):
    points, _ = recorded_values(kept, "resultats", None)
    assert [one.period for one in points["ca"]] == ["2026-01", "2026-02", "2026-03"]


def test_kept_points_are_those_that_the_warehouse_gives(kept):
    recorded, _ = recorded_values(kept, "resultats", None)
    computed, _ = run_values(kept, None, _quiet)
    known = {point.period: point for point in computed["panier_moyen"]}
    assert [known[one.period] for one in recorded["panier_moyen"]] == list(recorded["panier_moyen"])


def test_a_kpi_that_the_table_lacks_is_told_by_its_code(kept):
    points, failures = recorded_values(kept, "resultats", None)
    assert set(points) == {"ca", "panier_moyen"}
    assert set(failures.values()) == {NotStored.code}


def test_a_kpi_kept_by_another_definition_is_not_shown(kept, folder):
    with duckdb.connect(str(folder / "boutique.duckdb")) as database:
        database.execute("UPDATE resultats SET version = 'autrefois' WHERE kpi = 'ca'")
    points, failures = recorded_values(kept, "resultats", None)
    assert "ca" not in points
    assert failures["ca"] == StoredOtherwise.code


def test_lines_of_groups_are_no_points_of_the_trend(kept):
    before, _ = recorded_values(kept, "resultats", None)
    kept.materialize(["ca"], into="resultats", by=["ville"], **SPAN)
    after, _ = recorded_values(kept, "resultats", None)
    assert after == before


def test_a_table_that_is_not_there_is_told(kept):
    with pytest.raises(StoreMissing):
        recorded_values(kept, "ailleurs", None)


def test_a_table_that_is_not_one_of_results_is_told(kept):
    with pytest.raises(NotAStore):
        recorded_values(kept, "commandes", None)


def test_the_site_is_built_from_the_table(kept, folder):
    glossary = glossary_of(kept, Publication(folder / "site", from_store="resultats"), lambda *_: None)
    assert glossary.with_values
    assert next(one.value for one in glossary.of("ca").points) == 40.0


def test_a_file_and_a_table_of_results_are_not_asked_together(folder, capsys):
    with pytest.raises(SystemExit) as left:
        main(["docs", "build", "--project", str(folder), "--values", "v.csv", "--from-store", "resultats"])
    assert left.value.code == 2
    assert "--from-store" in capsys.readouterr().err

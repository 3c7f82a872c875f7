"""A request of many KPIs: gathered a few tables at a time, with the same numbers, in a statement that grows alike."""

import pytest
from shop import write_project, write_warehouse

import kpidef
from kpidef.sql import cells

ASKED = ("ca", "panier_moyen", "montant_median", "croissance", "abonnes")
SLIDING = "kpi: {name}\nlabel: {name}\nmeasure: {{source: commandes, agg: sum, expr: montant, window: {days} days}}\n"


def sliding(tmp_path, count):
    """The shop with `count` KPIs of as many windows, each a table of its own."""
    own = {f"ca_{days}": SLIDING.format(name=f"ca_{days}", days=days) for days in range(1, count + 1)}
    return kpidef.load(write_project(tmp_path, **own)), tuple(own)


@pytest.fixture
def shop(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb")
    return kpidef.load(folder)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": "commandes.canal", "kpis": ASKED[:4]},
        {"by": "clients.segment", "totals": "all"},
        {"by": "clients.segment", "sparse": True, "compare": "previous"},
        {"where": "clients.segment = 'PME'", "measures": True},
    ],
)
def test_the_numbers_do_not_depend_on_how_many_tables_are_gathered_at_once(shop, monkeypatch, asked):
    question = {"kpis": ASKED, "period": "2026-01..2026-03", "grain": "month", **asked}
    found = []
    for most in (1000, 3, 2):
        monkeypatch.setattr(cells, "MOST_TABLES", most)
        result = shop.run(**question)
        found.append((result.rows(), result.errors))
    assert found[0][0]
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_every_window_of_forty_is_there(tmp_path):
    project, ids = sliding(tmp_path, 40)
    write_warehouse(tmp_path / "boutique.duckdb")
    together = {row["kpi"]: row["value"] for row in project.run(ids, period="2026-03", grain="month").rows()}
    assert list(together) == list(ids)
    assert {name: together[name] for name in ids[::13]} == {
        name: project.run(name, period="2026-03", grain="month").rows()[0]["value"] for name in ids[::13]
    }


def test_the_nulls_of_a_statement_grow_with_its_kpis_not_with_their_square(tmp_path):
    project, ids = sliding(tmp_path, 64)
    nulls = [project.compile(ids[:count], period="2026-03", grain="month").count("NULL,") for count in (16, 64)]
    assert nulls[1] < 8 * nulls[0]


def test_a_short_request_is_gathered_at_once(shop):
    assert "cells_part" not in shop.compile(ASKED, period="2026-03", grain="month")

"""A table of results: what is kept, what is computed again, what is refused, and what reads it."""

from datetime import UTC, datetime

import duckdb
import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.errors.request import NotStored, StoredOtherwise, StoreKeepsNot
from kpidef.errors.warehouse import NoStore, NotAStore, StoreMissing

SPAN = {"period": "2026-01..2026-03", "grain": "month"}


@pytest.fixture
def folder(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb")
    return folder


@pytest.fixture
def shop(folder):
    return kpidef.load(folder)


def query(folder, sql):
    with duckdb.connect(str(folder / "boutique.duckdb")) as database:
        return database.execute(sql).fetchall()


def done(materialized):
    return (materialized.computed, materialized.current, [one.code for one in materialized.errors])


def test_a_table_keeps_one_line_a_kpi_and_period(shop, folder):
    assert done(shop.materialize(["ca", "panier_moyen"], into="resultats", **SPAN)) == (6, 0, [])
    assert query(folder, "SELECT kpi, period, grain, cut, value, unit FROM resultats ORDER BY kpi, period") == [
        ("ca", "2026-01", "month", "[]", 40.0, "EUR"),
        ("ca", "2026-02", "month", "[]", 0.0, "EUR"),
        ("ca", "2026-03", "month", "[]", 30.1, "EUR"),
        ("panier_moyen", "2026-01", "month", "[]", 40.0, "EUR"),
        ("panier_moyen", "2026-02", "month", "[]", None, "EUR"),
        ("panier_moyen", "2026-03", "month", "[]", 30.1 / 3, "EUR"),
    ]


def test_a_second_run_has_nothing_to_compute(shop, folder):
    shop.materialize("ca", into="resultats", **SPAN)
    before = query(folder, "SELECT * REPLACE (computed_at::TEXT AS computed_at) FROM resultats ORDER BY ALL")
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (0, 3, [])
    assert query(folder, "SELECT * REPLACE (computed_at::TEXT AS computed_at) FROM resultats ORDER BY ALL") == before


def test_only_new_periods_are_computed(shop):
    shop.materialize("ca", into="resultats", period="2026-01..2026-02", grain="month")
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (1, 2, [])


def test_a_period_kept_before_it_was_over_is_computed_again(shop):
    shop.materialize("ca", into="resultats", as_of="2026-03-15", **SPAN)
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (1, 2, [])
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (0, 3, [])


def test_a_period_kept_before_it_was_mature_is_computed_again(shop):
    # « reachat » looks thirty days ahead: March is not mature on 10 April.
    shop.materialize("reachat", into="resultats", **SPAN)
    assert done(shop.materialize("reachat", into="resultats", **SPAN)) == (1, 2, [])


def test_a_definition_that_changed_is_computed_again_and_no_other(shop, folder):
    shop.materialize(["ca", "panier_moyen"], into="resultats", **SPAN)
    file = folder / "definitions/kpi/ca.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("agg: sum", "agg: max"), encoding="utf-8")
    changed = kpidef.load(folder)
    assert done(changed.materialize(["ca", "panier_moyen"], into="resultats", **SPAN)) == (3, 3, [])
    assert query(folder, "SELECT value FROM resultats WHERE kpi = 'ca' ORDER BY period") == [(40.0,), (None,), (20.0,)]


@pytest.mark.parametrize("asked", [{"by": "clients.est_grand"}, {"where": "clients.est_grand"}])
def test_a_computed_cut_or_condition_that_changed_is_computed_again(folder, asked):
    def defined(size):
        column = f"  est_grand: {{expr: \"segment = '{size}'\"}}\n"
        (folder / "definitions/sources/clients.yml").write_text(FILES["sources/clients.yml"] + column, encoding="utf-8")
        return kpidef.load(folder)

    assert done(defined("ETI").materialize("ca", into="resultats", **asked, **SPAN)) == (3, 0, [])
    assert done(defined("ETI").materialize("ca", into="resultats", **asked, **SPAN)) == (0, 3, [])
    with pytest.raises(StoredOtherwise):
        defined("PME").run_stored("ca", table="resultats", sparse=True, **asked, **SPAN)
    assert done(defined("PME").materialize("ca", into="resultats", **asked, **SPAN)) == (3, 0, [])
    assert done(defined("PME").materialize("ca", into="resultats", by="clients.segment", **SPAN)) == (3, 0, [])


def test_refresh_computes_what_is_asked_again(shop, folder):
    shop.materialize("ca", into="resultats", **SPAN)
    query(folder, "INSERT INTO commandes VALUES ('c9', 'a', '2026-01-20 10:00', 5, 'web')")
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (0, 3, [])
    assert done(shop.materialize("ca", into="resultats", period="2026-01", refresh=True)) == (1, 0, [])
    assert query(folder, "SELECT value FROM resultats WHERE period = '2026-01'") == [(45.0,)]


def test_a_group_that_is_gone_leaves_no_line_behind(shop, folder):
    shop.materialize("ca", into="resultats", by="canal", period="2026-03")
    query(folder, "DELETE FROM commandes WHERE canal = 'boutique'")
    shop.materialize("ca", into="resultats", by="canal", period="2026-03", refresh=True)
    assert set(query(folder, "SELECT dimensions, rolled_up, value FROM resultats")) == {
        ('{"commandes.canal": "web"}', "[]", 10.0),
        ('{"commandes.canal": null}', "[]", 0.1),
        ("{}", '["commandes.canal"]', 10.1),
    }


def test_cuts_and_filters_are_kept_beside_each_other(shop):
    assert done(shop.materialize("ca", into="resultats", **SPAN)) == (3, 0, [])
    assert done(shop.materialize("ca", into="resultats", by="canal", **SPAN)) == (3, 0, [])
    assert done(shop.materialize("ca", into="resultats", where="canal = 'web'", **SPAN)) == (3, 0, [])
    assert done(shop.materialize("ca", into="resultats", by="commandes.canal", **SPAN)) == (0, 3, [])


def test_all_bound_kpis_are_kept_without_a_name(shop):
    assert done(shop.materialize(into="resultats", **SPAN)) == (18, 0, [])


def test_a_report_is_kept_each_piece_once(shop, folder):
    report = folder / "rapport.yml"
    report.write_text(
        "requests:\n  un: {kpis: [ca, panier_moyen], period: 2026-03}\n  deux: {kpis: ca, period: 2026-03}\n",
        encoding="utf-8",
    )
    assert done(shop.materialize(into="resultats", report=report)) == (2, 0, [])
    assert query(folder, "SELECT kpi FROM resultats ORDER BY kpi") == [("ca",), ("panier_moyen",)]


def test_a_kpi_that_fails_is_told_and_the_others_are_kept(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("table: abonnements", "table: disparus"))
    write_warehouse(folder / "boutique.duckdb")
    assert done(kpidef.load(folder).materialize(["ca", "abonnes"], into="resultats", **SPAN)) == (3, 0, ["KPI325"])
    assert query(folder, "SELECT DISTINCT kpi FROM resultats") == [("ca",)]


def test_an_older_computation_does_not_undo_a_newer_one(folder):
    def at(hour):
        return kpidef.load(folder, clock=lambda: datetime(2026, 4, 10, hour, tzinfo=UTC))

    at(12).materialize("ca", into="resultats", **SPAN)
    query(folder, "INSERT INTO commandes VALUES ('c9', 'a', '2026-01-20 10:00', 5, 'web')")
    at(11).materialize("ca", into="resultats", refresh=True, **SPAN)
    assert query(folder, "SELECT value FROM resultats WHERE period = '2026-01'") == [(40.0,)]


def test_a_table_of_someone_elses_is_left_alone(shop, folder):
    with pytest.raises(NotAStore):
        shop.materialize("ca", into="commandes", **SPAN)
    assert query(folder, "SELECT count(*) FROM commandes") == [(4,)]


def test_a_folder_of_files_keeps_no_table(folder):
    (folder / "fichiers").mkdir()
    for name in ("clients", "commandes", "abonnements"):
        query(folder, f"COPY {name} TO '{folder}/fichiers/{name}.parquet'")
    with pytest.raises(NoStore):
        kpidef.load(folder, connection="duckdb:///fichiers").materialize("ca", into="resultats", **SPAN)


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"by": "canal", "sparse": True},
        {"by": ["clients.segment", "canal"], "sparse": True, "totals": "all"},
        {"where": "canal = 'web'"},
    ],
)
def test_the_table_answers_as_the_warehouse_does(shop, request_):
    kpis = ["panier_moyen", "ca", "montant_median", "croissance"]
    cut = {name: value for name, value in request_.items() if name in ("by", "where")}
    shop.materialize(kpis, into="resultats", **cut, **SPAN)
    stored = shop.run_stored(kpis, table="resultats", **request_, **SPAN)
    computed = shop.run(kpis, **request_, **SPAN)
    assert stored.rows() == computed.rows()
    assert stored.kinds == computed.kinds
    assert stored.table.schema == computed.table.schema


def test_what_the_table_lacks_is_refused_by_its_periods(shop):
    shop.materialize("ca", into="resultats", period="2026-01..2026-02", grain="month")
    with pytest.raises(NotStored) as raised:
        shop.run_stored("ca", table="resultats", **SPAN)
    assert raised.value.fields["periods"] == "2026-03"


def test_another_definition_is_refused_by_its_version(shop, folder):
    shop.materialize("ca", into="resultats", **SPAN)
    stored = shop.catalog.kpis["ca"].version
    file = folder / "definitions/kpi/ca.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("agg: sum", "agg: max"), encoding="utf-8")
    with pytest.raises(StoredOtherwise) as raised:
        kpidef.load(folder).run_stored("ca", table="resultats", **SPAN)
    assert raised.value.fields["stored"] == stored


def test_one_kpi_that_is_not_there_loses_no_other(shop):
    shop.materialize("ca", into="resultats", **SPAN)
    result = shop.run_stored(["abonnes", "ca"], table="resultats", **SPAN)
    assert ({row["kpi"] for row in result.rows()}, [type(one) for one in result.errors]) == ({"ca"}, [NotStored])


@pytest.mark.parametrize(
    "asked",
    [{"compare": "previous"}, {"measures": True}, {"by": "canal"}, {"by": "canal", "sparse": True, "totals": "canal"}],
)
def test_what_only_the_rows_can_tell_is_refused(shop, asked):
    shop.materialize("ca", into="resultats", **SPAN)
    with pytest.raises(StoreKeepsNot):
        shop.run_stored("ca", table="resultats", **asked, **SPAN)


def test_a_table_that_is_not_there_is_told_as_such(shop):
    with pytest.raises(StoreMissing):
        shop.run_stored("ca", table="resultats", **SPAN)


def test_a_target_that_changed_is_the_new_one_without_computing_again(shop, folder):
    shop.materialize("ca", into="resultats", **SPAN)
    changed = FILES["kpi/ca.yml"].replace("value: 100}", "value: 10}")
    (folder / "definitions/kpi/ca.yml").write_text(changed, encoding="utf-8")
    rows = kpidef.load(folder).run_stored("ca", table="resultats", **SPAN).rows()
    assert [(row["target"], row["verdict"]) for row in rows] == [(30.0, "good"), (30.0, "bad"), (10.0, "good")]

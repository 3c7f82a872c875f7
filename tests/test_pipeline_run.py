"""A project answers: the numbers, why they are missing, and what they are compared to."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.errors import Problems, render
from kpidef.errors.catalog import UnknownKpi
from kpidef.errors.project import NoConnection, UnknownConnection, UnreadableMoment
from kpidef.errors.request import (
    DuplicateKeys,
    EmptyRequest,
    KpiFailed,
    KpiUnavailable,
    TooManyCells,
    UnknownComparison,
    UnknownDimension,
    UnknownGrain,
    UnknownPeriod,
    UnreachableDimension,
)
from kpidef.errors.warehouse import QueryTimeout, TableMissing, WarehouseMissing


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = write_project(tmp_path_factory.mktemp("shop"))
    write_warehouse(folder / "boutique.duckdb")
    return kpidef.load(folder)


def values(result, *columns):
    return [tuple(row[column] for column in (columns or ("value",))) for row in result.rows()]


def test_the_default_period_is_the_last_complete_one_of_the_kpis_own_grain(shop):
    assert values(shop.run("ca"), "period", "period_start", "period_end", "value") == [
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1), 30.1)
    ]


def test_a_range_is_cut_by_the_grain_and_one_line_without(shop):
    assert values(shop.run("ca", period="2026-01..2026-03", grain="month"), "period", "value") == [
        ("2026-01", 40.0),
        ("2026-02", 0.0),
        ("2026-03", 30.1),
    ]
    assert values(shop.run("ca", period="2026-01..2026-03"), "period", "value") == [("2026-01..2026-03", 70.1)]


def test_lines_are_sorted_by_kpi_as_asked_then_period_then_dimension_null_last(shop):
    result = shop.run(["panier_moyen", "ca"], period="2026-02..2026-03", grain="month", by="canal")
    assert values(result, "kpi", "period", "canal") == [
        (kpi, period, canal)
        for kpi in ("panier_moyen", "ca")
        for period in ("2026-02", "2026-03")
        for canal in ("boutique", "web", None)
    ]


def test_totals_are_recomputed_and_say_what_they_roll_up(shop):
    result = shop.run("panier_moyen", by=["canal", "segment"], totals=["all", "canal"])
    rows = values(result, "canal", "segment", "rolled_up", "value")
    assert rows[:3] == [("boutique", "ETI", [], 20.0), ("web", "PME", [], 10.0), (None, None, [], 0.1)]
    assert rows[3] == (None, None, ["canal", "segment"], pytest.approx(30.1 / 3))
    assert rows[4:] == [
        (None, "ETI", ["canal"], 20.0),
        (None, "PME", ["canal"], 10.0),
        (None, None, ["canal"], 0.1),
    ]


def test_the_grand_total_is_there_without_any_row(shop):
    result = shop.run("ca", period="2030-01", by="canal", totals="all")
    assert values(result, "canal", "rolled_up", "value") == [(None, ["canal"], 0.0)]


def test_a_group_is_present_in_every_period_unless_sparse(shop):
    asked = {"period": "2026-01..2026-03", "grain": "month", "by": "canal", "where": "canal = 'boutique'"}
    assert values(shop.run("ca", **asked), "period") == [("2026-01",), ("2026-02",), ("2026-03",)]
    assert values(shop.run("ca", **asked, sparse=True), "period") == [("2026-03",)]


def test_each_kpi_keeps_only_its_own_groups(shop):
    result = shop.run(["ca", "abonnes"], by="segment")
    groups = {
        kpi: [segment for one, segment in values(result, "kpi", "segment") if one == kpi] for kpi in ("ca", "abonnes")
    }
    assert groups == {"ca": ["ETI", "PME", None], "abonnes": ["PME"]}


def test_measures_are_exact_and_shared_by_name(shop):
    result = shop.run(["panier_moyen", "croissance"], measures=True)
    assert result.of_kind("measure") == ("numerator_exact", "denominator_exact", "ventes")
    assert values(result, "numerator", "numerator_exact", "denominator_exact", "ventes") == [
        (30.1, Decimal("30.10"), 3, None),
        (None, None, None, Decimal("30.10")),
    ]


@pytest.mark.parametrize(
    ("kpi", "period", "reason"),
    [
        ("panier_moyen", "2026-02", "zero_denominator"),
        ("montant_median", "2026-02", "no_rows"),
        ("croissance", "2026-03", "zero_denominator"),
        ("croissance", "all", "no_previous"),
    ],
)
def test_a_missing_value_says_why(shop, kpi, period, reason):
    assert values(shop.run(kpi, period=period), "value", "null_reason") == [(None, reason)]


def test_a_null_term_is_named(tmp_path):
    folder = write_project(
        tmp_path,
        ecart="kpi: ecart\nlabel: Écart\nfamily: ventes\nunit: EUR\nformula: panier_moyen - ca\nmeasures: {}\n",
    )
    write_warehouse(folder / "boutique.duckdb")
    project = kpidef.load(folder)
    assert values(project.run("ecart", period="2026-02"), "null_reason") == [("null_term:panier_moyen",)]


def test_targets_hold_at_the_kpis_own_grain_from_their_date(shop):
    months = shop.run("ca", period="2026-01..2026-03", grain="month")
    assert values(months, "target", "verdict") == [(30.0, "good"), (30.0, "bad"), (100.0, "bad")]
    assert values(shop.run("ca", period="2026-T1"), "target", "verdict") == [(None, None)]


def test_thresholds_are_read_in_their_order_and_a_null_has_no_verdict(shop):
    months = shop.run("panier_moyen", period="2026-01..2026-03", grain="month")
    assert values(months, "value", "verdict") == [(40.0, "good"), (None, None), (pytest.approx(10.03, abs=0.01), "bad")]


def test_previous_and_year_ago_give_the_compared_period(shop):
    row = shop.run("ca", compare="previous", period="2026-03").rows()[0]
    assert [row[name] for name in ("compared_to", "compared_value", "difference", "change")] == [
        "2026-02",
        0.0,
        30.1,
        None,
    ]
    ago = shop.run("abonnes", compare="year_ago", period="2026-03").rows()[0]
    assert (ago["compared_to"], ago["compared_value"], ago["difference"]) == ("2025-03", 0.0, 1.0)


def test_a_target_is_compared_like_a_period(shop):
    row = shop.run("ca", compare="target").rows()[0]
    assert (row["compared_to"], row["compared_value"], row["change"]) == ("target", 100.0, pytest.approx(-0.699))


def test_an_unfinished_period_is_not_complete_and_compares_its_elapsed_part(shop):
    row = shop.run("ca", compare="previous", period="2026-03", as_of="2026-03-06").rows()[0]
    assert (row["complete"], row["mature"], row["compared_to"]) == (False, False, "2026-02")


def test_a_value_is_mature_after_its_horizon(shop):
    assert values(shop.run("reachat", period="2026-03"), "complete", "mature") == [(True, False)]
    assert values(shop.run("reachat", period="2026-03", as_of=date(2026, 5, 1)), "mature") == [(True,)]


def test_an_unbound_kpi_is_told_and_the_others_answer(shop):
    result = shop.run(["contacts_recus", "ca"])
    assert [type(error) for error in result.errors] == [KpiUnavailable]
    assert result.errors[0].fields == {"kpi": "contacts_recus", "sources": "contacts"}
    assert values(result, "kpi") == [("ca",)]


def test_an_unbound_kpi_alone_is_an_error(shop):
    with pytest.raises(KpiUnavailable):
        shop.run("contacts_recus")


def test_a_source_that_fails_takes_only_its_kpis_along(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb", "DROP TABLE abonnements")
    result = kpidef.load(folder).run(["abonnes", "ca", "panier_moyen"])
    (failed,) = result.errors
    assert isinstance(failed, KpiFailed)
    assert (type(failed.error), failed.fields["kpis"]) == (TableMissing, "abonnes")
    assert values(result, "kpi") == [("ca",), ("panier_moyen",)]


def test_a_missing_column_takes_only_the_kpis_that_need_it(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb", "ALTER TABLE commandes DROP montant")
    result = kpidef.load(folder).run(["ca", "abonnes", "reachat", "montant_median"])
    assert values(result, "kpi") == [("abonnes",), ("reachat",)]
    (failed,) = result.errors
    assert "ca, montant_median" in render(failed, "fr")
    assert "kpidef check" in render(failed, "fr")


def test_when_every_source_fails_the_request_fails(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb", "DROP TABLE abonnements", "DROP TABLE commandes")
    with pytest.raises(Problems) as raised:
        kpidef.load(folder).run(["abonnes", "ca"])
    assert {error.fields["kpis"] for error in raised.value.errors} == {"abonnes", "ca"}


def test_duplicated_keys_of_a_joined_source_are_refused(tmp_path):
    folder = write_project(tmp_path)
    write_warehouse(folder / "boutique.duckdb", "INSERT INTO clients VALUES ('a', 'TPE')")
    with pytest.raises(DuplicateKeys) as raised:
        kpidef.load(folder).run("ca", by="segment")
    assert raised.value.fields == {"source": "clients", "count": 1}


def test_trusted_keys_are_not_counted(tmp_path):
    trusted = PROJECT.replace("{table: clients}", "{table: clients, unique: trusted}")
    folder = write_project(tmp_path, kpidef=trusted)
    write_warehouse(folder / "boutique.duckdb", "INSERT INTO clients VALUES ('c', 'TPE'), ('c', 'TPE')")
    assert values(kpidef.load(folder).run("ca", by="segment"), "segment") == [("ETI",), ("PME",), (None,)]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"kpis": "cca"}, UnknownKpi),
        ({"kpis": ["cca", "x"]}, Problems),
        ({"kpis": []}, EmptyRequest),
        ({"kpis": "ca", "period": "mars"}, UnknownPeriod),
        ({"kpis": "ca", "grain": "mois"}, UnknownGrain),
        ({"kpis": "ca", "by": "couleur"}, UnknownDimension),
        ({"kpis": "ca", "compare": "hier"}, UnknownComparison),
        ({"kpis": "ca", "as_of": "hier"}, UnreadableMoment),
        ({"kpis": "ca", "connection": "copi"}, UnknownConnection),
        ({"kpis": "ca", "connection": "copie"}, WarehouseMissing),
    ],
)
def test_a_question_that_has_no_answer_is_a_coded_error(shop, asked, error):
    with pytest.raises(error):
        shop.run(**asked)


def test_an_unknown_kpi_is_answered_with_the_nearest(shop):
    with pytest.raises(UnknownKpi) as raised:
        shop.run("pannier_moyen")
    assert "panier_moyen" in raised.value.help("fr")


def test_the_result_carries_labels_its_statement_and_its_language(shop):
    result = shop.run("ca", by="canal")
    assert (result.labels["ca"], result.labels["canal"], result.language) == ("Chiffre d'affaires", "Canal", "fr")
    assert result.statements[0].sql.count("SELECT") > 1


def test_an_open_warehouse_serves_several_questions_and_stays_open(shop):
    with shop.open() as warehouse:
        assert [values(shop.run(kpi, connection=warehouse)) for kpi in ("ca", "abonnes")] == [[(30.1,)], [(1.0,)]]
        assert warehouse.execute("SELECT 1 AS one").num_rows == 1


def test_a_project_without_connection_says_so(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("connection: duckdb:///boutique.duckdb\n", ""))
    with pytest.raises(NoConnection):
        kpidef.load(folder).run("ca")


def test_compile_gives_sql_for_people_that_the_warehouse_runs(shop):
    sql = shop.compile(["ca", "panier_moyen"], period="2026-03")
    with shop.open() as warehouse:
        row = warehouse.execute(sql).to_pylist()[0]
    assert (row["period"], row["ca"]) == ("2026-03", 30.1)
    assert "cell_" not in sql


def test_compile_speaks_the_dialect_that_is_asked(shop):
    assert shop.compile("ca", dialect="duckdb") == shop.compile("ca")


def test_compile_of_an_unbound_kpi_is_an_error(shop):
    with pytest.raises(KpiUnavailable):
        shop.compile("contacts_recus")


def test_the_clock_decides_where_the_project_does_not(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("as_of: 2026-04-10\n", ""))
    write_warehouse(folder / "boutique.duckdb")
    # 22:30 in UTC on the last day of January is February in Paris.
    project = kpidef.load(folder, clock=lambda: datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert values(project.run("ca"), "period") == [("2026-01",)]


def test_a_dimension_that_bears_a_reserved_name_is_shown_with_its_source(tmp_path):
    folder = write_project(tmp_path)
    source = folder / "definitions/sources/commandes.yml"
    source.write_text(FILES["sources/commandes.yml"].replace("canal: {", "period: {"), encoding="utf-8")
    write_warehouse(folder / "boutique.duckdb", "ALTER TABLE commandes RENAME canal TO period")
    for name in ("panier_moyen", "ca"):
        (folder / f"definitions/kpi/{name}.yml").write_text(
            FILES[f"kpi/{name}.yml"].partition("examples:")[0], encoding="utf-8"
        )
    result = kpidef.load(folder).run("ca", by="period")
    assert result.of_kind("dimension") == ("commandes.period",)


def test_more_than_a_million_cells_are_refused(tmp_path):
    folder = write_project(tmp_path)
    rows = "SELECT 'x' || i, NULL, '2026-03-05', 1, 'c' || i FROM range(90000) t(i)"
    write_warehouse(folder / "boutique.duckdb", f"INSERT INTO commandes {rows}")
    with pytest.raises(TooManyCells):
        kpidef.load(folder).run("ca", by="canal", period="2026", grain="month")
    assert kpidef.load(folder).run("ca", by="canal", period="2026", grain="month", sparse=True).table.num_rows == 90_004


def test_the_caret_of_a_filter_is_under_the_wrong_word(shop):
    with pytest.raises(UnreachableDimension) as raised:
        shop.run("ca", where="canal = 'web' and couleur = 'bleu'")
    assert str(raised.value.at) == "--where:1:19"


def test_explain_shows_the_plan(shop):
    text = shop.explain(["ca", "panier_moyen"], by="segment")
    assert "commandes" in text
    assert text == shop.explain(["ca", "panier_moyen"], by="segment")
    assert [one.kpi.id for one in shop.plan(["ca", "panier_moyen"]).outputs] == ["ca", "panier_moyen"]


def test_a_target_or_a_value_that_is_missing_is_compared_to_nothing(shop):
    row = shop.run("panier_moyen", compare="target").rows()[0]
    assert (row["compared_to"], row["compared_value"], row["difference"]) == (None, None, None)


def test_the_dialect_follows_the_connection(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("duckdb:///boutique.duckdb", "postgresql://dwh/crm"))
    assert "DATE '2026-03-01'" in kpidef.load(folder).compile("ca") or "AS DATE" in kpidef.load(folder).compile("ca")
    bare = write_project(tmp_path, kpidef=PROJECT.replace("connection: duckdb:///boutique.duckdb\n", ""))
    assert "SELECT" in kpidef.load(bare).compile("ca")


def test_a_query_that_is_too_slow_stops_the_whole_request(tmp_path):
    endless = "{query: \"SELECT CAST(i AS VARCHAR) AS client_id, 'x' AS segment FROM range(1000000000000) t(i)\"}"
    folder = write_project(tmp_path, kpidef=PROJECT.replace("{table: clients}", endless))
    write_warehouse(folder / "boutique.duckdb")
    with pytest.raises(QueryTimeout):
        kpidef.load(folder).run(["ca", "abonnes"], by="segment", timeout=0.3)


def test_an_observation_at_the_end_of_time_is_answered(shop):
    assert shop.run("ca", as_of="9999-12-31", compare="year_ago").to_arrow().num_rows == 1


@pytest.mark.parametrize("having", ["last(canal) = 'web'", "count(*) >= 2", "sum(montant) > 15"])
def test_a_condition_on_an_entitys_rows_stands_beside_inner_measures_as_without_them(tmp_path, having):
    short = f'kpi: courte\nmeasure: {{source: commandes, per: client_id, having: "{having}", agg: count}}\n'
    inner = "measures: {n: {source: commandes, agg: count}}"
    long = f'kpi: longue\nmeasure: {{per: client_id, {inner}, having: "{having}", agg: count}}\n'
    folder = write_project(tmp_path, courte=short, longue=long)
    write_warehouse(folder / "boutique.duckdb")
    answer = {row["kpi"]: row["value"] for row in kpidef.load(folder).run(["courte", "longue"], period="2026").rows()}
    assert answer["courte"] == answer["longue"]

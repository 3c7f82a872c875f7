"""Many requests at once: every KPI, or the named requests of a report, by few statements and without losing any."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.errors import Problems, SourceText
from kpidef.errors.catalog import UnknownKpi
from kpidef.errors.report import NoRequest
from kpidef.errors.request import UnknownDimension
from kpidef.errors.spec import MissingKey, UnknownChoice, UnknownKey
from kpidef.errors.warehouse import QueryCancelled, WarehouseMissing
from kpidef.spec import read_report

REPORT = """\
report: Comité
requests:
  ventes: {label: Les ventes, kpis: [ca, panier_moyen], period: 2026-01..2026-03, grain: month}
  mediane: {kpis: montant_median, period: 2026-01..2026-03, grain: month}
  canaux: {kpis: [ca], period: 2026-03, by: canal, totals: all, measures: true}
"""
KPIDEF = Path(sys.executable).with_name("kpidef")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_project(tmp_path_factory.mktemp("shop"))
    write_warehouse(folder / "boutique.duckdb")
    return folder


@pytest.fixture
def shop(folder):
    return kpidef.load(folder)


def written(folder, text):
    file = folder / "rapport.yml"
    file.write_text(text, encoding="utf-8")
    return file


def command(folder, *arguments):
    return subprocess.run(
        [KPIDEF, *arguments, "--lang", "fr"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_each_request_of_a_report_answers_as_it_does_alone(shop, folder):
    parts = shop.run_report(written(folder, REPORT))
    alone = [
        shop.run(["ca", "panier_moyen"], period="2026-01..2026-03", grain="month"),
        shop.run("montant_median", period="2026-01..2026-03", grain="month"),
        shop.run("ca", period="2026-03", by="canal", totals="all", measures=True),
    ]
    assert [(part.name, part.label) for part in parts] == [
        ("ventes", "Les ventes"),
        ("mediane", "mediane"),
        ("canaux", "canaux"),
    ]
    assert [part.result.rows() for part in parts] == [one.rows() for one in alone]


def test_requests_of_the_same_periods_dimensions_and_filters_share_a_statement(shop, folder):
    parts = shop.run_report(written(folder, REPORT))
    assert len({sql for part in parts for sql in part.result.statements}) == 2


def test_a_request_that_fails_loses_no_other_and_says_where(shop, folder):
    report = written(
        folder,
        "requests:\n  bons: {kpis: ca, period: 2026-03}\n  faux: {kpis: [cas], period: 2026-03}\n"
        "  coupe: {kpis: ca, period: 2026-03, by: [segmet]}\n",
    )
    bons, faux, coupe = shop.run_report(report)
    assert [row["value"] for row in bons.result.rows()] == [30.1]
    assert (faux.result, coupe.result) == (None, None)
    assert [(type(one), one.at.line, one.at.column) for one in faux.errors] == [(UnknownKpi, 3, 17)]
    assert [(one.code, one.at.line, one.at.column) for one in coupe.errors] == [("KPI310", 4, 43)]


def test_a_request_refused_for_its_kpi_is_asked_apart_from_those_that_share_its_statement(shop, folder):
    report = written(
        folder,
        "requests:\n  bons: {kpis: ca, period: 2026-03, by: canal}\n"
        "  faux: {kpis: abonnes, period: 2026-03, by: canal}\n",
    )
    bons, faux = shop.run_report(report)
    assert [row["canal"] for row in bons.result.rows()] == ["boutique", "web", None]
    assert (faux.result, [one.code for one in faux.errors]) == (None, ["KPI310"])


def test_a_source_that_fails_loses_its_kpis_only(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("table: abonnements", "table: disparus"))
    write_warehouse(folder / "boutique.duckdb")
    result = kpidef.load(folder).run_all(period="2026-03")
    assert "ca" in {row["kpi"] for row in result.rows()}
    assert [(one.code, one.fields["kpis"]) for one in result.errors] == [("KPI325", "abonnes")]


def test_all_asks_every_bound_kpi_at_its_own_grain(tmp_path):
    folder = write_project(
        tmp_path,
        ca_semaine="kpi: ca_semaine\nlabel: CA\nfamily: ventes\nunit: EUR\nperiod: week\n"
        "measure: {source: commandes, agg: sum, expr: montant}\n",
    )
    write_warehouse(folder / "boutique.duckdb")
    result = kpidef.load(folder).run_all()
    assert {row["kpi"]: row["period"] for row in result.rows()} == {
        "abonnes": "2026-03",
        "ca": "2026-03",
        "ca_semaine": "2026-S14",
        "croissance": "2026-03",
        "montant_median": "2026-03",
        "panier_moyen": "2026-03",
        "reachat": "2026-03",
    }
    assert len(result.statements) == 2


def test_all_cuts_each_kpi_by_the_dimensions_that_it_knows(shop):
    rows = shop.run_all(period="2026-03", by=["canal", "clients.segment"]).rows()
    cuts = {row["kpi"]: tuple(row["rolled_up"]) for row in rows}
    assert (cuts["ca"], cuts["abonnes"]) == ((), ("canal",))
    segments = {(row["clients.segment"], row["value"]) for row in rows if row["kpi"] == "abonnes"}
    alone = shop.run("abonnes", period="2026-03", by="clients.segment").rows()
    assert segments == {(row["clients.segment"], row["value"]) for row in alone}


def test_all_adds_the_totals_over_the_cuts_that_each_kpi_knows(shop):
    result = shop.run_all(period="2026-03", by="canal", totals="canal")
    assert result.errors == ()
    assert {tuple(row["rolled_up"]) for row in result.rows() if row["kpi"] == "ca"} == {(), ("canal",)}
    assert [row["value"] for row in result.rows() if row["kpi"] == "abonnes"] == [1.0]
    with pytest.raises(Problems, match="KPI320"):
        shop.run_all(period="2026-03", by="canal", totals="segment")


def test_a_dimension_of_any_type_stands_beside_kpis_that_do_not_know_it(tmp_path):
    columns = FILES["sources/commandes.yml"] + "  est_web: {expr: \"canal = 'web'\"}\n"
    columns += '  centaines: {expr: "cast(floor(montant / 100) as integer)", dimension: true}\n'
    folder = write_project(tmp_path)
    (folder / "definitions/sources/commandes.yml").write_text(columns, encoding="utf-8")
    write_warehouse(folder / "boutique.duckdb")
    rows = kpidef.load(folder).run_all(period="2026-03", by=["est_web", "centaines"]).rows()
    assert {row["est_web"] for row in rows if row["kpi"] == "ca"} == {True, False, None}
    assert {(row["est_web"], row["centaines"]) for row in rows if row["kpi"] == "abonnes"} == {(None, None)}


def test_all_refuses_a_dimension_that_no_kpi_knows(shop):
    with pytest.raises(UnknownDimension):
        shop.run_all(period="2026-03", by="paye")


def test_progress_goes_up_to_the_number_of_requests(shop):
    heard = []
    shop.run_all(period="2026-03", by="canal", progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (6, 6)


def test_a_cancelled_request_cancels_all(shop):
    class Cancelled:
        def __init__(self, warehouse):
            self.warehouse = warehouse

        def __getattr__(self, name):
            return getattr(self.warehouse, name)

        def execute(self, sql, *, timeout=None):
            raise QueryCancelled

    with shop.open() as warehouse, pytest.raises(QueryCancelled):
        shop.run_all(period="2026-03", connection=Cancelled(warehouse))


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("requests:\n  a: {kpis: ca, bye: canal}\n", UnknownKey, "2:17"),
        ("requests:\n  a: {period: 2026}\n", MissingKey, "2:6"),
        ("requests:\n  a: {kpis: ca, compare: hier}\n", UnknownChoice, "2:26"),
    ],
)
def test_a_mistake_in_a_report_is_told_at_its_place(text, kind, place):
    _, errors = read_report(SourceText("rapport.yml", text))
    assert [(type(one), str(one.at)) for one in errors] == [(kind, f"rapport.yml:{place}")]


def test_a_misspelt_key_of_a_report_is_one_mistake(shop, folder):
    with pytest.raises(UnknownKey):
        shop.run_report(written(folder, "requests:\n  a: {kpi: ca}\n"))


def test_a_report_without_a_request_says_what_to_add(shop, folder):
    with pytest.raises(NoRequest):
        shop.run_report(written(folder, "report: Vide\nrequests: {}\n"))


def test_the_command_writes_a_file_a_request(folder):
    written(folder, REPORT)
    done = command(folder, "run", "--report", "rapport.yml", "--output", "sortie")
    assert (done.returncode, done.stdout) == (0, "")
    names = sorted(file.name for file in (folder / "sortie").iterdir())
    assert names == ["canaux.csv", "mediane.csv", "ventes.csv"]
    assert (folder / "sortie/mediane.csv").read_text(encoding="utf-8").startswith("kpi,period,period_start")


def test_the_command_answers_what_it_can_and_exits_with_what_it_can_not(folder):
    written(folder, "requests:\n  bons: {kpis: ca, period: 2026-03}\n  faux: {kpis: ca, period: 2026-33}\n")
    done = command(folder, "run", "--report", "rapport.yml", "--format", "json")
    assert done.returncode == 3
    assert [(row["request"], row["value"]) for row in json.loads(done.stdout)] == [("bons", 30.1)]
    assert "Sans réponse : faux" in done.stderr
    assert "rapport.yml:3:28" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run"], "KPI903"),
        (["run", "ca", "--all"], "KPI915"),
        (["run", "--report", "rapport.yml", "--by", "canal"], "KPI915"),
    ],
)
def test_the_kpis_are_named_in_one_way(folder, arguments, code):
    done = command(folder, *arguments)
    assert done.returncode == 2
    assert code in done.stderr


def test_a_warehouse_that_is_not_there_is_told_as_such(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("boutique.duckdb", "absente.duckdb"))
    with pytest.raises(WarehouseMissing):
        kpidef.load(folder).run_all(period="2026-03")

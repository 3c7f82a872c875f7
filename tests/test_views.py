"""A KPI as a view or a dbt model: the same numbers as `run`, from SQL that needs no kpidef."""

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.cli import main
from kpidef.errors.dialect import NoEnd, NotAView

EVENTS = "label: E\nfamily: essai\n"
KPIS = {
    "acheteurs": EVENTS + "measure: {source: commandes, agg: count_distinct, expr: client_id}\n",
    "acheteurs_glissants": EVENTS
    + "measure: {source: commandes, agg: count_distinct, expr: client_id, window: 3 months}\n",
    "ca_cumule": EVENTS + "measure: {source: commandes, agg: sum, expr: montant, window: year_to_date}\n",
    "ca_part_cumul": EVENTS
    + "measures:\n  mois: {source: commandes, agg: sum, expr: montant}\n"
    + "  annee: {source: commandes, agg: sum, expr: montant, window: year_to_date}\n"
    + "formula: mois / annee\n",
    "clients_depuis_toujours": EVENTS
    + "measure: {source: commandes, agg: count_distinct, expr: client_id, window: all_time}\n",
    "croissance_annuelle": EVENTS
    + "measures:\n  ventes: {source: commandes, agg: sum, expr: montant}\n"
    + "formula: ventes - previous(ventes, '1 year')\n",
    "ouverture": EVENTS + "measure: {source: abonnements, agg: count, at: start}\n",
    "presents": EVENTS + "measure: {source: abonnements, agg: count, at: any}\n",
    "moyens": EVENTS + "measure: {source: abonnements, agg: count, at: average}\n",
    "attrition": EVENTS
    + "numerator: {source: abonnements, agg: count, flow: out}\n"
    + "denominator: {source: abonnements, agg: count, at: start}\n",
    "fideles": EVENTS + "measure: {source: commandes, per: client_id, having: 'count(*) >= 2', agg: count}\n",
    "panier_client": EVENTS
    + "measures:\n  m: {per: client_id, measures: {s: {source: commandes, agg: sum, expr: montant}}, "
    + "formula: s, agg: avg}\nformula: m - previous(m)\n",
    "revenus": EVENTS
    + "measures:\n  tous: {source: commandes, agg: count_distinct, expr: client_id}\n"
    + "  encore: {source: commandes, agg: count_distinct, expr: client_id, cohort: previous(tous)}\n"
    + "numerator: encore\ndenominator: previous(tous)\n",
    "part_du_total": EVENTS + "measures:\n  v: {source: commandes, agg: sum, expr: montant}\nformula: v / total(v)\n",
}
MORE = """
INSERT INTO commandes
SELECT 'x' || i, chr(97 + (i * 7 % 5)::INT), TIMESTAMP '2024-02-27 22:00' + to_hours(i * 31), (i * 13 % 50)::DECIMAL,
  CASE i % 3 WHEN 0 THEN 'web' WHEN 1 THEN 'boutique' END
FROM range(580) t(i)
"""
SUBSCRIPTIONS = """
INSERT INTO abonnements
SELECT 'y' || i, chr(97 + (i % 5)::INT), DATE '2024-03-01' + i::INT,
  CASE WHEN i % 4 > 0 THEN DATE '2024-03-20' + (i * 2)::INT END
FROM range(200) t(i)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    written = {name: f"kpi: {name}\n{text}" for name, text in KPIS.items()}
    folder = write_project(tmp_path_factory.mktemp("vues"), **written)
    write_warehouse(folder / "boutique.duckdb", MORE, SUBSCRIPTIONS)
    return kpidef.load(folder)


def seen(shop, sql):
    """What a plain DuckDB client, which knows nothing of kpidef, reads from the view."""
    with duckdb.connect(str(shop.root / "boutique.duckdb")) as database:
        database.execute("SET TimeZone = 'America/New_York'")
        database.execute(sql)
        found = database.sql('SELECT * FROM "essai"').to_arrow_table().to_pylist()
        database.execute('DROP VIEW "essai"')
    return found


def compared(shop, kpi, grain, by=()):
    found = seen(shop, shop.compile_view(kpi, name="essai", grain=grain, by=by))
    labels = sorted(
        {row["period"] for row in found},
        key=lambda label: next(row["period_start"] for row in found if row["period"] == label),
    )
    expected = shop.run(kpi, period=f"{labels[0]}..{labels[-1]}", grain=grain, by=by, sparse=bool(by)).rows()
    keys = ("period", "period_start", "period_end")

    def lines(rows, cuts):
        return sorted((tuple(row[name] for name in (*keys, *cuts, "value")) for row in rows), key=repr)

    return rounded(lines(found, [name.replace(".", "_") for name in by])), rounded(lines(expected, by))


def rounded(lines):
    return [tuple(round(one, 9) if isinstance(one, float) else one for one in line) for line in lines]


@pytest.mark.parametrize("kpi", [*KPIS, "ca", "panier_moyen", "montant_median", "croissance", "abonnes"])
def test_a_view_by_month_says_what_run_says(shop, kpi):
    found, expected = compared(shop, kpi, "month")
    assert len(found) > 20
    assert found == expected


@pytest.mark.parametrize("grain", ["day", "week", "quarter", "semester", "year"])
@pytest.mark.parametrize("kpi", ["ca", "acheteurs_glissants", "attrition", "croissance"])
def test_a_view_of_any_grain_says_what_run_says(shop, kpi, grain):
    found, expected = compared(shop, kpi, grain)
    assert found
    assert found == expected


@pytest.mark.parametrize(
    ("kpi", "by"),
    [
        ("ca", ("canal",)),
        ("croissance", ("clients.segment", "canal")),
        ("attrition", ("clients.segment",)),
        ("fideles", ("canal",)),
        ("part_du_total", ("canal",)),
        ("revenus", ("clients.segment",)),
    ],
)
def test_a_cut_view_has_the_groups_that_each_period_has(shop, kpi, by):
    found, expected = compared(shop, kpi, "month", by)
    assert found
    assert found == expected


def test_a_view_starts_with_the_period_asked(shop):
    sql = shop.compile_view("ca", name="essai", period="2026-01", grain="month")
    assert [row["period"] for row in seen(shop, sql)] == ["2026-01", "2026-02", "2026-03"]


def test_a_view_shows_complete_periods_by_the_engines_own_clock(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("as_of: 2026-04-10\n", ""))
    write_warehouse(
        folder / "boutique.duckdb",
        "INSERT INTO commandes SELECT 'n', 'a', now()::TIMESTAMP, 7, 'web'",
        "INSERT INTO commandes SELECT 'm', 'a', (now() - INTERVAL 1 MONTH)::TIMESTAMP, 7, 'web'",
    )
    project = kpidef.load(folder)
    found = seen(project, project.compile_view("ca", name="essai", period="2026-01", grain="month"))
    expected = project.run("ca", period=f"2026-01..{found[-1]['period']}", grain="month")
    assert found[-1]["period"] == project.run("ca").rows()[0]["period"]
    assert [row["value"] for row in found] == [row["value"] for row in expected.rows()]


@pytest.mark.parametrize("grain", ["quarter", "semester", "year", "month"])
def test_a_fiscal_year_has_its_own_labels(tmp_path, grain):
    folder = write_project(
        tmp_path,
        kpidef=PROJECT + "calendar: {year_start: 04-01}\n",
        ca_cumule=f"kpi: ca_cumule\n{KPIS['ca_cumule']}",
    )
    write_warehouse(folder / "boutique.duckdb", MORE)
    found, expected = compared(kpidef.load(folder), "ca_cumule", grain)
    assert found
    assert found == expected


WEEKS = (4, 4, 5) * 6
OPENINGS = [date(2025, 1, 6) + timedelta(weeks=sum(WEEKS[:rank])) for rank in range(len(WEEKS) + 1)]
CUSTOM = "grain,label,start,end\n" + "".join(
    f"month,P{rank:02d},{start},{end}\n" for rank, (start, end) in enumerate(pairwise(OPENINGS), 1)
)


@pytest.fixture
def custom(tmp_path):
    (tmp_path / "calendrier.csv").write_text(CUSTOM, encoding="utf-8")
    folder = write_project(tmp_path, kpidef=PROJECT + "calendar: {file: calendrier.csv}\n")
    table = (
        'CREATE TABLE calendrier AS SELECT label AS period, start::DATE AS starts, "end"::DATE AS ends FROM read_csv'
    )
    write_warehouse(folder / "boutique.duckdb", MORE, f"{table}('{tmp_path}/calendrier.csv')")
    return kpidef.load(folder)


def test_a_custom_calendar_needs_its_table(custom):
    with pytest.raises(NotAView):
        custom.compile_view("ca", grain="month")


def test_a_calendar_table_gives_the_periods_of_a_custom_calendar(custom):
    found = seen(custom, custom.compile_view("ca", name="essai", grain="month", calendar="calendrier"))
    expected = custom.run("ca", period=f"{found[0]['period']}..{found[-1]['period']}", grain="month").rows()
    assert len(found) > 10
    assert [(row["period"], row["value"]) for row in found] == [(row["period"], row["value"]) for row in expected]


def test_what_moves_by_an_uneven_calendar_is_refused(custom):
    with pytest.raises(NotAView):
        custom.compile_view("croissance", grain="month", calendar="calendrier")


def test_a_week_a_year_earlier_is_refused(shop):
    with pytest.raises(NotAView):
        shop.compile_view("croissance_annuelle", grain="week")


def test_an_expression_on_the_local_calendar_is_refused(shop):
    with pytest.raises(NoEnd):
        shop.compile_view("reachat", grain="month")


def test_a_dialect_that_was_not_tried_is_refused(shop):
    with pytest.raises(NotAView):
        shop.compile_view("ca", grain="month", dialect="snowflake")


def test_a_zone_whose_days_may_lack_a_midnight_is_refused(tmp_path):
    folder = write_project(tmp_path, kpidef=PROJECT.replace("Europe/Paris", "America/Sao_Paulo"))
    with pytest.raises(NotAView):
        kpidef.load(folder).compile_view("ca", grain="month")


def test_a_dbt_model_has_its_configuration_its_origin_and_the_same_query(shop):
    view = shop.compile_view("ca", form="view", name="essai", grain="month")
    model = shop.compile_view("ca", form="model", grain="month")
    config, head, origin, query = model.split("\n", 3)
    version = shop.catalog.kpis["ca"].version
    meta = f"{{'kpidef': {{'kpi': 'ca', 'version': '{version}', 'grain': 'month'}}}}"
    assert config == f"{{{{ config(materialized='view', meta={meta}) }}}}"
    assert (head, version in origin) == ("-- ca: Chiffre d'affaires", True)
    assert query.strip() in view


def test_dbt_leaves_braces_in_texts_alone(tmp_path):
    text = (
        FILES["kpi/ca.yml"]
        .split("examples:")[0]
        .replace("expr: montant}", "expr: montant, filters: [\"canal <> '{{x}}'\"]}")
    )
    project = kpidef.load(write_project(tmp_path, ca=text))
    assert "{% raw %}" in project.compile_view("ca", form="model", grain="month")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--calendar", "calendrier"], "KPI916"),
        (["--as", "view", "--sparse"], "KPI915"),
        (["panier_moyen", "--as", "view"], "KPI904"),
        (["--as", "view", "--dialect", "snowflake"], "KPI404"),
    ],
)
def test_the_command_refuses_what_a_view_is_not(shop, monkeypatch, capsys, arguments, code):
    monkeypatch.chdir(shop.root)
    with pytest.raises(SystemExit):
        main(["compile", "ca", *arguments, "--lang", "fr"])
    assert code in capsys.readouterr().err


def test_the_command_writes_a_view_that_a_client_can_read(shop, monkeypatch, capsys):
    monkeypatch.chdir(shop.root)
    with pytest.raises(SystemExit) as done:
        main(["compile", "ca", "--as", "view", "--name", "essai", "--period", "2026-03", "--grain", "month"])
    assert done.value.code == 0
    expected = shop.run("ca", period="2026-03").rows()
    assert [row["value"] for row in seen(shop, capsys.readouterr().out)] == [expected[0]["value"]]

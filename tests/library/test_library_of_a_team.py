"""A team on the library: its own KPIs, changed keys, hidden families, other labels, and only some sources bound."""

import json
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner

import kpidef
from kpidef.cli import main
from kpidef.errors.request import KpiUnavailable

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
FILES = {
    "kpidef.yml": """\
kpidef: 1
name: Équipe
as_of: 2026-07-01
libraries: [core]
definitions: [definitions/]
hide: [experience_collaborateur, part_de_marche]
families: {ventes: Ventes de l’équipe}
params: {seuil: 5}
connection: duckdb:///equipe.duckdb
bindings:
  clients: {table: clients}
  abonnements: {table: contrats, columns: {abonnement_id: contrat_id, valid_from: debut, valid_to: fin}}
  enquetes: {table: enquetes}
""",
    "definitions/contrats_ouverts.yml": """\
kpi: contrats_ouverts
label: Contrats ouverts
family: ventes
unit: count
measure: {source: abonnements, agg: count, at: end}
""",
    "definitions/clients_perdus.yml": "override: clients_perdus\nlabel: Clients partis\nowner: equipe-ventes\n",
    "definitions/clients.yml": """\
override: clients
columns:
  region: {label: Région, description: Région du siège., type: text}
""",
    "definitions/taux_attrition_client.yml": """\
override: taux_attrition_client
dimensions: [clients.segment, clients.region]
""",
}
TABLES = """
CREATE TABLE clients
    (client_id VARCHAR, segment VARCHAR, region VARCHAR, parrain_id VARCHAR, onboarding_le TIMESTAMPTZ);
INSERT INTO clients VALUES
    ('c1', 'PME', 'Nord', NULL, NULL), ('c2', 'PME', 'Sud', NULL, NULL), ('c3', 'ETI', 'Sud', NULL, NULL);
CREATE TABLE contrats
    (contrat_id VARCHAR, client_id VARCHAR, offre VARCHAR, debut DATE, fin DATE, echeance_le DATE, mrr DECIMAL(12,2));
INSERT INTO contrats VALUES
    ('a1', 'c1', 'pro', '2025-01-01', NULL, NULL, 100),
    ('a2', 'c2', 'pro', '2025-01-01', '2026-03-10', NULL, 50),
    ('a3', 'c3', 'pro', '2025-01-01', NULL, NULL, 70);
CREATE TABLE enquetes (enquete_id VARCHAR, type VARCHAR, perimetre VARCHAR, client_id VARCHAR, employe_id VARCHAR,
    demande_id VARCHAR, envoyee_le TIMESTAMPTZ, repondu_le TIMESTAMPTZ, note INTEGER);
INSERT INTO enquetes VALUES
    ('e1', 'csat', 'achat', 'c1', NULL, NULL, '2026-03-02 09:00+01', '2026-03-02 09:00+01', 4),
    ('e2', 'csat', 'achat', 'c2', NULL, NULL, '2026-03-02 09:00+01', '2026-03-02 09:00+01', 5);
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    team = tmp_path_factory.mktemp("equipe")
    for path, text in FILES.items():
        (team / path).parent.mkdir(exist_ok=True)
        (team / path).write_text(text, encoding="utf-8")
    with duckdb.connect(str(team / "equipe.duckdb")) as database:
        database.execute(TABLES)
    return team


@pytest.fixture(scope="module")
def team(folder):
    return kpidef.load(folder)


def command(folder, *arguments):
    return CliRunner().invoke(PROGRAM, [*arguments, "--project", str(folder), "--lang", "fr"])


def value(team, kpi, period="2026-03", **question):
    return [row["value"] for row in team.run(kpi, period=period, **question).rows()]


def test_a_teams_own_kpi_stands_beside_the_librarys(team):
    assert team.catalog.kpis["contrats_ouverts"].origin == "project"
    assert value(team, "contrats_ouverts") == [2]


def test_a_renamed_kpi_keeps_its_calculation_and_its_version(team):
    renamed = team.catalog.kpis["clients_perdus"]
    assert renamed.label == "Clients partis"
    assert renamed.spec.owner == "equipe-ventes"
    assert renamed.spec.pitfalls
    assert value(team, "clients_perdus") == [1]


def test_a_column_added_to_a_source_is_a_dimension(team):
    rows = team.run("taux_attrition_client", period="2026-03", by="clients.region").rows()
    assert {row["clients.region"]: row["value"] for row in rows} == {"Nord": 0, "Sud": 0.5}


def test_a_parameter_of_the_library_takes_the_teams_value(team):
    # Note 4 is no longer satisfied.
    assert value(team, "csat") == [0.5]


def test_hidden_families_and_kpis_are_gone(team):
    assert "enps" not in team.catalog.kpis
    assert "part_de_marche" not in team.catalog.kpis
    assert "taux_penetration_marche" in team.catalog.kpis


def test_list_says_what_each_unbound_kpi_lacks(folder):
    rows = json.loads(command(folder, "list", "--format", "json").stdout)
    states = {row["kpi"]: row["state"] for row in rows}
    assert states["taux_attrition_client"] == "disponible"
    assert states["taux_escalade_humain"] == "non branché : demandes"
    assert states["taux_abandon_panier"] == "non branché : commandes, paniers"
    assert states["nombre_plaintes"] == "non branché : demandes"
    assert sum(state == "disponible" for state in states.values()) > 40


def test_kpis_that_are_not_bound_are_no_error_of_the_project(folder):
    assert command(folder, "validate").exit_code == 0
    assert command(folder, "lint").output.count("contrats_ouverts") > 0


def test_a_request_of_both_answers_what_it_can_and_says_the_rest(folder):
    answer = command(folder, "run", "clients_fin", "taux_escalade_humain", "--period", "2026-03", "--format", "json")
    assert [(row["kpi"], row["value"]) for row in json.loads(answer.stdout)] == [("clients_fin", 2)]
    assert "taux_escalade_humain" in answer.stderr
    assert "demandes" in answer.stderr
    assert answer.exit_code != 0


def test_a_request_of_the_unbound_alone_is_refused_with_what_it_lacks(team):
    with pytest.raises(KpiUnavailable) as refused:
        team.run("taux_escalade_humain", period="2026-03")
    assert refused.value.fields["sources"] == "demandes"


def test_every_bound_kpi_of_the_team_answers(team):
    bound = [name for name, kpi in team.catalog.kpis.items() if team.unavailable(kpi) is None]
    result = team.run(bound, period="2026-03")
    assert result.errors == ()
    assert {row["kpi"] for row in result.rows()} == set(bound)


def test_the_examples_of_the_library_hold_whatever_the_team_binds(team):
    reports = team.test(["taux_escalade_humain", "clients_perdus", "taux_attrition_client"])
    assert reports
    assert all(report.ok for report in reports)


def test_a_column_that_the_table_lacks_takes_its_kpis_away_and_no_other(team, tmp_path):
    file = tmp_path / "sans_mrr.duckdb"
    with duckdb.connect(str(file)) as database:
        database.execute(TABLES)
        database.execute("ALTER TABLE contrats DROP COLUMN mrr")
    result = team.run(["clients_fin", "mrr", "csat"], period="2026-03", connection=f"duckdb:///{file}")
    assert {row["kpi"]: row["value"] for row in result.rows()} == {"clients_fin": 2, "csat": 0.5}
    (error,) = result.errors
    assert "mrr" in str(error)

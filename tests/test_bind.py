"""kpidef bind: what is proposed, with what confidence, and how kpidef.yml takes what is accepted."""

import json
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner

import kpidef
from kpidef.binding import Accepted, TableMatch, with_bindings
from kpidef.binding.kinds import serving
from kpidef.binding.words import likeness, words_of
from kpidef.cli import main
from kpidef.errors import Problems, SourceText
from kpidef.errors.catalog import UnknownSource
from kpidef.errors.project import AlreadyBound
from kpidef.warehouse import ColumnInfo

PROGRAM = SimpleNamespace(name="kpidef", main=lambda args, **_: main(args))
TABLES = """
CREATE SCHEMA crm;
CREATE TABLE crm.customers (id INTEGER, segment VARCHAR, referrer_id INTEGER, onboarded_at TIMESTAMP);
INSERT INTO crm.customers VALUES (1, 'PME', NULL, NULL), (2, 'ETI', 1, NULL);
CREATE TABLE crm.tickets (ticket_id VARCHAR, customer_id VARCHAR, channel VARCHAR, kind VARCHAR, created_at TIMESTAMP,
    first_response_at TIMESTAMP, escalated_at TIMESTAMP, resolved_at TIMESTAMP, reopened_at TIMESTAMP,
    is_automated BOOLEAN);
INSERT INTO crm.tickets VALUES
    ('t1', '1', 'Email', 'Question', '2026-03-01 10:00', NULL, NULL, NULL, NULL, false),
    ('t2', '2', 'Téléphone', 'Réclamation', '2026-03-31 22:30', NULL, NULL, NULL, NULL, false);
CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, placed_at TIMESTAMPTZ, status VARCHAR,
    amount_net DECIMAL(10, 2), cost_net DECIMAL(10, 2), campaign VARCHAR);
INSERT INTO orders VALUES
    ('o1', '1', '2026-03-02 10:00+00', 'paid', 10, 5, NULL), ('o1', '2', NULL, 'void', 1, 1, NULL);
CREATE TABLE divers (a INTEGER, b INTEGER);
"""
PROJECT = """\
# Notre projet.
kpidef: 1
libraries: [core]   # la bibliothèque
connection: duckdb:///entrepot.duckdb
bindings:  # nos tables
  # les employés viennent de la paie
  employes: {table: divers}

  clients:
    table: crm.customers
    columns: {client_id: cast(id as text)}
# la suite
params: {}
"""


@pytest.fixture
def team(tmp_path):
    """A team with tables of its own names."""
    (tmp_path / "kpidef.yml").write_text(PROJECT, encoding="utf-8")
    with duckdb.connect(str(tmp_path / "entrepot.duckdb")) as database:
        database.execute(TABLES)
    return tmp_path


def bind(team, *arguments, typed=""):
    return CliRunner().invoke(PROGRAM, ["bind", "--project", str(team), "--lang", "fr", *arguments], input=typed)


def proposals(team, *sources):
    return {one.source: one for one in kpidef.load(team).propose_bindings(sources) if isinstance(one, TableMatch)}


def columns_of(match):
    return {one.column: one for one in match.columns}


def test_a_table_is_recognised_through_english_names_and_its_schema(team):
    match = proposals(team)["demandes"]
    assert match.table == "crm.tickets"
    assert match.confidence > 0.85
    assert {one.column: one.physical for one in match.columns} == {
        "demande_id": "ticket_id",
        "client_id": "customer_id",
        "canal": "channel",
        "type": "kind",
        "automatisee": "is_automated",
        "recue_le": "created_at",
        "premiere_reponse_le": "first_response_at",
        "escaladee_le": "escalated_at",
        "resolue_le": "resolved_at",
        "rouverte_le": "reopened_at",
    }


def test_values_that_differ_by_their_writing_are_written_as_the_definitions_have_them(team):
    canal = columns_of(proposals(team)["demandes"])["canal"]
    assert canal.expression == (
        "case channel when 'Email' then 'email' when 'Téléphone' then 'telephone' else channel end"
    )
    assert canal.reasons == ("synonyms", "type", "values")


def test_other_values_make_a_column_doubtful(team):
    statut = columns_of(proposals(team)["commandes"])["statut"]
    assert statut.confidence < 0.6
    assert statut.reasons[-1] == "other_values"


def test_a_key_with_duplicates_is_doubtful_and_one_without_is_surer(team):
    found = proposals(team)
    assert columns_of(found["commandes"])["commande_id"].reasons[-1] == "duplicated"
    assert columns_of(found["commandes"])["commande_id"].confidence < 0.6
    assert columns_of(found["demandes"])["demande_id"].reasons[-1] == "unique"


def test_what_nothing_resembles_is_left_to_the_team(team):
    assert proposals(team)["commandes"].missing == ("panier_id",)


def test_a_source_without_a_table_is_given_back_as_it_is(team):
    found = kpidef.load(team).propose_bindings("marche")
    assert [one.id for one in found] == ["marche"]


def test_tables_that_are_bound_are_not_proposed_again(team):
    assert "crm.customers" not in {match.table for match in proposals(team).values()}


def test_a_source_that_is_bound_is_refused(team):
    with pytest.raises(AlreadyBound):
        kpidef.load(team).propose_bindings("clients")


def test_an_unknown_source_is_refused(team):
    with pytest.raises(UnknownSource):
        kpidef.load(team).propose_bindings("demande")


def test_yes_writes_what_is_sure_and_leaves_the_rest_of_the_file_alone(team):
    answer = bind(team, "demandes", "--yes")
    assert answer.exit_code == 0, answer.output
    written = (team / "kpidef.yml").read_text(encoding="utf-8")
    added = [line for line in written.splitlines() if line not in PROJECT.splitlines()]
    assert [line for line in written.splitlines() if line not in added] == PROJECT.splitlines()
    assert written.index("  clients:") < written.index("  demandes:") < written.index("# la suite")
    assert added[:3] == ["  demandes:", "    table: crm.tickets", "    zone: UTC"]


def test_the_file_that_the_project_was_read_from_is_the_one_that_is_written(team):
    other = team / "essai.yml"
    other.write_text(PROJECT, encoding="utf-8")
    assert bind(other, "demandes", "--yes").exit_code == 0
    assert "demandes:" in other.read_text(encoding="utf-8")
    assert (team / "kpidef.yml").read_text(encoding="utf-8") == PROJECT


def test_what_is_written_answers_the_teams_questions(team):
    bind(team, "demandes", "--yes")
    project = kpidef.load(team)
    # 22:30 UTC on 31 March is April in Paris.
    values = {
        month: [row["value"] for row in project.run("nombre_plaintes__reclamations", period=month).rows()]
        for month in ("2026-03", "2026-04")
    }
    assert values == {"2026-03": [0.0], "2026-04": [1.0]}


def test_a_dry_run_shows_the_proposals_and_writes_nothing(team):
    answer = bind(team, "demandes", "--dry-run")
    assert "demandes -> crm.tickets (confiance 9" in answer.stdout
    assert (team / "kpidef.yml").read_text(encoding="utf-8") == PROJECT


def test_a_higher_confidence_keeps_fewer_columns(team):
    bind(team, "demandes", "--yes", "--min-confidence", "90")
    binding = kpidef.load(team).bindings["demandes"]
    assert "client_id" in binding.columns
    assert "recue_le" not in binding.columns


def test_nothing_is_written_of_a_table_below_the_confidence(team):
    assert bind(team, "demandes", "--yes", "--min-confidence", "99").exit_code == 0
    assert (team / "kpidef.yml").read_text(encoding="utf-8") == PROJECT


@pytest.mark.parametrize("typed", ["\n", "n\n", "non\n", "peut-être\n"])
def test_a_binding_that_nobody_accepts_is_not_written(team, typed):
    answer = bind(team, "demandes", typed=typed)
    assert "Écrire cette liaison" in answer.output
    assert (team / "kpidef.yml").read_text(encoding="utf-8") == PROJECT


def test_a_doubtful_column_is_asked_for_by_itself(team):
    answer = bind(team, "commandes", typed="oui\nn\no\n")
    assert "Brancher aussi statut sur status" in answer.output
    binding = kpidef.load(team).bindings["commandes"]
    assert binding.table == "orders"
    assert "statut" in binding.columns


def test_proposals_are_data_in_json(team):
    rows = json.loads(bind(team, "demandes", "--format", "json").stdout)
    first = {"source": "demandes", "table": "crm.tickets", "column": "demande_id", "physical": "ticket_id"}
    assert rows[0].items() >= first.items()
    assert (team / "kpidef.yml").read_text(encoding="utf-8") == PROJECT


ONE = Accepted("ventes", "boutique.ventes", None, {"le": "sold_at", "pays": "case p when 'F' then 'FR' else p end"})
BLOCK = """\
  ventes:
    table: boutique.ventes
    columns:
      le: sold_at
      pays: "case p when 'F' then 'FR' else p end"
"""


def inserted(text):
    return with_bindings(SourceText("kpidef.yml", text), [ONE])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kpidef: 1\n", "kpidef: 1\nbindings:\n" + BLOCK),
        ("kpidef: 1", "kpidef: 1\nbindings:\n" + BLOCK),
        ("bindings: {}  # vide\n# fin\n", "bindings:  # vide\n" + BLOCK + "# fin\n"),
        ("bindings:\nname: A\n", "bindings:\n" + BLOCK + "name: A\n"),
        ("bindings: ~\nname: A\n", "bindings:\n" + BLOCK + "name: A\n"),
        ("bindings:\n  a: {table: a}\n\nname: A\n", "bindings:\n  a: {table: a}\n" + BLOCK + "\nname: A\n"),
        (
            "bindings:\n  a:\n    table: a\n  # encore\nname: A",
            "bindings:\n  a:\n    table: a\n" + BLOCK + "  # encore\nname: A",
        ),
        (
            "bindings: {a: {table: a}}\n",
            "bindings: {ventes: {table: boutique.ventes, columns: {le: sold_at, pays: "
            "\"case p when 'F' then 'FR' else p end\"}}, a: {table: a}}\n",
        ),
    ],
)
def test_a_binding_goes_where_the_file_has_its_bindings(before, after):
    assert inserted(before) == after


def test_a_deeper_indentation_is_kept():
    text = inserted("bindings:\n    a: {table: a}\n")
    assert text.splitlines()[2:4] == ["    ventes:", "      table: boutique.ventes"]


def test_a_file_that_cannot_be_read_is_refused():
    with pytest.raises(Problems):
        inserted("bindings: [")


@pytest.mark.parametrize("name", ["createdAt", "created_at", "CREATED AT", "Créée le", "creation_date"])
def test_a_name_is_brought_to_its_words(name):
    assert words_of(name) == ("recue", "date")


def test_faint_words_weigh_little():
    assert likeness(("client", "id"), ("client",)) > 0.7
    assert likeness(("client", "id"), ("id",)) < 0.3
    assert likeness((), ("id",)) == 0


@pytest.mark.parametrize(
    ("logical", "column", "expression"),
    [
        ("text", ColumnInfo("nom", "VARCHAR", "text"), "nom"),
        ("text", ColumnInfo("id", "BIGINT", "integer"), "cast(id as text)"),
        ("text", ColumnInfo("nom du client", "VARCHAR", "text"), '"nom du client"'),
        ("text", ColumnInfo("case", "VARCHAR", "text"), '"case"'),
        ("boolean", ColumnInfo("actif", "INTEGER", "integer"), "actif = 1"),
        ("date", ColumnInfo("le", "TIMESTAMP", "timestamp"), "cast(le as date)"),
    ],
)
def test_a_type_that_is_close_is_brought_there(logical, column, expression):
    assert serving(logical, column).expression == expression


@pytest.mark.parametrize(("logical", "physical"), [("date", "text"), ("timestamptz", "date"), ("integer", None)])
def test_a_type_that_is_far_is_left_alone(logical, physical):
    assert serving(logical, ColumnInfo("x", "?", physical)) is None

"""Bindings against the real tables: each thing that is wrong is found, and told by what it does."""

import pytest
from shop import PROJECT, write_project, write_warehouse

import kpidef
from kpidef.errors import render
from kpidef.errors.catalog import BadValue
from kpidef.errors.check import (
    BoundColumnMissing,
    BoundColumnType,
    DuplicatedKeys,
    InstantReadTwice,
    InstantsWithoutZone,
    NullDates,
    NullKeys,
    OrphanReferences,
    ReversedIntervals,
    SourceEmpty,
    UnreadableValues,
)
from kpidef.errors.warehouse import ColumnMissing, QueryCancelled, TableMissing, ValueUnreadable


def findings(folder, *statements, **files):
    write_project(folder, **files)
    write_warehouse(folder / "boutique.duckdb", *statements)
    return kpidef.load(folder).check()


def told(found):
    return [(one.source, one.level, type(one.error), one.column, one.count) for one in found]


KNOWN = [
    ("abonnements", "warning", ReversedIntervals, "fin", 1),
    ("commandes", "warning", OrphanReferences, "client_id", 1),
]


def test_reversed_intervals_and_orphans_are_counted(tmp_path):
    assert told(findings(tmp_path)) == KNOWN


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("INSERT INTO clients VALUES ('a', 'TPE')", ("clients", "error", DuplicatedKeys, "client_id", 1)),
        (
            "INSERT INTO abonnements VALUES ('s1', 'a', '2026-01-01', NULL)",
            ("abonnements", "warning", DuplicatedKeys, "abonnement_id", 1),
        ),
        ("INSERT INTO clients VALUES (NULL, 'TPE')", ("clients", "warning", NullKeys, "client_id", 1)),
        (
            "INSERT INTO commandes VALUES ('c9', 'a', NULL, 1, 'web')",
            ("commandes", "warning", NullDates, "passee_le", 1),
        ),
        ("ALTER TABLE clients DROP segment", ("clients", "warning", BoundColumnMissing, "segment", None)),
        ("ALTER TABLE commandes DROP montant", ("commandes", "error", BoundColumnMissing, "montant", None)),
        (
            "ALTER TABLE commandes ALTER montant TYPE VARCHAR",
            ("commandes", "error", BoundColumnType, "montant", None),
        ),
        ("DROP TABLE clients", ("clients", "error", TableMissing, None, None)),
    ],
)
def test_one_thing_wrong_is_one_finding_more(tmp_path, statement, finding):
    found = told(findings(tmp_path, statement))
    assert [one for one in found if one not in KNOWN] == [finding]


def test_an_empty_table_is_told(tmp_path):
    found = told(findings(tmp_path, "DELETE FROM abonnements"))
    assert ("abonnements", "warning", SourceEmpty, None, 0) in found


def test_a_naive_column_of_instants_needs_a_zone(tmp_path):
    found = findings(tmp_path, kpidef=PROJECT.replace(", zone: UTC", ""))
    mistyped = next(one for one in found if one.column == "passee_le")
    assert type(mistyped.error) is BoundColumnType
    assert "zone: UTC" in mistyped.error.help("fr")


INSTANTS = "ALTER TABLE commandes ALTER cree_le TYPE TIMESTAMPTZ USING cree_le AT TIME ZONE 'UTC'"
PARIS = PROJECT.replace("zone: UTC", "zone: Europe/Paris")


def test_a_zone_over_a_column_of_instants_is_told(tmp_path):
    found = findings(tmp_path, INSTANTS, kpidef=PARIS)
    mistyped = next(one for one in found if one.column == "passee_le")
    assert type(mistyped.error) is InstantReadTwice
    assert "cast(passee_le as timestamptz)" in mistyped.error.help("fr")


def test_a_column_that_its_binding_says_to_be_an_instant_is_read_in_no_zone(tmp_path):
    said = PARIS.replace("passee_le: cree_le", 'passee_le: "cast(cree_le as timestamptz)"')
    asked = {"period": "2026-01..2026-03", "grain": "month"}
    (tmp_path / "naive").mkdir()
    write_project(tmp_path / "naive")
    write_warehouse(tmp_path / "naive" / "boutique.duckdb")
    expected = kpidef.load(tmp_path / "naive").run("ca", **asked).rows()
    assert told(findings(tmp_path, INSTANTS, kpidef=said)) == KNOWN
    assert kpidef.load(tmp_path).run("ca", **asked).rows() == expected


def test_a_missing_column_names_the_kpis_that_need_it(tmp_path):
    found = findings(tmp_path, "ALTER TABLE commandes DROP montant")
    missing = next(one for one in found if one.column == "montant")
    assert missing.kpis == ("ca", "croissance", "montant_median", "panier_moyen")
    assert "panier_moyen" in render(missing.error, "fr")
    assert str(missing.error.at).startswith(str(tmp_path / "kpidef.yml"))


def test_a_binding_that_is_no_sql_is_a_finding_of_its_source(tmp_path):
    query = PROJECT.replace("{table: clients}", '{query: "DELETE FROM clients"}')
    found = told(findings(tmp_path, kpidef=query))
    assert ("clients", "error", BadValue, None, None) in found


def test_a_query_and_an_expression_are_checked_like_a_table(tmp_path):
    query = PROJECT.replace(
        "{table: clients}",
        '{query: "SELECT client_id, 1 AS rang FROM clients", columns: {segment: "cast(rang as text)"}}',
    )
    assert told(findings(tmp_path, kpidef=query)) == KNOWN


def test_filters_of_a_source_hold_when_its_rows_are_counted(tmp_path):
    source = (tmp_path / "definitions/sources/clients.yml", "filters: [\"segment <> 'TPE'\"]\n")
    write_project(tmp_path)
    source[0].write_text(source[0].read_text(encoding="utf-8") + source[1], encoding="utf-8")
    write_warehouse(tmp_path / "boutique.duckdb", "INSERT INTO clients VALUES ('a', 'TPE')")
    assert told(kpidef.load(tmp_path).check()) == KNOWN


def test_progress_names_each_source(tmp_path):
    write_warehouse(write_project(tmp_path) / "boutique.duckdb")
    heard = []
    kpidef.load(tmp_path).check(progress=lambda *step: heard.append(step))
    assert heard == [("abonnements", 0, 3), ("clients", 1, 3), ("commandes", 2, 3), ("", 3, 3)]


def test_an_interrupted_check_stops(tmp_path):
    class Interrupted:
        dialect = "duckdb"

        def execute(self, sql, *, timeout=None):
            raise QueryCancelled

    with pytest.raises(QueryCancelled):
        kpidef.load(write_project(tmp_path)).check(Interrupted())


@pytest.mark.parametrize(
    ("binding", "kind"),
    [
        ('debut: "cast(abonnement_id as date)"', UnreadableValues),
        ('abonnement_id: "cast(abonnement_id as integer)"', ValueUnreadable),
    ],
)
def test_a_value_that_does_not_convert_is_told_when_it_is_read(tmp_path, binding, kind):
    bound = PROJECT.replace("{table: abonnements}", f"{{table: abonnements, columns: {{{binding}}}}}")
    found = findings(tmp_path, kpidef=bound)
    assert kind in {type(one.error) for one in found if one.source == "abonnements"}


def test_an_interval_of_no_length_is_not_reversed(tmp_path):
    assert told(findings(tmp_path, "INSERT INTO abonnements VALUES ('s9', 'a', '2026-01-01', '2026-01-01')")) == KNOWN


def test_a_text_read_as_a_time_without_a_zone_is_told(tmp_path):
    bound = "{passee_le: \"parse(cree_le, '%d/%m/%Y %H:%M')\"}"
    naive = PROJECT.replace("columns: {passee_le: cree_le}, zone: UTC", f"columns: {bound}")
    text = "ALTER TABLE commandes ALTER cree_le TYPE VARCHAR"
    for name in ("naive", "zoned"):
        (tmp_path / name).mkdir()
    told_naive = told(findings(tmp_path / "naive", text, kpidef=naive))
    assert ("commandes", "error", BoundColumnType, "passee_le", None) in told_naive
    zoned = PROJECT.replace("columns: {passee_le: cree_le}", f"columns: {bound}")
    assert BoundColumnType not in [kind for _, _, kind, _, _ in told(findings(tmp_path / "zoned", text, kpidef=zoned))]


CSV = PROJECT.replace("table: commandes, columns: {passee_le: cree_le}", "file: commandes.csv")
ROWS = "commande_id,client_id,passee_le,montant,canal\n"


def csv_findings(folder, rows, project=CSV):
    (folder / "commandes.csv").write_text(ROWS + rows, encoding="utf-8")
    return [one for one in findings(folder, kpidef=project) if one.source == "commandes"]


def test_the_values_of_a_csv_that_do_not_read_are_counted_by_column(tmp_path):
    rows = "c1,a,31/02/2026,abc,web\nc2,a,2026-03-02 10:00,a\x1bbc,web\nc3,a,2026-03-03 10:00,5,web\n"
    found = csv_findings(tmp_path, rows)
    assert told(found) == [
        ("commandes", "error", UnreadableValues, "passee_le", 1),
        ("commandes", "error", UnreadableValues, "montant", 2),
    ]
    assert "« 31/02/2026 »" in found[0].error.cause("fr")
    assert "\x1b" not in found[1].error.cause("fr")
    assert "a\N{REPLACEMENT CHARACTER}bc" in found[1].error.cause("fr")


def test_texts_without_an_offset_become_instants_only_where_a_zone_is_said(tmp_path):
    rows = "".join(
        f"c{rank},a,{moment},5,web\n"
        for rank, moment in enumerate(
            ["2026-03-02", "2026-03-02 10:00:00", "2026-03-02 10:00+02", "2026-03-02T10:00:00.5Z"]
        )
    )
    found = csv_findings(tmp_path, rows, CSV.replace(", zone: UTC", ""))
    assert told(found) == [("commandes", "error", InstantsWithoutZone, "passee_le", 2)]
    assert "« 2026-03-02 »" in found[0].error.cause("fr")


def test_a_zone_said_for_the_texts_of_a_csv_is_enough(tmp_path):
    assert csv_findings(tmp_path, "c1,a,2026-03-02 10:00:00,5,web\n") == []


def test_an_unreadable_value_names_its_column_when_a_kpi_reads_it(tmp_path):
    csv_findings(tmp_path, "c1,a,2026-03-02 10:00:00,abc,web\n")
    with pytest.raises(ValueUnreadable, match="column 'montant' of source 'commandes'"):
        kpidef.load(tmp_path).run("ca", period="2026-03")


def test_a_missing_column_names_the_logical_one_when_a_kpi_reads_it(tmp_path):
    write_project(tmp_path, kpidef=PROJECT.replace("passee_le: cree_le", "passee_le: cree_le, montant: prix"))
    write_warehouse(tmp_path / "boutique.duckdb")
    with pytest.raises(ColumnMissing, match=r"'prix'.*column 'montant' of source 'commandes'"):
        kpidef.load(tmp_path).run("ca", period="2026-03")


def test_a_column_that_only_a_bindings_filter_names_is_told_of_the_binding(tmp_path):
    filtered = PROJECT.replace("passee_le: cree_le}", "passee_le: cree_le}, filters: [est_test = false]")
    write_project(tmp_path, kpidef=filtered)
    write_warehouse(tmp_path / "boutique.duckdb")
    with pytest.raises(ColumnMissing, match=r"'est_test'.*\(binding of source 'commandes'\)"):
        kpidef.load(tmp_path).run("ca", period="2026-03")


@pytest.mark.parametrize(
    ("binding", "told"),
    [
        ('{query: "DELETE FROM clients"}', "DELETE FROM clients"),
        ('{query: "SELECT 1; SELECT 2"}', "SELECT 1; SELECT 2"),
        ('{table: clients, columns: {segment: {sql: "attach x", dialect: duckdb}}}', "attach x"),
        ('{table: clients, filters: [{sql: "(select 1)", dialect: duckdb}]}', "(select 1)"),
    ],
)
def test_sql_of_a_binding_that_is_no_reading_is_refused_without_a_warehouse(tmp_path, binding, told):
    project = kpidef.load(write_project(tmp_path, kpidef=PROJECT.replace("{table: clients}", binding)))
    (error,) = project.refused_sql()
    assert isinstance(error, BadValue)
    assert error.fields["value"] == told
    assert error.at.line == 9


def test_a_select_and_an_expression_in_the_warehouses_own_sql_are_accepted(tmp_path):
    columns = '{segment: {sql: "upper(rang)", dialect: duckdb}}'
    binding = f'{{query: "SELECT client_id, 1 AS rang FROM clients", columns: {columns}}}'
    assert kpidef.load(write_project(tmp_path, kpidef=PROJECT.replace("{table: clients}", binding))).refused_sql() == ()

"""Photos older than a source allows: no value, and the reason is told."""

import duckdb
import pytest

import kpidef

PROJECT = """\
kpidef: 1
name: Santé
timezone: Europe/Paris
as_of: 2026-12-31
libraries: []
definitions: [definitions]
connection: duckdb:///photos.duckdb
bindings:
  photos: {table: photos}
"""
SOURCE = """\
source: photos
key: [client_id, photo_le]
snapshot: {at: photo_le, stale_after: 40 days}
columns:
  client_id: {type: text}
  photo_le: {type: date}
  segment: {type: text}
  score: {type: float}
"""
MEASURES = {
    "score_moyen": "measure: {source: photos, agg: avg, expr: score, at: end}\n",
    "score_ouverture": "measure: {source: photos, agg: avg, expr: score, at: start}\n",
    "clients_suivis": "measure: {source: photos, agg: count, at: end}\n",
    "part_des_pme": "numerator: {source: photos, agg: count, at: end, filters: [segment = 'PME']}\n"
    "denominator: {source: photos, agg: count, at: end}\n",
    "ecart_de_score": "measures:\n  fin: {source: photos, agg: avg, expr: score, at: end}\n"
    "  debut: {source: photos, agg: avg, expr: score, at: start}\nformula: fin - debut\n",
    "score_des_pme": "measure: {source: photos, agg: avg, expr: score, at: end, filters: [segment = 'PME']}\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sante")
    (folder / "definitions").mkdir()
    (folder / "kpidef.yml").write_text(PROJECT, encoding="utf-8")
    (folder / "definitions/photos.yml").write_text(SOURCE, encoding="utf-8")
    for name, body in MEASURES.items():
        head = f"kpi: {name}\nlabel: {name}\nfamily: sante\nunit: score\n"
        (folder / f"definitions/{name}.yml").write_text(head + body, encoding="utf-8")
    with duckdb.connect(str(folder / "photos.duckdb")) as warehouse:
        warehouse.execute("create table photos (client_id text, photo_le date, segment text, score double)")
        warehouse.execute(
            "insert into photos values ('c1', '2026-01-31', 'PME', 40), ('c2', '2026-01-31', 'ETI', 60),"
            " (null, '2025-06-30', 'PME', 1), ('c3', '2026-07-31', 'ETI', null)"
        )
    return kpidef.load(folder)


@pytest.mark.parametrize(
    ("kpi", "period", "value", "reason"),
    [
        ("score_moyen", "2026-01", 50.0, None),
        ("score_moyen", "2026-02", 50.0, None),
        ("score_moyen", "2026-03", None, "stale"),
        ("score_moyen", "2026-01-31", 50.0, None),
        ("score_moyen", "2025-12", None, "no_rows"),
        ("score_moyen", "2026-07", None, "no_rows"),
        ("score_moyen", "2026-12", None, "stale"),
        ("score_ouverture", "2026-01", None, "no_rows"),
        ("score_ouverture", "2026-04", None, "stale"),
        ("clients_suivis", "2026-03", 0.0, None),
        ("part_des_pme", "2026-03", None, "stale:denominator"),
        ("part_des_pme", "2025-12", None, "zero_denominator"),
        ("ecart_de_score", "2026-03", None, "stale:fin"),
        ("ecart_de_score", "2026-01", None, "null_term:debut"),
        ("score_des_pme", "2026-07", None, "stale"),
        ("score_des_pme", "2025-12", None, "no_rows"),
    ],
)
def test_a_value_that_old_photos_withhold_says_so(project, kpi, period, value, reason):
    rows = project.run(kpi, period=period).to_arrow().to_pylist()
    assert [(row["value"], row["null_reason"]) for row in rows] == [(value, reason)]


def test_each_group_has_its_own_reason(project):
    rows = project.run("score_moyen", period="2026-06..2026-07", grain="month", by="segment").to_arrow().to_pylist()
    assert [(row["period"], row["segment"], row["null_reason"]) for row in rows] == [
        ("2026-06", "ETI", "stale"),
        ("2026-07", "ETI", "no_rows"),
    ]


def test_compiled_sql_has_no_columns_for_reasons(project):
    sql = project.compile("score_moyen", period="2026-03")
    assert "_fresh" not in sql

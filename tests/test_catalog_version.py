"""A version changes with all that a KPI is computed from, and with nothing else."""

import pytest
from shop import FILES, write_project

import kpidef

CLIENTS = FILES["sources/clients.yml"] + (
    "  est_grand: {expr: \"segment = 'ETI'\"}\n"
    "  abonnes: {rollup: {source: abonnements, match: client_id, agg: count}}\n"
)
KPIS = {
    "double": "kpi: double\nunit: EUR\nformula: 2 * ca\n",
    "quadruple": "kpi: quadruple\nunit: EUR\nformula: 2 * double\n",
    "grands": "kpi: grands\nmeasure: {source: commandes, agg: count, filters: [clients.est_grand]}\n",
    "fideles": "kpi: fideles\nmeasure: {source: commandes, agg: sum, expr: clients.abonnes}\n",
    "suivis": "kpi: suivis\nmeasure: {source: abonnements, agg: count, entity: client_id, at: end, cohort: acheteurs}",
    "acheteurs": "kpi: acheteurs\nmeasure: {source: commandes, agg: count_distinct, expr: client_id}\n",
}
NAMES = {*KPIS, "ca", "contacts_recus"}


def versions(folder, file="", old="", new=""):
    texts = {**FILES, "sources/clients.yml": CLIENTS, **{f"kpi/{name}.yml": text for name, text in KPIS.items()}}
    write_project(folder)
    for name, text in texts.items():
        assert name != file or old in text
        path = folder / "definitions" / name
        path.write_text(text.replace(old, new) if name == file else text, encoding="utf-8")
    kpis = kpidef.load(folder).catalog.kpis
    return {name: kpis[name].version for name in NAMES}


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("kpi/ca.yml", "agg: sum", "agg: max", {"ca", "double", "quadruple"}),
        ("sources/clients.yml", "= 'ETI'", "= 'PME'", {"grands", "fideles"}),
        ("sources/abonnements.yml", "columns:", "filters: [fin is null]\ncolumns:", {"fideles", "suivis"}),
        ("sources/contacts.yml", "columns:", "filters: [contact_id is not null]\ncolumns:", {"contacts_recus"}),
        ("kpi/acheteurs.yml", "agg: count_distinct", "agg: count", {"acheteurs", "suivis"}),
        ("sources/clients.yml", "label: Segment", "label: Taille", set()),
    ],
)
def test_a_version_follows_what_its_kpi_is_computed_from_however_far(tmp_path, file, old, new, changed):
    (tmp_path / "avant").mkdir()
    (tmp_path / "apres").mkdir()
    before, after = versions(tmp_path / "avant"), versions(tmp_path / "apres", file, old, new)
    assert {name for name in NAMES if before[name] != after[name]} == changed


def test_a_version_is_the_same_when_the_project_is_recalled(tmp_path):
    read = versions(tmp_path)
    environment = {"KPIDEF_CACHE": str(tmp_path / "cache")}
    for _ in range(2):
        kpis = kpidef.load(tmp_path, environment=environment).catalog.kpis
        assert {name: kpis[name].version for name in NAMES} == read

"""What each KPI reads: sources and columns, along references, rollups, cohorts and second stages."""

import pytest
from shop import FILES, PROJECT, write_project, write_warehouse

import kpidef
from kpidef.catalog.needs import every_need, needs_of

COMMANDES = (
    FILES["sources/commandes.yml"]
    + """\
  premiere_le: {rollup: {source: commandes, match: client_id, agg: min, expr: passee_le}}
  en_ligne: {expr: "canal = 'web'"}
  appels:
    rollup:
      source: contacts
      match: {client: client_id}
      agg: last
      expr: motif
      time: recu_le
      filters: ["recu_le < this.passee_le"]
"""
)
CONTACTS = """\
source: contacts
key: contact_id
time: recu_le
columns:
  contact_id: {type: text}
  client: {type: text}
  motif: {type: text}
  recu_le: {type: timestamptz}
"""
STOCKS = """\
source: stocks
key: [article, photo_le]
snapshot: {at: photo_le}
filters: ["not perime"]
columns:
  article: {type: text}
  photo_le: {type: date}
  perime: {type: boolean}
  quantite: {type: integer}
"""
BODIES = {
    "computed": "measure: {source: commandes, agg: count, filters: en_ligne}",
    "self_rollup": "measure: {source: commandes, agg: count, filters: passee_le = premiere_le}",
    "rollup": "measure: {source: commandes, agg: count, filters: \"appels = 'plainte'\"}",
    "path": "measure: {source: commandes, agg: count, filters: \"clients.segment = 'PME'\"}",
    "stock": "measure: {source: abonnements, agg: count_distinct, expr: client_id, at: end}",
    "photo": "measure: {source: stocks, agg: sum, expr: quantite, at: end}",
    "cohort": (
        "measures: {avant: {source: abonnements, agg: count, at: start, entity: client_id},"
        " apres: {source: commandes, agg: count_distinct, expr: client_id, cohort: avant}}\nformula: apres - avant"
    ),
    "per": 'measure: {per: client_id, source: commandes, agg: count, having: "count(*) >= 2"}',
    "term": "formula: ca / ca\nmeasures: {}",
    "own_rollup": (
        "measure: {source: commandes, agg: count, filters: visites > 1,"
        " rollups: {visites: {source: contacts, match: {client: client_id}, agg: count}}}"
    ),
}
READ = {
    "computed": {"commandes": {"passee_le", "canal", "en_ligne"}},
    "self_rollup": {"commandes": {"passee_le", "premiere_le", "client_id"}},
    "rollup": {
        "commandes": {"passee_le", "appels", "client_id"},
        "contacts": {"client", "motif", "recu_le"},
    },
    "path": {"commandes": {"passee_le", "client_id"}, "clients": {"client_id", "segment"}},
    "stock": {"abonnements": {"client_id", "debut", "fin"}},
    "photo": {"stocks": {"article", "photo_le", "perime", "quantite"}},
    "cohort": {"abonnements": {"client_id", "debut", "fin"}, "commandes": {"client_id", "passee_le"}},
    "per": {"commandes": {"client_id", "passee_le"}},
    "term": {"commandes": {"montant", "passee_le"}},
    "own_rollup": {"commandes": {"client_id", "passee_le"}, "contacts": {"client"}},
}


def definition(name, body):
    return f"kpi: {name}\nlabel: Essai\nfamily: essais\nunit: {'percent' if name == 'term' else 'count'}\n{body}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    kpis = {name: definition(name, body) for name, body in BODIES.items()}
    folder = write_project(tmp_path_factory.mktemp("needs"), kpidef=PROJECT, **kpis)
    for name, text in {"commandes": COMMANDES, "contacts": CONTACTS, "stocks": STOCKS}.items():
        (folder / f"definitions/sources/{name}.yml").write_text(text, encoding="utf-8")
    write_warehouse(folder / "boutique.duckdb")
    return kpidef.load(folder)


@pytest.mark.parametrize("name", BODIES)
def test_a_kpi_needs_the_columns_that_it_reads_and_no_other(project, name):
    catalog = project.catalog
    needs = needs_of([catalog.kpis[name]], catalog)
    key = {"commandes": "commande_id", "contacts": "contact_id"}
    read = {source: set(columns) - {key.get(source)} for source, columns in needs.items()}
    assert read == READ[name]


def test_what_a_binding_gives_itself_is_not_followed(project):
    from dataclasses import replace

    from kpidef.expression.typed import Constant

    bound = replace(project.bindings["commandes"], columns={"appels": Constant("x", "text")})
    needs = needs_of([project.catalog.kpis["rollup"]], project.catalog, {"commandes": bound})
    assert "contacts" not in needs


@pytest.mark.parametrize(("name", "lacking"), [("rollup", "contacts"), ("photo", "stocks"), ("path", None)])
def test_a_kpi_is_available_when_every_source_that_it_reads_is_bound(project, name, lacking):
    error = project.unavailable(name)
    assert (error.fields["sources"] if error else None) == lacking


def test_cuts_may_lead_to_every_source_within_reach(project):
    assert set(every_need([project.catalog.kpis["computed"]], project.catalog)) == {"commandes", "clients", "contacts"}

"""A small shop as a project: what the tests of the pipeline load, run and break."""

from pathlib import Path

import duckdb

PROJECT = """\
kpidef: 1
name: Boutique
timezone: Europe/Paris
as_of: 2026-04-10
definitions: [definitions]
connection: duckdb:///boutique.duckdb
connections: {copie: duckdb:///copie.duckdb}
bindings:
  clients: {table: clients}
  commandes: {table: commandes, columns: {passee_le: cree_le}, zone: UTC}
  abonnements: {table: abonnements}
"""
FILES = {
    "sources/clients.yml": """\
source: clients
key: client_id
columns:
  client_id: {type: text}
  segment: {type: text, label: Segment}
""",
    "sources/commandes.yml": """\
source: commandes
key: commande_id
time: passee_le
columns:
  commande_id: {type: text}
  client_id: {type: text, references: clients.client_id}
  passee_le: {type: timestamptz}
  montant: {type: decimal, unit: EUR}
  canal: {type: text, label: Canal}
""",
    "sources/abonnements.yml": """\
source: abonnements
key: abonnement_id
validity: {from: debut, to: fin}
columns:
  abonnement_id: {type: text}
  client_id: {type: text, references: clients.client_id}
  debut: {type: date}
  fin: {type: date}
""",
    "sources/contacts.yml": """\
source: contacts
key: contact_id
time: recu_le
columns:
  contact_id: {type: text}
  recu_le: {type: timestamptz}
""",
    "kpi/ca.yml": """\
kpi: ca
label: Chiffre d'affaires
family: ventes
unit: EUR
direction: up
targets: [{from: 2026-01-01, value: 30}, {from: 2026-03-01, value: 100}]
measure: {source: commandes, agg: sum, expr: montant}
examples:
  - name: deux commandes de mars
    given:
      commandes:
        - {commande_id: c1, passee_le: 2026-03-01 00:00, montant: 10.5}
        - {commande_id: c2, passee_le: 2026-03-31 23:59, montant: 4.5}
        - {commande_id: c3, passee_le: 2026-04-01 00:00, montant: 100}
    period: 2026-03
    expect: {value: 15.0}
""",
    "kpi/panier_moyen.yml": """\
kpi: panier_moyen
label: Panier moyen
family: ventes
unit: EUR
thresholds: {good: ">= 25", watch: ">= 15"}
numerator: {source: commandes, agg: sum, expr: montant}
denominator: {source: commandes, agg: count}
examples:
  - name: une moyenne par canal
    given:
      commandes:
        - {commande_id: c1, passee_le: 2026-03-02 10:00, montant: 10, canal: web}
        - {commande_id: c2, passee_le: 2026-03-02 11:00, montant: 5, canal: web}
        - {commande_id: c3, passee_le: 2026-03-02 12:00, montant: 1}
    period: 2026-03
    by: [canal]
    expect:
      - {canal: web, value: 7.5, numerator: 15, denominator: 2}
      - {canal: null, value: 1}
""",
    "kpi/montant_median.yml": """\
kpi: montant_median
label: Montant médian
family: ventes
unit: EUR
measure: {source: commandes, agg: median, expr: montant}
""",
    "kpi/croissance.yml": """\
kpi: croissance
label: Croissance
family: ventes
unit: percent
measures:
  ventes: {label: Ventes, source: commandes, agg: sum, expr: montant}
formula: (ventes - previous(ventes)) / previous(ventes)
""",
    "kpi/abonnes.yml": """\
kpi: abonnes
label: Abonnés
family: clients
unit: count
measure: {source: abonnements, agg: count, at: end}
""",
    "kpi/reachat.yml": """\
kpi: reachat
label: Commandes à l'essai
family: clients
unit: count
measure:
  source: commandes
  agg: count
  filters: ["shift(passee_le, '30 days') > passee_le"]
""",
    "kpi/contacts_recus.yml": """\
kpi: contacts_recus
label: Contacts reçus
family: clients
unit: count
measure: {source: contacts, agg: count}
""",
}
# Instants are in UTC without a zone: 23:30 on 28 February is 1 March in Paris.
TABLES = """
CREATE TABLE clients AS FROM (VALUES ('a', 'PME'), ('b', 'ETI')) t(client_id, segment);
CREATE TABLE commandes
  (commande_id VARCHAR, client_id VARCHAR, cree_le TIMESTAMP, montant DECIMAL(10, 2), canal VARCHAR);
INSERT INTO commandes VALUES
  ('c1', 'a', '2026-01-15 10:00', 40, 'web'),
  ('c2', 'a', '2026-02-28 23:30', 10, 'web'),
  ('c3', 'b', '2026-03-10 10:00', 20, 'boutique'),
  ('c4', 'z', '2026-03-11 10:00', 0.1, NULL);
CREATE TABLE abonnements (abonnement_id VARCHAR, client_id VARCHAR, debut DATE, fin DATE);
INSERT INTO abonnements VALUES
  ('s1', 'a', '2026-01-01', NULL), ('s2', 'b', '2026-02-01', '2026-03-15'), ('s3', 'b', '2026-03-02', '2026-03-01');
"""


def write_project(folder: Path, **changed: str) -> Path:
    """The shop's files; `changed` replaces or adds files by their stem under kpi/, or the project file (`kpidef`)."""
    (folder / "kpidef.yml").write_text(changed.pop("kpidef", PROJECT), encoding="utf-8")
    own = {f"kpi/{stem}.yml": text for stem, text in changed.items()}
    for name, text in {**FILES, **own}.items():
        file = folder / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def write_warehouse(file: Path, *statements: str) -> None:
    """The shop's database, then more statements."""
    with duckdb.connect(str(file)) as database:
        for statement in (TABLES, *statements):
            database.execute(statement)

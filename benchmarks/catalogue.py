"""A catalogue of generated KPIs, about 1.5 KB each, to see how long a large project takes to load."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import kpidef

MANY = 160  # KPIs of one request
FOUR = ("canal", "escaladee", "client_id", "demande_id")

_PROJECT = """kpidef: 1
name: Mille indicateurs
locale: fr
timezone: Europe/Paris
as_of: 2026-07-01
libraries: []
definitions: [definitions/]
families: {mesures: Mesures}
connection: "duckdb://:memory:"
bindings:
  demandes: {table: demandes}
"""

_SOURCE = """source: demandes
label: Demandes
description: Une ligne par demande de client.
key: demande_id
time: recue_le
columns:
  demande_id: {type: text, label: Demande, description: Identifiant de la demande.}
  client_id: {type: text, label: Client, description: Client qui demande.}
  canal: {type: text, label: Canal, description: Canal de la demande., values: [email, telephone, chat]}
  recue_le: {type: timestamptz, label: Réception, description: Réception de la demande.}
  escaladee: {type: boolean, label: Escalade, description: Vrai si la demande a été transmise.}
  duree: {type: integer, label: Durée, description: Secondes de traitement.}
"""

_KPI = """kpi: taux_escalade_{rank}
label: Taux d'escalade, variante {rank}
description: >-
  Part des demandes reçues dans la période par un canal automatisé et transférées ensuite à un conseiller, pour les
  demandes de plus de {seconds} secondes.
family: mesures
synonyms: [taux de transfert {rank}, escalation rate {rank}]
unit: percent
direction: down
owner: relation-client
status: certified
numerator:
  label: demandes transférées
  source: demandes
  agg: count
  filters: [escaladee, "duree > {seconds}", "canal in ('chat', 'email')"]
denominator:
  label: demandes reçues
  source: demandes
  agg: count
  filters: ["duree > {seconds}", "canal in ('chat', 'email')"]
details: >-
  Une demande compte dans la période où elle est reçue, même si elle est transférée plus tard. Une demande rouverte
  n'est comptée qu'une fois ; une demande transférée deux fois aussi.
period: month
targets: [{{from: 2026-01-01, value: 0.25}}]
thresholds: {{good: "<= 0.25", watch: "<= 0.35"}}
pitfalls:
  - Les demandes sans réponse comptent au dénominateur ; les écarter ferait paraître le taux plus bas qu'il n'est.
examples:
  - name: trois demandes, une transférée
    given:
      demandes:
        - {{demande_id: d1, recue_le: 2026-03-02 09:00, canal: chat, duree: 9000, escaladee: true}}
        - {{demande_id: d2, recue_le: 2026-03-03 09:00, canal: email, duree: 9000, escaladee: false}}
        - {{demande_id: d3, recue_le: 2026-03-31 23:59, canal: chat, duree: 9000, escaladee: false}}
    period: 2026-03
    expect: {{numerator: 1, denominator: 3, value: 0.333333}}
"""


def cut_by_four(project: kpidef.Project, kpis: int) -> str:
    """The SQL of the first KPIs of such a catalogue, twelve months by four dimensions."""
    asked = tuple(islice(project.catalog.kpis, kpis))
    return project.compile(asked, period="2026-01..2026-12", grain="month", by=FOUR, dialect="duckdb")


def write_catalogue(folder: Path, kpis: int) -> None:
    """A project of that many KPIs, one a file."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True)
    (folder / "kpidef.yml").write_text(_PROJECT, encoding="utf-8")
    (definitions / "demandes.yml").write_text(_SOURCE, encoding="utf-8")
    for rank in range(1, kpis + 1):
        text = _KPI.format(rank=rank, seconds=rank % 600)
        (definitions / f"taux_escalade_{rank}.yml").write_text(text, encoding="utf-8")

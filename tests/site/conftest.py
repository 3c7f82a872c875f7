"""A small glossary with everything that a page may show, and texts that try to break out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpidef.pipeline import Project, load
from kpidef.pipeline.publishing import Publication, publish

PROJECT = """\
kpidef: 1
name: Glossaire d'essai
locale: fr
timezone: Europe/Paris
as_of: 2026-07-01
libraries: []
definitions: [definitions/]
connection: "postgresql://lea:motdepasse@entrepot-secret:5432/crm"
families:
  canaux: {label: Canaux et libre-service, description: Ce que règlent les automates.}
  service: {label: Service client, description: À quelle vitesse on répond.}
bindings:
  demandes: {table: crm.tickets}
"""
DEMANDES = """\
source: demandes
label: Demandes des clients
description: Une ligne par demande reçue.
key: demande_id
time: recue_le
columns:
  demande_id: {type: text, label: Demande}
  recue_le: {type: timestamptz, label: Réception}
  automatisee: {type: boolean, label: Entrée par un automate}
  escaladee_le: {type: timestamptz, label: Escalade}
  canal: {type: text, label: Canal, values: [telephone, chat]}
"""
APPELS = """\
source: appels
label: Appels
key: appel_id
time: debut_le
columns:
  appel_id: {type: text}
  debut_le: {type: timestamptz, label: Début}
  duree: {type: decimal, label: Durée, unit: second}
"""
KPIS = {
    "taux_escalade": """\
kpi: taux_escalade
label: Taux d'escalade vers un agent humain
description: Part des demandes automatisées puis transférées à un conseiller.
details: |
  Part des demandes automatisées puis **transférées** à un conseiller. Voir [la procédure](https://exemple.fr/a?b=1&c=2).

  <script>alert("details")</script> [piège](javascript:alert(1))
family: canaux
synonyms: [taux de transfert, escalation rate]
acronyms: [TEH]
unit: percent
direction: down
owner: relation-client
reviewer: contrôle de gestion
review_by: 2027-01-15
status: certified
numerator: {label: demandes transférées, source: demandes, agg: count, filters: [automatisee, escaladee_le is not null]}
denominator: {label: demandes automatisées, source: demandes, agg: count, filters: [automatisee]}
period: month
targets: [{from: 2026-01-01, value: 0.25}]
thresholds: {good: "<= 0.25", watch: "<= 0.35"}
pitfalls:
  - "Les <img src=x onerror=alert(1)> doublons comptent ; vraiment !"
history: [{date: 2026-05-04, note: Les essais sont exclus., by: Léa Œuvrard}]
links: [{label: Procédure, url: https://exemple.fr/p}, {label: Piège, url: "javascript:alert(2)"}]
examples:
  - name: trois demandes automatisées, une transférée
    given:
      demandes:
        - {demande_id: d1, recue_le: 2026-03-02 09:00, automatisee: true}
        - {demande_id: d2, recue_le: 2026-03-03 09:00, automatisee: true, escaladee_le: 2026-03-03 09:05}
        - {demande_id: d3, recue_le: 2026-03-31 23:59, automatisee: true}
    period: 2026-03
    expect: {numerator: 1, denominator: 3, value: 0.333333}
  - name: aucune demande
    given: {demandes: []}
    period: 2026-03
    expect: {numerator: 0, denominator: 0, value: null}
""",
    "taux_escalade__chat": """\
kpi: taux_escalade__chat
extends: taux_escalade
label: Taux d'escalade, chat seul
description: Le même, pour le chat seul.
synonyms: [escalade du chat]
status: draft
filters: ["canal = 'chat'"]
""",
    "duree_moyenne": """\
kpi: duree_moyenne
label: Durée moyenne d'un appel
description: Durée d'un appel, en moyenne.
family: service
synonyms: ["</script><script>alert('synonyme')</script>", DMT]
unit: second
direction: none
status: review
numerator: {label: secondes d'appel, source: appels, agg: sum, expr: duree}
denominator: {label: appels, source: appels, agg: count}
period: month
""",
    "demandes_recues": """\
kpi: demandes_recues
label: Demandes reçues
description: Nombre de demandes reçues.
family: service
unit: count
direction: none
status: certified
measure: {label: demandes reçues, source: demandes, agg: count}
period: month
""",
    "part_ancienne": """\
kpi: part_ancienne
label: Écart d'escalade (ancienne formule)
description: Ne sert plus.
family: canaux
unit: percent
direction: down
status: deprecated
replaced_by: taux_escalade
formula: taux_escalade - previous(taux_escalade)
period: month
""",
}
VALUES = """\
kpi,period,period_start,period_end,rolled_up,value,numerator,denominator,unit,complete,mature,target,verdict,null_reason
taux_escalade,2026-04,2026-04-01,2026-05-01,,0.31,31,100,percent,true,true,0.25,watch,
taux_escalade,2026-05,2026-05-01,2026-06-01,,,0,0,percent,true,true,0.25,,zero_denominator
taux_escalade,2026-06,2026-06-01,2026-07-01,,0.2412345678901234,24,100,percent,true,true,0.25,good,
demandes_recues,2026-05,2026-05-01,2026-06-01,,1200,,,count,true,true,,,
demandes_recues,2026-06,2026-06-01,2026-07-01,,1234,,,count,true,true,,,
"""


def write_project(folder: Path, site: str = "") -> Path:
    """The project's files."""
    (folder / "definitions").mkdir(parents=True)
    (folder / "kpidef.yml").write_text(PROJECT + site, encoding="utf-8")
    (folder / "valeurs.csv").write_text(VALUES, encoding="utf-8")
    files = {"demandes": DEMANDES, "appels": APPELS, **KPIS}
    for name, text in files.items():
        (folder / "definitions" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def load_project(folder: Path) -> Project:
    """The project, at a fixed time."""
    return load(folder, environment={}, clock=lambda: datetime(2026, 7, 1, tzinfo=UTC))


def build_site(folder: Path, **asked: object) -> Path:
    """The site of a project."""
    publication = Publication(output=folder / "site", **asked)  # type: ignore[arg-type]
    publish(load_project(folder), publication)
    return folder / "site"


@pytest.fixture(scope="session")
def project_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("glossaire") / "projet")


@pytest.fixture(scope="session")
def site(project_folder: Path) -> Path:
    """The site with the values of a file."""
    return build_site(project_folder, values=project_folder / "valeurs.csv")


@pytest.fixture
def fresh_folder(tmp_path: Path) -> Path:
    return write_project(tmp_path / "projet")

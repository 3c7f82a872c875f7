"""The files of a new project."""

from __future__ import annotations

import json

from kpidef.cli.texts import say
from kpidef.errors import Language

DATABASE = "entreprise.duckdb"
EXAMPLE = "taux_commandes_annulees"
_SAID = (
    "company",
    "own",
    "as_of",
    "libraries",
    "no_libraries",
    "definitions",
    "connection",
    "bindings",
    "for_instance",
)


def starter_files(language: Language, is_empty: bool) -> dict[str, str]:
    """The text of each file, by its path in the project."""
    files = {".gitignore": _IGNORED, "kpidef.yml": _empty_project(language) if is_empty else _company(language)}
    files |= {f".kpidef/{kind}.schema.json": _schema(kind) for kind in ("project", "kpi", "source")}
    if is_empty:
        return {**files, "definitions/.gitkeep": ""}
    return {**files, f"definitions/{EXAMPLE}.yml": _KPI}


def _schema(kind: str) -> str:
    from kpidef.spec import json_schema

    return json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


def _company(language: Language) -> str:
    from kpidef.demo.schema import table_names

    tables = "".join(f"  {name}: {{table: {name}}}\n" for name in sorted(table_names()))
    return _COMPANY.format(database=DATABASE, **_words(language)) + tables


def _empty_project(language: Language) -> str:
    return _EMPTY.format(**_words(language))


def _words(language: Language) -> dict[str, str]:
    return {"locale": language, **{name: say(f"starter.{name}", language) for name in _SAID}}


_IGNORED = "*.duckdb\n*.duckdb.wal\n.env\n/site/\n"

_COMPANY = """\
# yaml-language-server: $schema=.kpidef/project.schema.json
kpidef: 1
name: {company}
locale: {locale}
timezone: Europe/Paris
as_of: 2026-07-01  # {as_of}
libraries: [core]  # {libraries}
definitions: [definitions/]  # {definitions}
connection: duckdb:///{database}
bindings:  # {bindings}
"""

_EMPTY = """\
# yaml-language-server: $schema=.kpidef/project.schema.json
kpidef: 1
name: {own}
locale: {locale}
timezone: Europe/Paris
libraries: [core]  # {libraries}{no_libraries}
definitions: [definitions/]  # {definitions}
connection: duckdb:///warehouse.duckdb  # {connection}
bindings: {{}}  # {bindings}{for_instance}
#  clients: {{table: crm.clients}}
#  demandes:
#    table: crm.tickets
#    zone: UTC
#    columns: {{recue_le: created_at, automatisee: "channel in ('bot', 'faq')"}}
#    filters: ["is_test = false"]
"""

_KPI = f"""\
# yaml-language-server: $schema=../.kpidef/kpi.schema.json
kpi: {EXAMPLE}
label: Taux de commandes annulées
description: Part des commandes passées pendant la période qui ont été annulées.
details: >-
  Part des commandes passées pendant la période qui ont été annulées. Une commande remboursée n'est pas annulée : elle
  compte parmi les commandes passées.
family: valeur_client
unit: percent
direction: down
owner: ventes
status: draft
numerator: {{label: commandes annulées, source: commandes, agg: count, filters: ["statut = 'annulee'"]}}
denominator: {{label: commandes passées, source: commandes, agg: count}}
period: month
thresholds: {{good: "<= 0.03", watch: "<= 0.06"}}
pitfalls:
  - Une commande compte au mois où elle a été passée, même si elle est annulée plus tard.
examples:
  - name: quatre commandes, une annulée
    given:
      commandes:
        - {{commande_id: o1, passee_le: 2026-03-02 10:00, statut: validee}}
        - {{commande_id: o2, passee_le: 2026-03-09 10:00, statut: annulee}}
        - {{commande_id: o3, passee_le: 2026-03-16 10:00, statut: validee}}
        - {{commande_id: o4, passee_le: 2026-03-31 23:59, statut: validee}}
    period: 2026-03
    expect: {{numerator: 1, denominator: 4, value: 0.25}}
  - name: aucune commande dans le mois
    given:
      commandes:
        - {{commande_id: o1, passee_le: 2026-04-01 00:00, statut: annulee}}
    period: 2026-03
    expect: {{numerator: 0, denominator: 0, value: null}}
"""

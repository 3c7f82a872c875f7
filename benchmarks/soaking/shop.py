"""A made-up shop in two halves: tables that any engine makes alike, and the project that reads them."""

from __future__ import annotations

import json
from pathlib import Path

import kpidef
from kpidef.pipeline import Project

TABLES = (
    "CREATE TABLE clients AS SELECT n AS client_id, CASE n % 3 WHEN 0 THEN 'PME' WHEN 1 THEN 'ETI' END AS segment "
    "FROM generate_series(1, 500) AS made(n)",
    "CREATE TABLE ventes AS SELECT n AS vente_id, n * 7 % 500 + 1 AS client_id, "
    "TIMESTAMP '2025-01-01 00:00:00' + n * INTERVAL '78 minutes' AS vendue_le, "
    "CAST(n % 97 AS DECIMAL(12, 2)) / 4 AS montant FROM generate_series(1, 10000) AS made(n)",
    "CREATE TABLE abonnements AS SELECT n AS abonnement_id, n % 500 + 1 AS client_id, "
    "DATE '2025-01-01' + CAST(n % 500 AS INTEGER) AS debut, "
    "CASE WHEN n % 4 > 0 THEN DATE '2025-02-01' + CAST(n % 500 + n % 90 AS INTEGER) END AS fin "
    "FROM generate_series(1, 1500) AS made(n)",
)
MISSING = "fantomes"  # the KPI whose table is nowhere
_PROJECT = {
    "kpidef": 1,
    "timezone": "Europe/Paris",
    "as_of": "2026-07-01",
    "libraries": [],
    "definitions": ["definitions"],
    "connection": "duckdb://:memory:",
    "bindings": {
        "clients": {"table": "clients"},
        "ventes": {"table": "ventes", "zone": "UTC"},
        "abonnements": {"table": "abonnements"},
        "absents": {"table": "table_absente"},
    },
}
_CLIENT = {"type": "integer", "references": "clients.client_id"}
_SOURCES = (
    {
        "source": "clients",
        "key": "client_id",
        "columns": {"client_id": {"type": "integer"}, "segment": {"type": "text"}},
    },
    {
        "source": "ventes",
        "key": "vente_id",
        "time": "vendue_le",
        "columns": {
            "vente_id": {"type": "integer"},
            "client_id": _CLIENT,
            "vendue_le": {"type": "timestamptz"},
            "montant": {"type": "decimal"},
        },
    },
    {
        "source": "abonnements",
        "key": "abonnement_id",
        "validity": {"from": "debut", "to": "fin"},
        "columns": {
            "abonnement_id": {"type": "integer"},
            "client_id": _CLIENT,
            "debut": {"type": "date"},
            "fin": {"type": "date"},
        },
    },
    {
        "source": "absents",
        "key": "absent_id",
        "time": "vu_le",
        "columns": {"absent_id": {"type": "integer"}, "vu_le": {"type": "date"}},
    },
)
_AMOUNT = {"source": "ventes", "agg": "sum", "expr": "montant"}
_SALES = {"source": "ventes", "agg": "count"}
_CLIENTS = {"source": "abonnements", "agg": "count_distinct", "expr": "client_id"}
KPIS: dict[str, dict[str, object]] = {
    "chiffre_affaires": {"measure": _AMOUNT},
    "panier_moyen": {"numerator": _AMOUNT, "denominator": _SALES},
    "acheteurs": {"measure": {"source": "ventes", "agg": "count_distinct", "expr": "client_id"}},
    "montant_median": {"measure": {"source": "ventes", "agg": "median", "expr": "montant"}},
    "trois_mois": {"measure": {**_AMOUNT, "window": "3 months"}},
    "abonnes": {"measure": {**_CLIENTS, "at": "end"}},
    "attrition": {"numerator": {**_CLIENTS, "flow": "out"}, "denominator": {**_CLIENTS, "at": "start"}},
    "fideles": {"measure": {"per": "client_id", "source": "ventes", "agg": "count", "having": "count(*) >= 2"}},
}


def open_shop(folder: Path) -> Project:
    """The project, written to a folder and loaded."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True)
    _write(folder / "kpidef.yml", _PROJECT)
    for source in _SOURCES:
        _write(definitions / f"{source['source']}.yml", {"label": source["source"], **source})
    for name, body in {**KPIS, MISSING: {"measure": {"source": "absents", "agg": "count"}}}.items():
        _write(definitions / f"{name}.yml", {"kpi": name, "label": name, "description": f"{name}.", **body})
    return kpidef.load(folder)


def _write(path: Path, content: dict[str, object]) -> None:
    # What is JSON is YAML.
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

"""The SQL of a few requests, kept as files that a person can read; KPIDEF_UPDATE_GOLDEN=1 writes them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlglot
from fuzz.gate import complaint
from properties.world import project_of
from sqlglot import exp

from kpidef.sql.dialects import dialect_of

GOLDEN = Path(__file__).parent / "golden"
DIALECTS = ("duckdb", "postgres", "bigquery")
# What other engines are asked for is read on a few requests.
OTHERS, FEW = ("clickhouse", "databend", "mariadb", "mysql", "spark", "sqlite"), ("cohort", "ratio", "stock")
CLIENTS = {"source": "abonnements", "agg": "count_distinct", "expr": "client_id"}
VENTES = {"source": "ventes", "agg": "count"}
MONTH = {"period": "2026-02..2026-03", "grain": "month"}

# Functions of one engine, that sqlglot does not read as a node.
NATIVE = {"toNullable", "EPOCH_US"}

# name -> the KPI, what is asked
REQUESTS = {
    "ratio": (
        {
            "numerator": {**VENTES, "filters": ["canal in ('a', 'b')", "montant > 10"]},
            "denominator": {**VENTES, "filters": "canal in ('a', 'b')"},
        },
        MONTH,
    ),
    "stock": ({"measure": {"source": "abonnements", "agg": "sum", "expr": "mrr", "at": "end"}}, MONTH),
    "flow": ({"numerator": {**CLIENTS, "flow": "out"}, "denominator": {**CLIENTS, "at": "start"}}, MONTH),
    "leavers": (
        {"measure": {"source": "abonnements", "agg": "sum", "expr": "mrr", "flow": "out", "entity": "client_id"}},
        {**MONTH, "period": "2026-01..2026-04"},
    ),
    "snapshot": ({"measure": {"source": "photos", "agg": "sum", "expr": "valeur", "at": "end"}}, MONTH),
    "cohort": (
        {
            "measures": {
                "acheteurs": {"source": "ventes", "agg": "count_distinct", "expr": "client_id"},
                "revenus": {
                    "source": "ventes",
                    "agg": "count_distinct",
                    "expr": "client_id",
                    "cohort": "previous(acheteurs)",
                },
            },
            "formula": "revenus / previous(acheteurs)",
        },
        MONTH,
    ),
    "per": (
        {"measure": {"per": "client_id", "source": "ventes", "agg": "count", "having": "count(*) >= 2"}},
        MONTH,
    ),
    "rollup": (
        {
            "measure": {
                **VENTES,
                "rollups": {
                    "premiere_le": {"source": "ventes", "match": "client_id", "agg": "min", "expr": "vendue_le"}
                },
                "filters": "vendue_le > premiere_le",
            }
        },
        MONTH,
    ),
    "rolling": (
        {
            "measures": {"m": {"source": "ventes", "agg": "sum", "expr": "montant", "window": "3 months"}},
            "formula": "(m - previous(m)) / previous(m)",
        },
        MONTH,
    ),
    "share": (
        {"measures": {"m": {"source": "ventes", "agg": "sum", "expr": "montant"}}, "formula": "m / total(m)"},
        {**MONTH, "by": "clients.segment", "where": "canal <> 'b'"},
    ),
}


READ = [
    *((name, dialect) for name in REQUESTS for dialect in DIALECTS),
    *((name, dialect) for name in FEW for dialect in OTHERS),
]


@pytest.mark.parametrize(("name", "dialect"), READ)
def test_the_sql_is_the_one_that_was_read(name, dialect):
    assert_golden(f"{name}.{dialect}.sql", compiled(name, dialect))


@pytest.mark.parametrize(("name", "dialect"), READ)
def test_the_sql_is_one_select_of_its_dialect(name, dialect):
    sql, own = (GOLDEN / f"{name}.{dialect}.sql").read_text(encoding="utf-8"), dialect_of(dialect).sqlglot
    assert complaint(sql, own) is None
    (parsed,) = sqlglot.parse(sql, read=own)
    assert {one.name for one in parsed.find_all(exp.Anonymous)} <= NATIVE


def test_no_golden_file_is_without_its_request():
    assert {path.name for path in GOLDEN.glob("*.sql")} == {f"{name}.{dialect}.sql" for name, dialect in READ}


def compiled(name, dialect):
    kpi, asked = REQUESTS[name]
    return project_of([{"kpi": name, **kpi}]).compile(name, dialect=dialect, **asked) + "\n"


def assert_golden(name, text):
    """The text is the file's; when asked to, the file becomes the text."""
    path = GOLDEN / name
    if os.environ.get("KPIDEF_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text

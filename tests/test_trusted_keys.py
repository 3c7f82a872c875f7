"""What a binding's `unique: trusted` changes: what is read, and never a number, where keys are unique."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from properties.world import SOURCES, opened_bench, project_of

BEFORE = {
    "type": "integer",
    "rollup": {"source": "abonnements", "match": "client_id", "agg": "count", "filters": ["debut < this.debut"]},
}
FLOWS = [
    {"kpi": f"{name}_{flow}", "measure": {"source": "abonnements", **agg, "flow": flow}}
    for flow in ("in", "out")
    for name, agg in {
        "lignes": {"agg": "count"},
        "montant": {"agg": "sum", "expr": "mrr"},
        "canal_a": {"agg": "count", "filters": ["canal = 'a'"]},
    }.items()
]
RETURNS = [
    {"kpi": "retours", "measure": {"source": "abonnements", "agg": "count", "time": "debut", "filters": ["avant > 0"]}},
    {"kpi": "rangs", "measure": {"source": "abonnements", "agg": "sum", "expr": "avant", "time": "debut"}},
]
ASKED = (
    {"period": "2025-01..2025-12", "grain": "month"},
    {"period": "2025-01..2025-12", "grain": "month", "by": "abonnements.canal", "totals": "all"},
    {"period": "2024-T1..2025-T4", "grain": "quarter", "by": "clients.segment"},
    {"period": "2025-S01..2025-S12", "grain": "week"},
    {"period": "2025-03", "grain": "month"},
)


@pytest.fixture(scope="module")
def bench():
    with opened_bench() as opened:
        opened.hold(rows())
        yield opened


@pytest.fixture(autouse=True)
def rank_of_subscriptions(monkeypatch):
    monkeypatch.setitem(SOURCES["abonnements"]["columns"], "avant", BEFORE)


def rows():
    """Contracts of clients who come and go: endless, empty and malformed intervals among them, and unknown clients."""
    dice = Random(3)
    contracts = []
    for rank in range(300):
        start = date(2023, 6, 1) + timedelta(days=dice.randrange(950))
        length = dice.choice((None, 0, -5, 20, 30, 31, 60, 200))
        end = None if length is None else start + timedelta(days=length)
        contracts.append([f"a{rank}", dice.choice(["c1", "c2", "c3", "c4", None]), dice.choice("ab"), start, end, rank])
    clients = [[f"c{rank}", "xy"[rank % 2], None] for rank in range(4)]
    return {"clients": clients, "abonnements": contracts}


def trusting(project):
    bindings = {name: replace(one, unique_trusted=True) for name, one in project.bindings.items()}
    return replace(project, bindings=bindings)


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: "-".join(str(value) for value in one.values()))
@pytest.mark.parametrize("kpis", [FLOWS, RETURNS], ids=["flows", "rollups"])
def test_a_trusted_key_gives_the_same_numbers(bench, kpis, asked):
    names, project = [one["kpi"] for one in kpis], project_of(kpis)
    found = bench.answer(trusting(project), names, **asked)
    assert any(line["value"] for line in found)
    assert found == bench.answer(project, names, **asked)


def test_the_rows_of_an_entity_are_not_looked_for_where_it_has_one():
    project = project_of(FLOWS)
    asked = {"period": "2025-01..2025-12", "grain": "month", "dialect": "duckdb"}
    assert "_others" in project.compile("lignes_out", **asked)
    assert "_others" not in trusting(project).compile("lignes_out", **asked)


def test_a_client_of_several_contracts_is_compared_however_trusted_the_contracts_key_is():
    kpi = {"kpi": "partis", "measure": {"source": "abonnements", "agg": "sum", "expr": "mrr", "flow": "out"}}
    kpi["measure"]["entity"] = "client_id"
    sql = trusting(project_of([kpi])).compile("partis", period="2025-01..2025-12", grain="month", dialect="duckdb")
    assert "_others" in sql


def test_a_rollup_looks_at_the_rows_of_the_request_only():
    sql = project_of(RETURNS).compile("retours", period="2025-03", dialect="duckdb")
    hosts = sql[sql.index("SELECT DISTINCT") : sql.index('AS "hosts"')]
    assert "'2025-03-01'" in hosts
    assert "'2025-04-01'" in hosts


@pytest.mark.parametrize("kpis", [FLOWS, RETURNS], ids=["flows", "rollups"])
def test_a_source_without_a_key_has_none_to_trust(bench, kpis, monkeypatch):
    monkeypatch.setitem(SOURCES, "abonnements", {k: v for k, v in SOURCES["abonnements"].items() if k != "key"})
    by_client = [
        {**one, "measure": {**one["measure"], "entity": "client_id"}} if kpis is FLOWS else one for one in kpis
    ]
    names, project = [one["kpi"] for one in by_client], project_of(by_client)
    asked = {"period": "2025-01..2025-12", "grain": "month"}
    assert bench.answer(trusting(project), names, **asked) == bench.answer(project, names, **asked)

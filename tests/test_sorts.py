"""Rows folded by what the conditions read: the same values, whatever the columns hold."""

from __future__ import annotations

import pytest
from properties.world import SOURCES, opened_bench, project_of

from kpidef.plan import sorting

AGGREGATES = (
    {"agg": "count"},
    {"agg": "count", "expr": "montant"},
    {"agg": "sum", "expr": "montant"},
    {"agg": "min", "expr": "montant"},
    {"agg": "max", "expr": "montant"},
)
FILTERS = ([], ["canal = 'a'"], ["canal <> 'a'"], ["canal is null"], ["canal in ('a', 'b')"])
KPIS = [
    {"kpi": f"k_{rank}_{place}", "measure": {"source": "ventes", **agg, "filters": filters}}
    for rank, agg in enumerate(AGGREGATES)
    for place, filters in enumerate(FILTERS)
]
NAMES = [one["kpi"] for one in KPIS]
MONTHS = {"period": "2025-11..2026-06", "grain": "month"}
# The declared values are a and b: what holds another one, or none, is counted all the same.
ROWS = {
    "ventes": [
        [f"v{rank}", None, (None, "a", "b", "c")[rank % 4], f"2026-0{1 + rank % 5}-0{1 + rank % 3}T10:00:00Z", amount]
        for rank, amount in enumerate([1, None, 2.5, -3, 10, 20, None, 8] * 6)
    ]
}


@pytest.fixture
def known_canals(monkeypatch):
    monkeypatch.setitem(SOURCES["ventes"]["columns"], "canal", {"type": "text", "values": ["a", "b"]})


def test_sorts_of_rows_have_the_values_of_the_rows(known_canals, monkeypatch):
    with opened_bench() as bench:
        bench.hold(ROWS)
        folded = bench.ask(KPIS, NAMES, **MONTHS)
        monkeypatch.setattr(sorting, "FEWEST_CONDITIONS", len(KPIS) + 1)
        assert folded == bench.ask(KPIS, NAMES, **MONTHS)


def test_many_conditions_over_few_values_fold_rows_first(known_canals):
    assert "_sorts" in project_of(KPIS).compile(NAMES, dialect="duckdb", **MONTHS)


@pytest.mark.parametrize(
    ("kpis", "asked"),
    [(KPIS[:7], {}), (KPIS, {"by": "clients.segment"})],
    ids=["few conditions", "a dimension"],
)
def test_few_conditions_or_a_dimension_do_not(known_canals, kpis, asked):
    names = [one["kpi"] for one in kpis]
    assert "_sorts" not in project_of(kpis).compile(names, dialect="duckdb", **MONTHS, **asked)


def test_a_column_of_unknown_values_does_not():
    assert "_sorts" not in project_of(KPIS).compile(NAMES, dialect="duckdb", **MONTHS)

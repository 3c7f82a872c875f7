"""Sums that no 64 bits hold: the number itself, or an error; never what is left of it."""

import pytest

from kpidef.errors import KpidefError
from kpidef.warehouse import ScratchTable
from kpidef.warehouse.conformance.case import Case
from kpidef.warehouse.conformance.running import run_case

LARGE = 9_000_000_000_000_000_000
COLUMNS = {"id": {"type": "text"}, "n": {"type": "integer"}}
# Those that stop at 64 bits, and say so.
STOPPING = {"sqlite", "spark", "bigquery"}


def summed(values):
    measure = {"source": "choses", "agg": "sum", "expr": "n"}
    return Case(
        name="grandes sommes",
        project={"timezone": "Europe/Paris"},
        sources=({"source": "choses", "label": "Choses", "key": "id", "columns": COLUMNS},),
        kpis=({"kpi": "somme", "label": "Somme", "description": "Une somme.", "measure": measure},),
        tables=(
            ScratchTable("choses", (("id", "text"), ("n", "integer")), [[str(k), n] for k, n in enumerate(values)]),
        ),
        request={"kpis": ["somme"], "period": "all", "grain": "all", "as_of": "2026-07-01"},
        expected=(
            {
                "kpi": "somme",
                "period": "all",
                "rolled_up": [],
                "value": float(sum(values)),
                "numerator": None,
                "denominator": None,
            },
        ),
        constructs=frozenset({"large sums"}),
    )


def test_a_sum_past_sixty_four_bits_is_right_or_an_error(engine, tmp_path):
    case = summed([LARGE, LARGE, LARGE, -1])
    if engine.warehouse.dialect not in STOPPING:
        assert run_case(case, engine.warehouse, tmp_path) == []
        return
    with pytest.raises(KpidefError) as raised:
        run_case(case, engine.warehouse, tmp_path)
    assert raised.value.code.startswith("KPI5")

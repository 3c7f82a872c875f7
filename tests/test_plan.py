"""What a request's plan reads, and what its measures share."""

import pytest
from properties.world import project_of

from kpidef.plan.nodes import Fold, Scan

VENTES = {"source": "ventes", "agg": "count"}
STOCK = {"source": "abonnements", "agg": "count"}
MONTHS = {"period": "2026-01..2026-03", "grain": "month"}


def plan_of(measures, **asked):
    """The plan of one KPI for each of these measures."""
    kpis = [{"kpi": f"k{rank}", "measure": measure} for rank, measure in enumerate(measures)]
    return project_of(kpis).plan([kpi["kpi"] for kpi in kpis], **{**MONTHS, **asked})


def scans(plan):
    return [part for part in plan.cells.parts if isinstance(part, Scan)]


@pytest.mark.parametrize(
    "measures",
    [
        [VENTES, {**VENTES, "agg": "sum", "expr": "montant"}],
        [VENTES, {**VENTES, "filters": "canal = 'a'"}],
        [VENTES, {**VENTES, "agg": "count_distinct", "expr": "client_id", "time": "vendue_le"}],
        [VENTES, {**VENTES, "window": "3 months"}],
        [{**STOCK, "at": "start"}, {**STOCK, "at": "end"}],
        [{**STOCK, "at": "start"}, {**STOCK, "at": "average"}],
        [{**STOCK, "flow": "in"}, {**STOCK, "flow": "in", "agg": "sum", "expr": "mrr"}],
    ],
)
def test_measures_with_the_same_source_and_rule_share_a_scan(measures):
    assert len(scans(plan_of(measures))) == 1


@pytest.mark.parametrize(
    "measures",
    [
        [VENTES, {**STOCK, "at": "end"}],
        [{**STOCK, "at": "end"}, {**STOCK, "at": "any"}],
        [{**STOCK, "flow": "in"}, {**STOCK, "flow": "out"}],
        [{**STOCK, "flow": "in"}, {**STOCK, "flow": "in", "entity": "client_id"}],
        [{**STOCK, "flow": "in"}, {**STOCK, "flow": "in", "filters": "canal = 'a'"}],
        [VENTES, {**VENTES, "cohort": "k0"}],
    ],
)
def test_measures_with_other_rows_do_not_share_a_scan(measures):
    assert len(scans(plan_of(measures))) == 2


def test_the_same_measure_of_two_kpis_is_computed_once():
    (scan,) = scans(plan_of([VENTES, VENTES, VENTES]))
    assert len(scan.leaves) == 1


def test_filters_in_another_order_are_the_same_measure():
    one, two = (
        {**VENTES, "filters": order} for order in (["canal = 'a'", "montant > 1"], ["montant > 1", "canal = 'a'"])
    )
    (scan,) = scans(plan_of([one, two]))
    assert len(scan.leaves) == 1


def test_a_filter_that_all_measures_have_is_the_scan_s():
    (scan,) = scans(plan_of([VENTES, {**VENTES, "filters": "montant > 1"}], where="canal = 'a'"))
    assert len(scan.filters) == 1
    assert sorted(len(leaf.filters) for leaf in scan.leaves) == [0, 1]


def test_the_previous_period_is_read_by_the_same_scan():
    kpi = {"kpi": "k", "measures": {"m": VENTES}, "formula": "m - previous(m)"}
    plan = project_of([kpi]).plan("k", **MONTHS)
    (scan,) = scans(plan)
    assert [window.label for window in scan.windows] == ["2026-01", "2026-02", "2026-03", "2025-12"]


def test_two_stages_are_a_fold_over_cells_of_their_own():
    plan = plan_of([{"per": "client_id", **VENTES, "having": "count(*) > 1"}])
    (fold,) = plan.cells.parts
    assert isinstance(fold, Fold)
    assert fold.cells.entity == ("text",)


def test_a_total_adds_a_level():
    plan = plan_of([VENTES], by=["canal", "clients.segment"], totals=["canal", "all"])
    assert plan.levels == ((0, 1), (1,), ())


def test_total_in_a_formula_adds_a_level_that_is_not_shown():
    kpi = {"kpi": "k", "measures": {"m": VENTES}, "formula": "m / total(m)"}
    plan = project_of([kpi]).plan("k", **MONTHS, by="canal")
    assert plan.levels == ((0,),)
    assert plan.cells.levels == ((0,), ())


def test_a_kpi_term_is_opened_where_it_stands():
    kpis = [{"kpi": "a", "measure": VENTES}, {"kpi": "b", "measures": {"m": VENTES}, "formula": "a + m"}]
    (scan,) = scans(project_of(kpis).plan("b", **MONTHS))
    assert len(scan.leaves) == 1


def test_many_kpis_are_one_statement():
    kpis = [{"kpi": "a", "measure": VENTES}, {"kpi": "b", "measure": {**STOCK, "flow": "in"}}]
    sql = project_of(kpis).compile(["a", "b"], **MONTHS)
    assert sql.count(";") == 0
    assert sql.startswith("/* kpidef: a ")

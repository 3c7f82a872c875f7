"""Which shape a scan of what lasts is given, and what `explain` says of it."""

import pytest
from properties.world import project_of

from kpidef.plan.shape import Powers, choices

STOCK = {"source": "abonnements", "agg": "count", "at": "end"}
CLIENTS = {"source": "abonnements", "agg": "count_distinct", "expr": "client_id"}
PHOTOS = {"source": "photos", "agg": "sum", "expr": "valeur", "at": "end"}
MONTHS = {"period": "2026-01..2026-03", "grain": "month"}
DAYS = {"period": "2026-01-01..2026-03-31", "grain": "day"}


def scan_of(measure, asked=MONTHS):
    project = project_of([{"kpi": "k", "measure": measure}])
    (scan,) = project.plan("k", **asked).cells.parts
    return scan


def chosen(measure, asked=MONTHS, powers=None):
    """The one shape and its reason."""
    (one,) = choices(scan_of(measure, asked), powers or Powers())
    return one.shape, one.reason


@pytest.mark.parametrize(
    ("measure", "asked", "expected"),
    [
        (STOCK, MONTHS, ("changes", "adds_up")),
        ({**STOCK, "agg": "sum", "expr": "mrr"}, DAYS, ("changes", "adds_up")),
        (STOCK, {"period": "2026-01"}, ("windows", "one_instant")),
        ({**STOCK, "agg": "max", "expr": "mrr"}, MONTHS, ("windows", "does_not_add_up")),
        ({**CLIENTS, "at": "end"}, MONTHS, ("bits", "few_instants")),
        ({**CLIENTS, "at": "end"}, DAYS, ("pieces", "overlaps")),
        ({**CLIENTS, "flow": "out"}, MONTHS, ("bits", "few_instants")),
        ({**CLIENTS, "flow": "out"}, DAYS, ("leavers", "compares")),
        ({**STOCK, "at": "any"}, MONTHS, ("windows", "each_row")),
        (PHOTOS, MONTHS, ("latest", "few_instants")),
    ],
)
def test_a_shape_follows_from_the_aggregate_and_the_instants(measure, asked, expected):
    assert chosen(measure, asked) == expected


def test_an_engine_that_gathers_no_bits_cuts_intervals_into_pieces():
    assert chosen({**CLIENTS, "at": "end"}, powers=Powers(gathers_bits=False)) == ("pieces", "overlaps")


def test_decimals_that_an_engine_rounds_are_not_taken_away():
    measure = {**STOCK, "agg": "sum", "expr": "mrr"}
    assert chosen(measure, powers=Powers(has_decimals=False)) == ("windows", "does_not_add_up")


def test_periods_that_the_engine_makes_are_joined_with_rows():
    assert chosen(STOCK, powers=Powers(knows_periods=False)) == ("windows", "open_periods")


def test_a_forced_shape_is_taken_only_where_it_is_possible():
    scan = scan_of({**CLIENTS, "at": "end"})
    assert [one.shape for one in choices(scan, Powers(), "pieces")] == ["pieces"]
    assert [one.shape for one in choices(scan, Powers(), "latest")] == ["bits"]


def test_what_entered_and_left_in_a_cohort_meets_each_window():
    kpi = {"kpi": "k", "measures": {"m": {**STOCK, "cohort": "n"}, "n": {**CLIENTS, "at": "start"}}, "formula": "m / n"}
    first, _ = project_of([kpi]).plan("k", **MONTHS).cells.parts
    (one,) = choices(first, Powers())
    assert (one.shape, one.reason) == ("windows", "cohort")


def test_explain_says_the_shape_and_why():
    project = project_of([{"kpi": "k", "measure": {**CLIENTS, "flow": "out"}}])
    assert "forme : un entier par entité, un bit par instant (les instants sont peu nombreux)" in project.explain(
        "k", language="fr", **MONTHS
    )
    assert "shape: one integer an entity, one bit an instant (the instants are few)" in project.explain(
        "k", language="en", **MONTHS
    )


def test_explain_names_the_terms_of_each_shape():
    project = project_of([{"kpi": "k", "measure": {**CLIENTS, "at": "end"}}])
    told = project.explain("k", language="en", by="canal", **MONTHS)
    assert "shape of measure: one integer an entity, one bit an instant (the instants are few)" in told
    assert "shape of rows_1: arrivals less departures, added up over time" in told

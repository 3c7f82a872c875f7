"""Which shape a scan of events is given, and what `explain` says of it."""

from datetime import datetime

import pytest
from properties.world import project_of

from kpidef.plan.event_shape import event_choices
from kpidef.plan.shape import Powers
from kpidef.plan.unit import Steps

COUNT = {"source": "ventes", "agg": "count"}
BUYERS = {"source": "ventes", "agg": "count_distinct", "expr": "client_id"}
OPENED = {"source": "abonnements", "agg": "count", "time": "debut"}
SUBSCRIBERS = {"source": "abonnements", "agg": "count_distinct", "expr": "client_id", "time": "debut"}
LONG = {"window": "3 months"}
QUARTER = {"period": "2026-01..2026-03", "grain": "month"}
YEAR = {"period": "2025-07..2026-06", "grain": "month"}
WEEKS = {"period": "2025-S01..2026-S26", "grain": "week"}
ROWS = Powers(folds_times=False, counts_months=False, timezone="Europe/Paris")
DAYS = Powers(timezone="Europe/Paris")
ADDS, DOES_NOT = ("folded", "parts_add_up"), ("days", "parts_do_not_add_up")


def choices_of(measures, asked, powers):
    kpi = {"kpi": "k", "measures": measures, "formula": " + ".join(measures)}
    scans = project_of([kpi]).plan("k", **asked).cells.parts
    return [one for scan in scans for one in event_choices(scan, powers)]


@pytest.mark.parametrize(
    ("measures", "asked", "powers", "expected"),
    [
        ({"a": COUNT}, QUARTER, DAYS, [("direct", "one_window")]),
        ({"a": COUNT}, YEAR, DAYS, [("direct", "one_window")]),
        ({"a": COUNT}, WEEKS, DAYS, [ADDS]),
        ({"a": COUNT}, YEAR, ROWS, [("direct", "one_window")]),
        ({"a": BUYERS}, WEEKS, DAYS, [("direct", "one_window")]),
        ({"a": {**COUNT, **LONG}}, YEAR, ROWS, [("sliced", "parts_add_up")]),
        ({"a": {**COUNT, **LONG}, "b": BUYERS}, YEAR, ROWS, [("sliced", "parts_add_up"), ("direct", "one_window")]),
        ({"a": {**BUYERS, **LONG}}, YEAR, ROWS, [("joined", "overlap")]),
        ({"a": {**BUYERS, **LONG}}, YEAR, DAYS, [DOES_NOT]),
        ({"a": COUNT, "b": BUYERS}, YEAR, DAYS, [("direct", "one_window")]),
        ({"a": COUNT, "b": BUYERS}, WEEKS, DAYS, [ADDS, DOES_NOT]),
        ({"a": OPENED, "b": SUBSCRIBERS}, YEAR, DAYS, [("counted", "equal_windows")]),
        ({"a": OPENED, "b": SUBSCRIBERS}, WEEKS, DAYS, [("counted", "equal_windows")]),
        ({"a": {**OPENED, **LONG}, "b": SUBSCRIBERS}, YEAR, DAYS, [ADDS, ("folded", "one_part")]),
        ({"a": OPENED, "b": {**SUBSCRIBERS, **LONG}}, YEAR, DAYS, [ADDS, DOES_NOT]),
        ({"a": COUNT}, YEAR, Powers(knows_periods=False), [("joined", "open_periods")]),
    ],
)
def test_a_shape_follows_from_the_aggregates_and_the_windows(measures, asked, powers, expected):
    assert [(one.shape, one.reason) for one in choices_of(measures, asked, powers)] == expected


@pytest.mark.parametrize(
    ("measure", "asked", "unit"),
    [
        ({**OPENED, **LONG}, YEAR, "month"),
        ({**OPENED, "window": "10 days"}, {"period": "2026-01-01..2026-03-31", "grain": "day"}, "date"),
        ({**COUNT, **LONG}, YEAR, "hour"),
    ],
)
def test_rows_are_folded_by_the_coarsest_unit_that_no_window_cuts(measure, asked, unit):
    assert [one.unit for one in choices_of({"a": measure}, asked, DAYS)] == [unit]


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        (YEAR, Steps("month", 1, datetime(2025, 7, 1))),
        ({"period": "2024..2025", "grain": "quarter"}, Steps("month", 3, datetime(2024, 1, 1))),
        (WEEKS, Steps("day", 7, datetime(2024, 12, 30))),
        ({"period": "2026-01", "grain": "day"}, Steps("day", 1, datetime(2026, 1, 1))),
    ],
)
def test_windows_that_are_equally_long_are_counted_in_whole_steps(asked, steps):
    assert [one.steps for one in choices_of({"a": OPENED}, asked, DAYS)] == [steps]


def test_explain_says_how_events_meet_their_windows():
    project = project_of([{"kpi": "k", "measure": COUNT}])
    told = "forme : les lignes repliées par heure, puis par fenêtre (les parties s'ajoutent)"
    assert told in project.explain("k", language="fr", **WEEKS)
    assert "shape: each row finds its own window (a row has one window only)" in project.explain(
        "k", language="en", **QUARTER
    )


def test_explain_says_that_a_source_is_read_once_only_where_it_is():
    kpi = {"kpi": "k", "measures": {"a": COUNT, "b": BUYERS}, "formula": "a / b"}
    project = project_of([kpi])
    assert "scan ventes, once:" in project.explain("k", language="en", **YEAR)
    assert "scan ventes: rows whose" in project.explain("k", language="en", **WEEKS)

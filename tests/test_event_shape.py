"""Which shape a scan of events is given, and what `explain` says of it."""

import pytest
from properties.world import project_of

from kpidef.plan.event_shape import event_choices
from kpidef.plan.shape import Powers

COUNT = {"source": "ventes", "agg": "count"}
BUYERS = {"source": "ventes", "agg": "count_distinct", "expr": "client_id"}
LONG = {"window": "3 months"}
QUARTER = {"period": "2026-01..2026-03", "grain": "month"}
YEAR = {"period": "2025-07..2026-06", "grain": "month"}
ROWS = Powers(folds_times=False, timezone="Europe/Paris")
DAYS = Powers(timezone="Europe/Paris")


def chosen(measures, asked, powers):
    """The shapes and their reasons, in order."""
    kpi = {"kpi": "k", "measures": measures, "formula": " + ".join(measures)}
    scans = project_of([kpi]).plan("k", **asked).cells.parts
    return [(one.shape, one.reason) for scan in scans for one in event_choices(scan, powers)]


@pytest.mark.parametrize(
    ("measures", "asked", "powers", "expected"),
    [
        ({"a": COUNT}, QUARTER, DAYS, [("direct", "one_window")]),
        ({"a": COUNT}, YEAR, DAYS, [("folded", "parts_add_up")]),
        ({"a": COUNT}, YEAR, ROWS, [("direct", "one_window")]),
        ({"a": BUYERS}, YEAR, DAYS, [("direct", "one_window")]),
        ({"a": {**COUNT, **LONG}}, YEAR, ROWS, [("sliced", "parts_add_up")]),
        ({"a": {**BUYERS, **LONG}}, YEAR, ROWS, [("joined", "overlap")]),
        ({"a": {**BUYERS, **LONG}}, YEAR, DAYS, [("days", "parts_do_not_add_up")]),
        ({"a": COUNT, "b": BUYERS}, YEAR, DAYS, [("folded", "parts_add_up"), ("days", "parts_do_not_add_up")]),
        ({"a": COUNT}, YEAR, Powers(knows_periods=False), [("joined", "open_periods")]),
    ],
)
def test_a_shape_follows_from_the_aggregates_and_the_windows(measures, asked, powers, expected):
    assert chosen(measures, asked, powers) == expected


def test_explain_says_how_events_meet_their_windows():
    project = project_of([{"kpi": "k", "measure": COUNT}])
    told = "forme : les lignes repliées par jour ou par heure, puis par fenêtre (les parties s'ajoutent)"
    assert told in project.explain("k", language="fr", **YEAR)
    assert "shape: each row finds its own window (a row has one window only)" in project.explain(
        "k", language="en", **QUARTER
    )


def test_explain_says_that_a_source_is_read_once_only_where_it_is():
    kpi = {"kpi": "k", "measures": {"a": COUNT, "b": BUYERS}, "formula": "a / b"}
    project = project_of([kpi])
    assert "scan ventes, once:" in project.explain("k", language="en", **QUARTER)
    assert "scan ventes: rows whose" in project.explain("k", language="en", **YEAR)

"""What opens a period, what closes it, and what came in and went out between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.effort import tried
from properties.requests import cuts, filters, moments, rows, spans
from properties.world import by_line

STOCKS = ["abonnements", "photos"]
COUNTS = {"agg": "count_distinct", "expr": "client_id"}
CONTENTS = {
    "abonnements": [{"agg": "count"}, COUNTS, {"agg": "sum", "expr": "mrr"}],
    "photos": [{"agg": "count"}, COUNTS, {"agg": "count", "entity": "client_id"}],
}
WINDOWS = [{}, {"window": "3 months"}, {"window": "year_to_date"}]


@st.composite
def balances(draw):
    """A KPI that must be 0: what opens, comes in and goes out, less what closes."""
    source = draw(st.sampled_from(STOCKS))
    common = {"source": source, **draw(st.sampled_from(CONTENTS[source])), **draw(st.sampled_from(WINDOWS))}
    if kept := draw(filters(source)):
        common["filters"] = kept
    measures = {
        "debut": {**common, "at": "start"},
        "entrees": {**common, "flow": "in"},
        "sorties": {**common, "flow": "out"},
        "fin": {**common, "at": "end"},
    }
    formula = "coalesce(debut, 0) + coalesce(entrees, 0) - coalesce(sorties, 0) - coalesce(fin, 0)"
    return source, {"kpi": "k", "measures": measures, "formula": formula}


@tried(60)
@given(st.data(), rows(), balances(), spans, moments)
def test_opening_plus_in_minus_out_is_closing_on_every_line(bench, data, held, balance, span, as_of):
    source, kpi = balance
    bench.hold(held)
    asked = {**span, "by": data.draw(cuts(source)), "where": data.draw(filters(source)), "as_of": as_of}
    lines = bench.ask([kpi], "k", **asked, totals="all", measures=True)
    assert [line for line in lines if line["value"] != 0] == []


@st.composite
def both_ends(draw):
    source = draw(st.sampled_from(STOCKS))
    number = {"abonnements": "mrr", "photos": "valeur"}[source]
    contents = [*CONTENTS[source], {"agg": "sum", "expr": number}, {"agg": "median", "expr": number}]
    common = {"source": source, **draw(st.sampled_from(contents)), "filters": draw(filters(source))}
    measures = {"debut": {**common, "at": "start"}, "fin": {**common, "at": "end"}}
    return source, {"kpi": "k", "measures": measures, "formula": "debut"}


@tried(50)
@given(st.data(), rows(), both_ends(), spans.filter(lambda span: "grain" in span), moments)
def test_what_closes_a_period_opens_the_next(bench, data, held, kpi_and_source, span, as_of):
    source, kpi = kpi_and_source
    bench.hold(held)
    by = data.draw(cuts(source))
    lines = bench.ask([kpi], "k", **span, by=by, as_of=as_of, measures=True)
    closing = {(line["period_end"], *(line[name] for name in by)): line["fin"] for line in lines}
    opening = {(line["period_start"], *(line[name] for name in by)): line["debut"] for line in lines}
    shared = closing.keys() & opening.keys()
    assert {key: closing[key] for key in shared} == {key: opening[key] for key in shared}


@pytest.mark.parametrize("rule", ["start", "end"])
def test_the_laws_of_stocks_do_not_hold_by_being_empty(bench, rule):
    bench.hold({"abonnements": [("s1", "c1", "a", "2026-01-15", "2026-03-15", 10)]})
    kpi = {"kpi": "k", "measure": {"source": "abonnements", "agg": "sum", "expr": "mrr", "at": rule}}
    lines = by_line(bench.ask([kpi], "k", period="2026-01..2026-04", grain="month"), [])
    expected = {"start": [0.0, 10.0, 10.0, 0.0], "end": [10.0, 10.0, 0.0, 0.0]}
    assert [value for (value,) in lines.values()] == expected[rule]

"""What a request adds to another changes nothing of what both ask."""

import random

from hypothesis import assume, given
from hypothesis import strategies as st
from properties.effort import tried
from properties.requests import cuts, filters, kpis, measures, moments, rows, source_of, spans
from properties.world import NUMBER, by_line, project_of, rounded

FACTS = ("value", "numerator", "denominator")


@tried(40)
@given(st.data(), rows(), kpis(), spans, moments)
def test_a_total_equals_the_recomputation_without_its_dimensions(bench, data, held, kpi, span, as_of):
    bench.hold(held)
    cut = data.draw(st.permutations(["clients.segment", "clients.region"]))
    asked = {**span, "where": data.draw(filters(source_of(kpi))), "as_of": as_of}
    lines = bench.ask([kpi], "k", **asked, by=cut, totals=["all", cut[0]])
    for rolled, kept in [(set(cut), []), ({cut[0]}, [cut[1]])]:
        totals = [line for line in lines if rolled_up(line) == rolled]
        alone = bench.ask([kpi], "k", **asked, by=kept)
        assert by_line(totals, kept, *FACTS) == by_line(alone, kept, *FACTS)


@tried(40)
@given(st.data(), rows(), kpis(), spans)
def test_the_order_of_filters_changes_nothing(bench, data, held, kpi, span):
    bench.hold(held)
    source = source_of(kpi)
    where = data.draw(filters(source, least=2, most=4))
    by = data.draw(cuts(source))
    lines = bench.ask([kpi], "k", **span, by=by, where=where)
    other = bench.ask([kpi], "k", **span, by=by, where=data.draw(st.permutations(where)))
    assert by_line(lines, by, *FACTS) == by_line(other, by, *FACTS)


@tried(30)
@given(st.data(), measures(two_stages=False), spans, st.randoms(use_true_random=False))
def test_the_order_of_a_measure_s_filters_is_not_in_its_sql(data, measure, span, chance: random.Random):
    written = data.draw(filters(measure["source"], least=2, most=4))
    shuffled = chance.sample(written, len(written))
    texts = [
        project_of([{"kpi": "k", "measure": {**measure, "filters": order}}]).compile("k", **span)
        for order in (written, shuffled)
    ]
    assert texts[0] == texts[1]


@tried(40)
@given(st.data(), rows(), kpis(), spans)
def test_a_join_that_nothing_needs_changes_nothing(bench, data, held, kpi, span):
    bench.hold(held)
    by = data.draw(cuts(source_of(kpi)))
    lines = bench.ask([kpi], "k", **span, by=by)
    joined = bench.ask([kpi], "k", **span, by=by, where="clients.region is null or clients.region is not null")
    assert by_line(lines, by, *FACTS) == by_line(joined, by, *FACTS)


ROLLING = [
    ("3 months", "2026-03", "2026-01..2026-03"),
    ("1 month", "2026-03", "2026-03"),
    ("6 months", "2026-T2", "2026-01..2026-06"),
    ("year_to_date", "2026-05", "2026-01..2026-05"),
    ("year_to_date", "2026-T1", "2026-01..2026-03"),
    ("28 days", "2026-S14", "2026-S11..2026-S14"),
    ("7 days", "2026-03-31", "2026-03-25..2026-03-31"),
    ("all_time", "2026-05", "1990-01-01..2026-05-31"),
]


@tried(60)
@given(st.data(), rows(), measures(two_stages=False), st.sampled_from(ROLLING), moments)
def test_a_rolling_window_equals_the_same_window_asked_alone(bench, data, held, measure, case, as_of):
    window, period, same = case
    assume(window != "all_time" or not (measure.keys() & {"flow"} or measure.get("at") in ("start", "average")))
    bench.hold(held)
    by = data.draw(cuts(measure["source"]))
    rolling, plain = (
        {"kpi": name, "measure": {**measure, **more}} for name, more in (("k", {"window": window}), ("p", {}))
    )
    lines = bench.ask([rolling], "k", period=period, by=by, as_of=as_of)
    alone = bench.ask([plain], "p", period=same, by=by, as_of=as_of)
    assert values(lines, by) == values(alone, by)


@tried(40)
@given(st.data(), rows(), st.sampled_from(["1 month", "3 months", "year_to_date"]), measures(two_stages=False), moments)
def test_overlapping_windows_equal_each_asked_alone(bench, data, held, window, measure, as_of):
    bench.hold(held)
    by = data.draw(cuts(measure["source"]))
    kpi = {"kpi": "k", "measure": {**measure, "window": window}}
    together = bench.ask([kpi], "k", period="2026-01..2026-04", grain="month", by=by, as_of=as_of)
    for period in ("2026-01", "2026-02", "2026-03", "2026-04"):
        alone = bench.ask([kpi], "k", period=period, by=by, as_of=as_of)
        found = [line for line in together if line["period"] == period]
        empty = values(found, by).items() - values(alone, by).items()
        assert values(alone, by).items() <= values(found, by).items()
        assert {value for _, value in empty} <= {0, None}


@tried(30)
@given(st.data(), rows(), st.lists(st.sampled_from(sorted(NUMBER)), min_size=2, max_size=4), spans, moments)
def test_many_kpis_in_one_request_equal_each_asked_alone(bench, data, held, sources, span, as_of):
    bench.hold(held)
    several = [data.draw(kpis(f"k{rank}", source)) for rank, source in enumerate(sources)]
    project = project_of(several)
    by = data.draw(st.lists(st.sampled_from(["clients.segment", "clients.region"]), max_size=2, unique=True))
    asked = {**span, "by": by, "as_of": as_of, "compare": data.draw(st.sampled_from([None, "previous", "year_ago"]))}
    names = [kpi["kpi"] for kpi in several]
    together = bench.answer(project, names, **asked)
    alone = [line for name in names for line in bench.answer(project, name, **asked)]
    assert by_line(together, by, *FACTS, "null_reason") == by_line(alone, by, *FACTS, "null_reason")


@tried(40)
@given(st.data(), rows(), kpis(), spans, moments)
def test_a_group_equals_the_same_request_filtered_to_it(bench, data, held, kpi, span, as_of):
    bench.hold(held)
    (cut,) = data.draw(cuts(source_of(kpi), least=1, most=1))
    lines = bench.ask([kpi], "k", **span, by=cut, as_of=as_of)
    for group in {line[cut] for line in lines}:
        condition = f"{cut} is null" if group is None else f"{cut} = '{group}'"
        alone = bench.ask([kpi], "k", **span, where=condition, as_of=as_of)
        assert by_line([one for one in lines if one[cut] == group], [], *FACTS) == by_line(alone, [], *FACTS)


@tried(40)
@given(st.data(), rows(), kpis(), spans, moments)
def test_sparse_lines_are_some_of_the_others(bench, data, held, kpi, span, as_of):
    bench.hold(held)
    by = data.draw(cuts(source_of(kpi), least=1))
    asked = {**span, "by": by, "as_of": as_of}
    dense = by_line(bench.ask([kpi], "k", **asked), by, *FACTS)
    sparse = by_line(bench.ask([kpi], "k", **asked, sparse=True), by, *FACTS)
    assert sparse.items() <= dense.items()


@tried(30)
@given(rows(), kpis(), spans)
def test_every_period_of_a_combination_is_on_the_grid(bench, held, kpi, span):
    bench.hold(held)
    lines = bench.ask([kpi], "k", **span, by="clients.segment")
    periods = {line["period"] for line in lines}
    groups = {line["clients.segment"] for line in lines}
    assert len(lines) == len(periods) * len(groups)


def rolled_up(line):
    return set(line["rolled_up"] or ())


def values(lines, by):
    """The lines' values by combination, whatever their period is called."""
    found = {tuple(line[name] for name in by): rounded(line["value"]) for line in lines}
    assert len(found) == len(lines)
    return found

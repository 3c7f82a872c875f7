"""However rows find their windows (counted, folded by month, day or hour, compared), the numbers are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from properties.world import opened_bench

from kpidef.sql.dialects import duckdb

COMPARED = replace(duckdb.RECORD, folds_times=False, counts_months=False, keeps_by="case")
AGGREGATES = (
    {"agg": "count"},
    {"agg": "count", "filters": ["canal = 'a'"]},
    {"agg": "count_distinct", "expr": "client_id"},
    {"agg": "sum"},
    {"agg": "min"},
    {"agg": "median"},
)
WINDOWS = ({}, {"window": "3 months"}, {"window": "year_to_date"})
TIMES = {"abonnements": ("debut", "mrr"), "ventes": ("vendue_le", "montant")}
ASKED = (
    {"period": "1969-10..1971-03", "grain": "month"},
    {"period": "1969-T1..1971-T4", "grain": "quarter"},
    {"period": "1969..1971", "grain": "year"},
    {"period": "1969-S40..1970-S53", "grain": "week"},
    {"period": "1969-12-01..1970-02-28", "grain": "day"},
    {"period": "1969-10..1970-12", "grain": "month", "by": "clients.segment", "totals": "all"},
)


def kpis_of(source):
    time, amount = TIMES[source]
    found = []
    for rank, agg in enumerate(AGGREGATES):
        expr = {} if agg["agg"].startswith("count") else {"expr": amount}
        for place, window in enumerate(WINDOWS):
            measure = {"source": source, "time": time, **agg, **expr, **window}
            found.append({"kpi": f"k_{rank}_{place}", "measure": measure})
    return found


def rows():
    """Events around 1970, many of them at the very bounds of hours, days and months."""
    dice, first = Random(1970), date(1968, 12, 31)
    days = [first + timedelta(days=dice.randrange(1100)) for _ in range(400)]
    days += [date(year, month, 1) for year in (1969, 1970, 1971) for month in range(1, 13)]
    clients = [[f"c{rank}", "ab"[rank % 2], None] for rank in range(9)]
    opened = [
        [f"a{rank}", f"c{rank % 11}", dice.choice("ab"), day, None, dice.randrange(100)]
        for rank, day in enumerate(days)
    ]
    sold = [
        [f"v{rank}", f"c{rank % 11}", dice.choice("ab"), _instant(dice, day), dice.randrange(100)]
        for rank, day in enumerate(days)
    ]
    return {"clients": clients, "abonnements": opened, "ventes": sold}


def _instant(dice, day):
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return at + dice.choice(
        (timedelta(), timedelta(hours=22), timedelta(hours=23), timedelta(hours=23, seconds=-1), timedelta(minutes=61))
    )


@pytest.fixture(scope="module")
def bench():
    with opened_bench() as opened:
        opened.hold(rows())
        yield opened


@pytest.mark.parametrize("source", TIMES)
@pytest.mark.parametrize("asked", ASKED, ids=lambda one: "-".join(str(value) for value in one.values()))
def test_the_numbers_do_not_depend_on_how_rows_find_their_windows(bench, monkeypatch, source, asked):
    kpis = kpis_of(source)
    names = [one["kpi"] for one in kpis]
    quickest = bench.ask(kpis, names, **asked)
    monkeypatch.setattr(duckdb, "RECORD", COMPARED)
    assert quickest == bench.ask(kpis, names, **asked)


@pytest.mark.parametrize("source", TIMES)
def test_a_month_s_numbers_are_those_of_plain_sql(bench, source):
    time, amount = TIMES[source]
    local = time if source == "abonnements" else f"{time} AT TIME ZONE 'Europe/Paris'"
    kpis = kpis_of(source)
    asked = {"period": "1969-01..1971-12", "grain": "month"}
    answered = bench.ask(kpis, ["k_0_0", "k_1_0", "k_2_0", "k_3_0"], **asked)
    expected = bench.warehouse.execute(
        f"SELECT date_trunc('month', {local})::DATE AS month, count(*) AS k_0_0,"
        f" count(*) FILTER (WHERE canal = 'a') AS k_1_0, count(DISTINCT client_id) AS k_2_0, sum({amount}) AS k_3_0"
        f" FROM {source} WHERE year({local}) BETWEEN 1969 AND 1971 GROUP BY 1"
    ).to_pylist()
    found = {(line["kpi"], line["period_start"]): line["value"] for line in answered if line["value"]}
    wanted = {(name, line["month"]): float(line[name]) for line in expected for name in line if name != "month"}
    assert found == {key: value for key, value in wanted.items() if value}

"""The reference evaluator itself, against values worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from reference.evaluator import evaluate_request
from reference.instants import Clock
from reference.world import World, only_shortest

PARIS = ZoneInfo("Europe/Paris")


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS).astimezone(UTC)


DEMANDES = {
    "source": "demandes",
    "key": "demande_id",
    "time": "recue_le",
    "columns": {
        "demande_id": {"type": "text"},
        "client_id": {"type": "text", "references": "clients.client_id"},
        "recue_le": {"type": "timestamptz"},
        "escaladee_le": {"type": "timestamptz"},
        "automatisee": {"type": "boolean"},
        "canal": {"type": "text", "same_as": "contacts.canal"},
        "contacts_sous_7_jours": {
            "type": "integer",
            "rollup": {
                "source": "contacts",
                "match": "demande_id",
                "agg": "count",
                "filters": ["debut_le < shift(this.recue_le, '7 days')"],
            },
        },
    },
}
CLIENTS = {
    "source": "clients",
    "key": "client_id",
    "columns": {"client_id": {"type": "text"}, "segment": {"type": "text"}},
}
CONTACTS = {
    "source": "contacts",
    "key": "contact_id",
    "time": "debut_le",
    "columns": {
        "contact_id": {"type": "text"},
        "demande_id": {"type": "text", "references": "demandes.demande_id"},
        "debut_le": {"type": "timestamptz"},
        "canal": {"type": "text"},
    },
}
ABONNEMENTS = {
    "source": "abonnements",
    "key": "abonnement_id",
    "validity": {"from": "debut", "to": "fin"},
    "columns": {
        "abonnement_id": {"type": "text"},
        "client_id": {"type": "text", "references": "clients.client_id"},
        "debut": {"type": "date"},
        "fin": {"type": "date"},
        "mrr": {"type": "decimal"},
    },
}
SCORES = {
    "source": "scores",
    "key": ["client_id", "photo_le"],
    "snapshot": {"at": "photo_le", "stale_after": "40 days"},
    "columns": {"client_id": {"type": "text"}, "photo_le": {"type": "date"}, "score": {"type": "integer"}},
}
SOURCES = [DEMANDES, CLIENTS, CONTACTS, ABONNEMENTS, SCORES]


def run(kpi, data, period, grain="month", **request):
    kpis = kpi if isinstance(kpi, list) else [kpi]
    spec = {"sources": SOURCES, "kpis": [{"kpi": f"k{i}", **one} for i, one in enumerate(kpis)]}
    asked = {"kpis": "k0", "period": period, "grain": grain, **request}
    return evaluate_request(spec, data, asked)


def values(*arguments, **request):
    return [row["value"] for row in run(*arguments, **request)]


ESCALADE = {
    "numerator": {"source": "demandes", "agg": "count", "filters": ["automatisee", "escaladee_le is not null"]},
    "denominator": {"source": "demandes", "agg": "count", "filters": ["automatisee"]},
}


def demande(name, recue_le, **others):
    return {"demande_id": name, "recue_le": recue_le, **others}


def test_the_printed_example_of_the_escalation_rate():
    rows = [
        demande("d1", paris(2026, 3, 2, 9), automatisee=True),
        demande("d2", paris(2026, 3, 3, 9), automatisee=True, escaladee_le=paris(2026, 3, 3, 9, 5)),
        demande("d3", paris(2026, 3, 31, 23, 59), automatisee=True),
        demande("d4", paris(2026, 3, 4, 9), automatisee=False),
    ]
    (row,) = run(ESCALADE, {"demandes": rows}, "2026-03")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert row["value"] == pytest.approx(0.333333, abs=1e-6)


def test_months_are_cut_at_local_midnights():
    rows = [
        demande("d1", datetime(2026, 3, 31, 22, 0, tzinfo=UTC)),
        demande("d2", datetime(2026, 3, 31, 21, 59, tzinfo=UTC)),
    ]
    kpi = {"measure": {"source": "demandes", "agg": "count"}}
    assert values(kpi, {"demandes": rows}, "2026-03..2026-04") == [1, 1]


def test_division_by_zero_is_null():
    assert values(ESCALADE, {"demandes": []}, "2026-03") == [None]


def contract(name, client, begins, ends, mrr="10"):
    return {"abonnement_id": name, "client_id": client, "debut": begins, "fin": ends, "mrr": Decimal(mrr)}


CONTRACTS = [
    contract("a1", "c1", date(2025, 1, 1), None),  # there all along
    contract("a2", "c2", date(2025, 1, 1), date(2026, 3, 15)),  # leaves in March
    contract("a3", "c3", date(2026, 3, 1), None),  # arrives on the first of March: not in its opening stock
    contract("a4", "c4", date(2025, 1, 1), date(2026, 3, 1)),  # ends on the first of March: still in its opening stock
    contract("a5", "c5", date(2026, 3, 5), date(2026, 3, 9)),  # passes through
    contract("a6", "c6", date(2025, 1, 1), date(2026, 3, 10)),  # changes contract ...
    contract("a7", "c6", date(2026, 3, 10), None, "25"),  # ... and stays a customer
    contract("a8", None, date(2025, 1, 1), None),  # of nobody
    contract("a9", "c9", None, None),  # never true
]


def stock(**rule):
    return {"measure": {"source": "abonnements", "agg": "count_distinct", "expr": "client_id", **rule}}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"at": "start"}, [4]),  # c1 c2 c4 c6
        ({"at": "end"}, [3]),  # c1 c3 c6
        ({"at": "any"}, [5]),  # c1 c2 c3 c5 c6: c4 ended when March opened
        ({"at": "average"}, [3.5]),
        ({"flow": "out"}, [2]),  # c2 c4
        ({"flow": "in"}, [1]),  # c3
    ],
)
def test_each_rule_on_intervals(rule, expected):
    assert values(stock(**rule), {"abonnements": CONTRACTS}, "2026-03") == expected


def test_opening_plus_in_minus_out_is_closing_and_the_next_opening():
    data = {"abonnements": CONTRACTS}
    months = "2026-01..2026-06"
    opening, closing = values(stock(at="start"), data, months), values(stock(at="end"), data, months)
    arrived, left = values(stock(flow="in"), data, months), values(stock(flow="out"), data, months)
    assert [a + b - c for a, b, c in zip(opening, arrived, left, strict=True)] == closing
    assert closing[:-1] == opening[1:]


def test_the_opening_revenue_of_the_customers_who_left():
    kpi = {"measure": {"source": "abonnements", "agg": "sum", "expr": "mrr", "flow": "out", "entity": "client_id"}}
    assert values(kpi, {"abonnements": CONTRACTS}, "2026-03") == [20]


def test_expansion_revenue_in_two_stages():
    inner = {"source": "abonnements", "agg": "sum", "expr": "mrr"}
    kpi = {
        "measure": {
            "per": "client_id",
            "measures": {
                "debut": {**inner, "at": "start"},
                "fin": {**inner, "at": "end"},
                "presents": {"source": "abonnements", "agg": "count", "at": "start"},
                "restes": {"source": "abonnements", "agg": "count", "at": "end"},
            },
            "having": "presents > 0 and restes > 0",
            "formula": "greatest(fin - debut, 0)",
            "agg": "sum",
        }
    }
    assert values(kpi, {"abonnements": CONTRACTS}, "2026-03") == [15]


def test_a_stock_stops_at_the_observation_time():
    data = {"abonnements": CONTRACTS}
    assert values(stock(at="end"), data, "2026-03", as_of="2026-03-12") == [4]  # c1 c2 c3 c6


def test_an_unfinished_month_is_compared_with_the_same_part_of_the_month_before():
    rows = [demande(f"d{day}", paris(2026, 2, day, 12)) for day in (1, 9, 10, 11, 20)] + [
        demande("m", paris(2026, 3, 2))
    ]
    kpi = {"measures": {"m": {"source": "demandes", "agg": "count"}}, "formula": "previous(m)"}
    assert values(kpi, {"demandes": rows}, "2026-03", as_of="2026-03-10T12:00") == [2]  # before 10 February 12:00
    assert values(kpi, {"demandes": rows}, "2026-03", as_of="2026-04-01") == [5]


def test_a_window_is_recomputed_from_the_rows():
    rows = [demande("d1", paris(2026, 1, 5), canal="a"), demande("d2", paris(2026, 2, 5), canal="a")]
    kpi = {"measure": {"source": "demandes", "agg": "count_distinct", "expr": "canal", "window": "2 months"}}
    assert values(kpi, {"demandes": rows}, "2026-01..2026-04") == [1, 1, 1, 0]


def test_year_to_date_and_all_time():
    rows = [demande("d0", paris(2025, 12, 31)), demande("d1", paris(2026, 1, 5)), demande("d2", paris(2026, 2, 5))]
    to_date = {"measure": {"source": "demandes", "agg": "count", "window": "year_to_date"}}
    ever = {"measure": {"source": "demandes", "agg": "count", "window": "all_time"}}
    assert values(to_date, {"demandes": rows}, "2026-01..2026-02") == [1, 2]
    assert values(ever, {"demandes": rows}, "2026-01..2026-02") == [2, 3]


PHOTOS = [
    {"client_id": "c1", "photo_le": date(2026, 2, 20), "score": 5},
    {"client_id": "c1", "photo_le": date(2026, 3, 31), "score": 7},
    {"client_id": "c2", "photo_le": date(2026, 2, 20), "score": 9},  # 40 days before 1 April: still good
    {"client_id": "c3", "photo_le": date(2026, 2, 19), "score": 99},  # 41 days: stale
    {"client_id": "c4", "photo_le": date(2026, 4, 1), "score": 50},  # not before the end of March
]


def test_the_last_photo_of_each_entity_unless_stale():
    kpi = {"measure": {"source": "scores", "agg": "sum", "expr": "score", "at": "end"}}
    assert values(kpi, {"scores": PHOTOS}, "2026-03") == [16]


def test_filters_choose_among_photos_before_the_last_one_is_taken():
    kpi = {"measure": {"source": "scores", "agg": "sum", "expr": "score", "at": "end", "filters": "score < 7"}}
    assert values(kpi, {"scores": PHOTOS}, "2026-03") == [5]


CUSTOMERS = [
    {"client_id": "c1", "segment": "PME"},
    {"client_id": "c2", "segment": "ETI"},
    {"client_id": "c3", "segment": None},
]
REQUESTS = [
    demande("d1", paris(2026, 3, 2), client_id="c1", automatisee=True, canal="chat"),
    demande("d2", paris(2026, 3, 3), client_id="c2", automatisee=True, escaladee_le=paris(2026, 3, 4), canal="email"),
    demande("d3", paris(2026, 4, 3), client_id="c9", automatisee=True, canal="chat"),  # an orphan
    demande("d4", paris(2026, 4, 3), client_id="c3", automatisee=True, canal="chat"),
]
DATA = {"demandes": REQUESTS, "clients": CUSTOMERS}


def test_every_combination_is_in_every_period_and_an_orphan_joins_the_null_group():
    rows = run(ESCALADE, DATA, "2026-03..2026-04", by="clients.segment")
    assert [(row["period"], row["clients.segment"], row["denominator"]) for row in rows] == [
        ("2026-03", "ETI", 1),
        ("2026-03", "PME", 1),
        ("2026-03", None, 0),
        ("2026-04", "ETI", 0),
        ("2026-04", "PME", 0),
        ("2026-04", None, 2),
    ]


def test_sparse_keeps_the_combinations_of_each_period():
    rows = run(ESCALADE, DATA, "2026-03..2026-04", by="clients.segment", sparse=True)
    assert [(row["period"], row["clients.segment"]) for row in rows] == [
        ("2026-03", "ETI"),
        ("2026-03", "PME"),
        ("2026-04", None),
    ]


def test_an_orphan_fails_a_difference():
    assert [
        row["denominator"] for row in run(ESCALADE, DATA, "2026-03..2026-04", where="clients.segment <> 'PME'")
    ] == [1, 0]


def test_a_group_equals_the_request_filtered_to_it():
    rows = run(ESCALADE, DATA, "2026", "year", by="clients.segment")
    by = {row["clients.segment"]: row["denominator"] for row in rows}
    for segment, condition in [("PME", "= 'PME'"), ("ETI", "= 'ETI'"), (None, "is null")]:
        (row,) = run(ESCALADE, DATA, "2026", "year", where=f"clients.segment {condition}")
        assert row["denominator"] == by[segment] > 0


def test_a_total_line_is_recomputed():
    rows = run(ESCALADE, DATA, "2026-03", by="clients.segment", totals=["all"])
    (total,) = (row for row in rows if row["rolled_up"])
    assert (total["rolled_up"], total["value"], total["clients.segment"]) == (["clients.segment"], 0.5, None)


def test_total_in_a_formula_looks_beyond_its_group_and_not_beyond_the_filters():
    kpi = {"measures": {"m": {"source": "demandes", "agg": "count"}}, "formula": "m / total(m)"}
    request = {"by": ["demandes.canal"], "where": ["clients.segment is null or clients.segment <> 'ETI'"]}
    assert values(kpi, DATA, "2026", grain="year", **request) == [1.0]
    assert values(kpi, DATA, "2026", grain="year", by=["demandes.canal"]) == [0.75, 0.25]


def test_a_rollup_counts_by_the_host_row():
    contacts = [
        {"contact_id": "x1", "demande_id": "d1", "debut_le": paris(2026, 3, 8, 23), "canal": "chat"},
        {
            "contact_id": "x2",
            "demande_id": "d1",
            "debut_le": paris(2026, 3, 9),
            "canal": "chat",
        },  # seven local days later
        {"contact_id": "x3", "demande_id": None, "debut_le": paris(2026, 3, 8), "canal": "chat"},
    ]
    kpi = {"measure": {"source": "demandes", "agg": "sum", "expr": "contacts_sous_7_jours"}}
    assert values(kpi, {**DATA, "contacts": contacts}, "2026-03") == [1]
    assert [row["value"] for row in run(kpi, {**DATA, "contacts": contacts}, "2026-03", by="contacts.canal")] == [1, 0]


def test_who_came_back_is_a_cohort_of_the_month_before():
    rows = [
        demande("d1", paris(2026, 2, 2), client_id="c1"),
        demande("d2", paris(2026, 3, 2), client_id="c1"),
        demande("d3", paris(2026, 3, 2), client_id="c2"),
        demande("d4", paris(2026, 3, 2)),
    ]
    clients = {"source": "demandes", "agg": "count_distinct", "expr": "client_id"}
    kpi = {"measures": {"m": clients, "revenus": {**clients, "cohort": "previous(m)"}}, "formula": "revenus"}
    assert values(kpi, {"demandes": rows}, "2026-02..2026-03") == [0, 1]


def test_entities_with_at_least_two_rows():
    rows = [
        demande(f"d{i}", paris(2026, 3, 2), client_id=client) for i, client in enumerate(["a", "a", "b", None, None])
    ]
    kpi = {"measure": {"source": "demandes", "per": "client_id", "having": "count(*) >= 2", "agg": "count"}}
    assert values(kpi, {"demandes": rows}, "2026-03") == [1]


def test_terms_parameters_and_extensions():
    kpis = [
        {"extends": "k1", "params": {"seuil": 3}},
        {
            "measure": {"source": "scores", "agg": "count", "at": "end", "filters": "score > :seuil"},
            "params": {"seuil": 8},
        },
        {"numerator": "k1", "denominator": "k0"},
    ]
    assert values(kpis, {"scores": PHOTOS}, "2026-03", kpis="k0") == [2]
    assert values(kpis, {"scores": PHOTOS}, "2026-03", kpis="k2") == [0.5]


def test_summer_time_makes_the_day_one_hour_shorter():
    rows = [demande("d1", paris(2026, 3, 28, 9), escaladee_le=paris(2026, 3, 29, 9))]
    kpi = {"measure": {"source": "demandes", "agg": "sum", "expr": "duration(recue_le, escaladee_le, 'hour')"}}
    assert values(kpi, {"demandes": rows}, "2026-03") == [23]


def test_one_calendar_month_apart_and_not_thirty_days():
    rows = [demande("d1", paris(2026, 1, 31, 23), escaladee_le=paris(2026, 2, 1, 0))]
    kpi = {
        "measure": {
            "source": "demandes",
            "agg": "sum",
            "expr": "calendar(escaladee_le, 'month') - calendar(recue_le, 'month')",
        }
    }
    assert values(kpi, {"demandes": rows}, "2026-01") == [1]


def test_the_part_of_an_interval_inside_the_period():
    kpi = {"measure": {"source": "abonnements", "agg": "sum", "expr": "overlap('day')", "at": "any"}}
    rows = [contract("a1", "c1", date(2026, 2, 20), date(2026, 3, 4)), contract("a2", "c1", date(2026, 3, 30), None)]
    assert values(kpi, {"abonnements": rows}, "2026-02..2026-03") == [9, 3 + 2]


def test_a_tie_of_paths_is_refused():
    with pytest.raises(LookupError):
        only_shortest([("a", "segment"), ("b", "segment")])


def test_same_as_makes_one_dimension_of_two_columns():
    world = World(SOURCES, {}, Clock(PARIS))
    assert world.dimension_path("demandes", "contacts.canal") == ("canal",)
    assert world.dimension_path("contacts", "demandes.canal") == ("canal",)


def test_the_zone_of_the_request_moves_the_cut():
    rows = [demande("d1", datetime(2026, 3, 31, 23, 0, tzinfo=UTC))]
    kpi = {"measure": {"source": "demandes", "agg": "count"}}
    assert values(kpi, {"demandes": rows}, "2026-03..2026-04") == [0, 1]
    assert values(kpi, {"demandes": rows}, "2026-03..2026-04", timezone="UTC") == [1, 0]

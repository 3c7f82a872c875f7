"""Random rows, measures, KPIs and requests over the small company."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from properties.world import NUMBER, OWN_CUT

CLIENTS = [f"c{number}" for number in range(6)]
WORDS = ["a", "b", "c"]
FIRST_DAY = date(2025, 11, 20)
LAST_DAY = date(2026, 6, 30)

words = st.sampled_from([*WORDS, None])
clients = st.sampled_from([*CLIENTS, "orphelin", None])
# Bounds of periods are where laws break: the first days of months are drawn often.
days = st.dates(FIRST_DAY, LAST_DAY) | st.sampled_from([date(2026, month, 1) for month in range(1, 7)])
instants = st.builds(
    lambda day, minutes: datetime(day.year, day.month, day.day) + timedelta(minutes=minutes),
    days,
    st.sampled_from([0, 1, 600, 1319, 1320, 1380, 1439]),
)
numbers = st.sampled_from([None, 0, 1, 5, 10, 99])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every source; references may be orphans, everything but keys may be null."""
    kept = draw(st.lists(st.sampled_from(CLIENTS), unique=True, max_size=5))
    intervals = draw(st.lists(st.tuples(clients, words, st.none() | days, st.none() | days, numbers), max_size=10))
    sales = draw(st.lists(st.tuples(clients, words, st.none() | instants, numbers), max_size=10))
    photos = draw(
        st.lists(st.tuples(clients, days, words, numbers), max_size=12, unique_by=lambda row: (row[0], row[1]))
    )
    return {
        "clients": [(client, draw(words), draw(words)) for client in kept],
        "abonnements": [(f"s{rank}", *row) for rank, row in enumerate(intervals)],
        "ventes": [(f"v{rank}", *row) for rank, row in enumerate(sales)],
        "photos": photos,
    }


def filters(source: str, *, least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    cut, number = OWN_CUT[source], NUMBER[source]
    return st.lists(
        st.sampled_from(
            [
                f"{cut} = 'a'",
                f"{cut} <> 'b'",
                f"{number} > 4",
                f"coalesce({number}, 0) < 50",
                "clients.segment = 'a'",
                "clients.region is not null",
                f"{cut} in ('a', 'c') or {number} = 1",
            ]
        ),
        min_size=least,
        max_size=most,
        unique=True,
    )


def aggregates(source: str, *, additive: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    sums = [
        {"agg": "count"},
        {"agg": "count_distinct", "expr": "client_id"},
        {"agg": "sum", "expr": NUMBER[source]},
    ]
    others = [{"agg": name, "expr": NUMBER[source]} for name in ("avg", "min", "max", "median")]
    others.append({"agg": {"percentile": 0.9}, "expr": NUMBER[source]})
    return st.sampled_from(sums if additive else [*sums, *others])


def rules(source: str) -> st.SearchStrategy[dict[str, str]]:
    """The time rules that the source serves; those that refuse an aggregate come without it."""
    served: dict[str, list[dict[str, str]]] = {
        "ventes": [{}, {"time": "vendue_le"}],
        "abonnements": [{"time": "debut"}, {"at": "start"}, {"at": "end"}, {"at": "any"}, {"at": "average"},
                        {"flow": "in"}, {"flow": "out"}, {"flow": "out", "entity": "client_id"}],
        "photos": [{"time": "photo_le"}, {"at": "start"}, {"at": "end"}, {"flow": "in"}, {"flow": "out"}],
    }  # fmt: skip
    return st.sampled_from(served[source])


@st.composite
def measures(draw: st.DrawFn, source: str | None = None, *, two_stages: bool = True) -> dict[str, Any]:
    """A measure of one stage, or of two."""
    source = source or draw(st.sampled_from(sorted(NUMBER)))
    if two_stages and draw(st.integers(0, 5)) == 0:
        inner = draw(measures(source, two_stages=False))
        return {
            "per": "client_id",
            "measures": {"dedans": inner},
            "formula": "coalesce(dedans, 0) + 1",
            "having": draw(st.sampled_from(["dedans > 0", "value > 1", "dedans is not null"])),
            "agg": draw(st.sampled_from(["count", "sum", "max", "median"])),
        }
    rule = draw(rules(source))
    additive = "flow" in rule or rule.get("at") == "average"
    written = {"source": source, **draw(aggregates(source, additive=additive)), **rule}
    if kept := draw(filters(source)):
        written["filters"] = kept
    return written


@st.composite
def kpis(draw: st.DrawFn, name: str = "k", source: str | None = None) -> dict[str, Any]:
    """A KPI whose measures read one source."""
    source = source or draw(st.sampled_from(sorted(NUMBER)))
    match draw(st.sampled_from(["measure", "ratio", "previous"])):
        case "measure":
            return {"kpi": name, "measure": draw(measures(source))}
        case "ratio":
            return {"kpi": name, "numerator": draw(measures(source)), "denominator": draw(measures(source))}
    return {
        "kpi": name,
        "measures": {"m": draw(measures(source)), "n": draw(measures(source))},
        "formula": "coalesce(m, 0) - coalesce(previous(m), 0) + 2 * coalesce(n, 0)",
    }


def source_of(kpi: dict[str, Any]) -> str:
    """The source that all the measures of a KPI read."""
    measure = kpi.get("measure") or kpi.get("numerator") or kpi["measures"]["m"]
    return measure.get("source") or measure["measures"]["dedans"]["source"]


spans = st.sampled_from(
    [
        {"period": "2026-01..2026-04", "grain": "month"},
        {"period": "2026-S09..2026-S14", "grain": "week"},
        {"period": "2026-03-27..2026-04-02", "grain": "day"},
        {"period": "2025-T4..2026-T2", "grain": "quarter"},
        {"period": "2026-02"},
        {"period": "2026-01-15..2026-03-14"},
        {"period": "2026-H1", "grain": "semester"},
    ]
)
moments = st.sampled_from([None, "2026-07-01", "2026-03-20", "2026-03-29 12:00", "2026-01-01"])


def cuts(source: str, *, least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    choices = [OWN_CUT[source], "clients.segment", "clients.region"]
    return st.lists(st.sampled_from(choices), min_size=least, max_size=most, unique=True)

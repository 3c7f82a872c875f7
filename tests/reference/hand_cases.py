"""Cases written by hand, for what chance meets too seldom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from reference.random_specs import Case

FACTS = {
    "source": "faits",
    "label": "Faits",
    "key": "fait_id",
    "time": "arrive_le",
    "columns": {
        "fait_id": {"type": "text"},
        "client": {"type": "text"},
        "arrive_le": {"type": "timestamptz"},
        "fini_le": {"type": "timestamptz"},
        "canal": {"type": "text"},
    },
}


def count(*filters: str, **others: Any) -> dict[str, Any]:
    return {"source": "faits", "agg": "count", "filters": list(filters), **others}


def total(expr: str) -> dict[str, Any]:
    return {"source": "faits", "agg": "sum", "expr": expr}


MEASURES = {
    "tous": count(),
    "sous_un_jour": count("fini_le < shift(arrive_le, '1 day')"),
    "jours": total("calendar(fini_le, 'day') - calendar(arrive_le, 'day')"),
    "semaines": total("calendar(fini_le, 'week') - calendar(arrive_le, 'week')"),
    "trimestres": total("calendar(fini_le, 'quarter') - calendar(arrive_le, 'quarter')"),
    "annees": total("calendar(fini_le, 'year') - calendar(arrive_le, 'year')"),
    "web": count("canal like 'w%'"),
    "clients": {"source": "faits", "agg": "count_distinct", "expr": "client"},
    "revenus": count(entity="client", cohort="previous(clients)"),
}
KPI = {"kpi": "essai", "label": "Essai", "description": "Un essai.", "measures": MEASURES, "formula": "tous"}


def fact(number: int, arrived: tuple[int, ...], ended: tuple[int, ...], canal: str | None = None) -> dict[str, Any]:
    """Times are those of UTC."""
    arrive, fini = (datetime(*moment, tzinfo=UTC) for moment in (arrived, ended))  # type: ignore[arg-type, misc]
    return {"fait_id": f"f{number}", "client": f"c{number % 3}", "arrive_le": arrive, "fini_le": fini, "canal": canal}


def case(number: int, zone: str, year_start: str, rows: list[dict[str, Any]], **request: Any) -> Case:
    project = {"timezone": zone, "calendar": {"year_start": year_start}}
    spec = {"project": project, "sources": [FACTS], "kpis": [KPI]}
    asked = {"kpis": ["essai"], "as_of": "2027-01-01", **request}
    return Case(-number, spec, {"faits": rows}, asked, frozenset())


def hand_cases() -> list[Case]:
    return [
        # In Beirut the 29 March 2026 begins at 01:00: that midnight does not exist.
        case(
            1,
            "Asia/Beirut",
            "01-01",
            [
                fact(1, (2026, 3, 28, 21, 30), (2026, 3, 29, 21, 15), "web"),
                fact(2, (2026, 3, 28, 22), (2026, 3, 29, 20, 59), "WEB"),
                fact(3, (2026, 3, 28, 12), (2026, 3, 29, 11, 30)),
                fact(4, (2026, 3, 27, 22, 30), (2026, 3, 28, 22, 30)),
            ],
            period="2026-03-27..2026-03-30",
            grain="day",
        ),
        # A fiscal year from July: a day apart, and another week, quarter and year.
        case(
            2,
            "Europe/Paris",
            "07-01",
            [
                fact(1, (2026, 6, 30, 21, 59), (2026, 6, 30, 22), "wap"),
                fact(2, (2025, 12, 31, 22, 59), (2025, 12, 31, 23)),
                fact(3, (2026, 3, 1, 22, 30), (2026, 3, 1, 23, 30), "Web"),
            ],
            period="EX2026",
            grain="month",
        ),
        # Who came back by another channel is not of the filtered cohort.
        case(
            3,
            "Europe/Paris",
            "01-01",
            [
                fact(1, (2026, 1, 10), (2026, 1, 11), "web"),
                fact(4, (2026, 2, 10), (2026, 2, 11), "tel"),
                fact(2, (2026, 1, 10), (2026, 1, 11), "tel"),
                fact(5, (2026, 2, 10), (2026, 2, 11), "tel"),
            ],
            period="2026-01..2026-03",
            grain="month",
            where=["faits.canal = 'tel'"],
        ),
    ]

"""Requests drawn at random from a seed: their KPIs as YAML, and the plain SQL that a person would write for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.works import Work

FACTS = ("commandes", "tickets")
_TABLES = {"commandes": ("orders", "order_date"), "tickets": ("tickets", "opened_date")}
_NUMBERS = {"commandes": {"montant": "amount", "quantite": "quantity"}, "tickets": {"duree": "handle_seconds"}}
_CONDITIONS = {
    "commandes": {
        "statut = 'completed'": "status = 'completed'",
        "statut = 'cancelled'": "status = 'cancelled'",
        "montant >= 10000": "amount >= 10000",
        "quantite > 2": "quantity > 2",
    },
    "tickets": {
        "escalade": "escalated",
        "repondu": "answered",
        "dans_delai": "within_sla",
        "canal = 'chat'": "channel = 'chat'",
        "priorite in ('high', 'urgent')": "priority IN ('high', 'urgent')",
        "note >= 9": "nps_score >= 9",
        "duree < 600": "handle_seconds < 600",
    },
}
_OWN_AXES = {"commandes": {"commandes.statut": "status"}, "tickets": {"tickets.canal": "channel"}}
_SHARED_AXES = {"clients.segment": "segment", "clients.region": "region"}
_SPANS = {
    "2023-01..2025-12": (date(2023, 1, 1), date(2026, 1, 1)),
    "2024-04..2025-09": (date(2024, 4, 1), date(2025, 10, 1)),
    "2025-01..2025-12": (date(2025, 1, 1), date(2026, 1, 1)),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A KPI that was drawn: the ratio of two aggregates, or one."""

    name: str
    fact: str
    yaml: str
    sql: str


@dataclass(frozen=True, slots=True)
class Lot:
    """A request that was drawn, and what it asks in plain SQL."""

    work: Work
    period: str
    sql: str


def draw_kpis(random: Random, count: int) -> tuple[Drawn, ...]:
    """As many KPIs, each of one fact."""
    return tuple(_kpi(random, f"tire_{rank}") for rank in range(count))


def draw_lot(random: Random, rank: int, kpis: tuple[Drawn, ...]) -> Lot:
    """Facts, then KPIs of these, then the dimensions that they share, a span and a grain."""
    facts = random.choice((("commandes",), ("tickets",), FACTS))
    offered = [kpi for kpi in kpis if kpi.fact in facts]
    chosen = tuple(random.sample(offered, random.randint(1, 20)))
    read = tuple(fact for fact in facts if any(kpi.fact == fact for kpi in chosen))
    axes = {**_SHARED_AXES, **(_OWN_AXES[read[0]] if len(read) == 1 else {})}
    by = tuple(random.sample(sorted(axes), random.choice((0, 0, 1, 1, 2))))
    span = random.choice(sorted(_SPANS))
    grain = random.choice(("day", "month", "month", "quarter", None))
    work = Work(f"lot_{rank}", "", "", tuple(kpi.name for kpi in chosen), 1.2, grain, by)
    return Lot(work, span, _sql(chosen, read, {axis: axes[axis] for axis in by}, _SPANS[span], grain))


def _kpi(random: Random, name: str) -> Drawn:
    fact = random.choice(FACTS)
    kind = random.choice(("count", "count", "sum", "avg", "max", "distinct", "ratio", "ratio"))
    filters = random.sample(sorted(_CONDITIONS[fact]), random.choice((0, 1, 1, 2)))
    where = " AND ".join(_CONDITIONS[fact][filter_] for filter_ in filters)
    number, column = random.choice(sorted(_NUMBERS[fact].items()))
    match kind:
        case "ratio":
            body = f"numerator: {_measure(fact, 'count', filters)}\ndenominator: {_measure(fact, 'count', [])}"
            sql = f"{_kept('count(*)', where)}::DOUBLE / nullif(count(*), 0)"
        case "distinct":
            body = f"measure: {_measure(fact, 'count_distinct, expr: client_id', filters)}"
            sql = _kept("count(DISTINCT f.customer_id)", where)
        case "count":
            body, sql = f"measure: {_measure(fact, 'count', filters)}", _kept("count(*)", where)
        case _:
            body = f"measure: {_measure(fact, f'{kind}, expr: {number}', filters)}"
            sql = _kept(f"{kind}({column})", where)
    head = f"kpi: {name}\nlabel: {name}\ndescription: Tiré au sort.\nfamily: mesures\nunit: score\n"
    return Drawn(name, fact, f"{head}{body}\n", sql)


def _measure(fact: str, aggregate: str, filters: list[str]) -> str:
    kept = ", ".join(f'"{filter_}"' for filter_ in filters)
    return f"{{source: {fact}, agg: {aggregate}, filters: [{kept}]}}"


def _kept(aggregate: str, where: str) -> str:
    return f"{aggregate} FILTER (WHERE {where})" if where else aggregate


def _sql(
    kpis: tuple[Drawn, ...], facts: tuple[str, ...], axes: dict[str, str], span: tuple[date, date], grain: str | None
) -> str:
    keys = (["mois"] if grain else []) + [axis.rpartition(".")[2] for axis in axes]
    parts = {fact: _fact_sql(fact, kpis, axes, span, grain) for fact in facts}
    if len(parts) == 1:
        return next(iter(parts.values()))
    left, right = parts
    shown = [f"coalesce(a.{key}, b.{key}) AS {key}" for key in keys] + [kpi.name for kpi in kpis]
    meet = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in keys) or "true"
    return (
        f"WITH a AS (\n{parts[left]}),\nb AS (\n{parts[right]})\n"
        f"SELECT {', '.join(shown)}\nFROM a FULL JOIN b ON {meet}"
    )


def _fact_sql(
    fact: str, kpis: tuple[Drawn, ...], axes: dict[str, str], span: tuple[date, date], grain: str | None
) -> str:
    table, day = _TABLES[fact]
    month = [f"date_trunc('{grain}', {day})::DATE AS mois"] if grain else []
    keys = [*month, *(f"{column} AS {axis.rpartition('.')[2]}" for axis, column in axes.items())]
    shown = [*keys, *(f"{kpi.sql} AS {kpi.name}" for kpi in kpis if kpi.fact == fact)]
    join = (
        " LEFT JOIN customers c ON c.customer_id = f.customer_id" if {"segment", "region"} & set(axes.values()) else ""
    )
    group = f"\nGROUP BY {', '.join(str(rank + 1) for rank in range(len(keys)))}" if keys else ""
    return (
        f"SELECT {', '.join(shown)}\nFROM {table} f{join}\n"
        f"WHERE {day} >= DATE '{span[0]}' AND {day} < DATE '{span[1]}'{group}"
    )

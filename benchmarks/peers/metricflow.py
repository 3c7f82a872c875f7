"""MetricFlow: the works as a dbt project, and the SQL that `mf query --explain` answers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.peers.refused import Refused
from benchmarks.works import Work

# Works that it has no metric for, with the reason.
UNSAID = {"attrition_customers": "pas de stock d'entités à plusieurs intervalles"}
UNTRIED: frozenset[str] = frozenset()
_AXES = {"clients.segment": "customer__segment", "clients.region": "customer__region"}
_SPINE = "CREATE TABLE IF NOT EXISTS time_spine AS SELECT DATE '2022-01-01' + i::INT AS date_day FROM range(1826) t(i)"

Node = dict[str, Any]


def prepare(bin_: Path, folder: Path, file: Path) -> Path:
    """The dbt project over the tables of the file, parsed."""
    import duckdb

    with duckdb.connect(str(file)) as database:
        database.execute(_SPINE)
    project = folder / "metricflow"
    models = project / "models"
    models.mkdir(parents=True, exist_ok=True)
    for name, content in _files(file).items():
        (project / name).write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for table in (*_entities(), "time_spine"):
        # Only parsed, never run: the tables that are there bear these names.
        (models / f"{table}.sql").write_text("select 1 as never_run\n", encoding="utf-8")
    _answer([str(bin_ / "dbt"), "parse", "--quiet"], project)
    return project


def sql(bin_: Path, project: Path, work: Work) -> str:
    """What it would execute. Raises Refused."""
    cut = ["metric_time__month"] if work.grain else []
    command = [str(bin_ / "mf"), "query", "--quiet", "--explain", "--metrics", ",".join(work.kpis)]
    return _answer([*command, "--group-by", ",".join([*cut, *(_AXES[axis] for axis in work.by)])], project)


def renamed(row: Node) -> Node:
    """A row under the names of the hand-written SQL."""
    names = {"metric_time__month": "mois", "customer__segment": "segment", "customer__region": "region"}
    return {names.get(name, name): value for name, value in row.items()}


def _answer(command: list[str], project: Path) -> str:
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused((done.stdout + done.stderr).strip()[-400:])
    return done.stdout


def _files(file: Path) -> dict[str, Node]:
    target = {"type": "duckdb", "path": str(file), "schema": "main", "threads": 2}
    spine = {
        "name": "time_spine",
        "time_spine": {"standard_granularity_column": "date_day"},
        "columns": [{"name": "date_day", "granularity": "day"}],
    }
    return {
        "dbt_project.yml": {
            "name": "bench",
            "version": "1.0",
            "config-version": 2,
            "profile": "bench",
            "model-paths": ["models"],
            "flags": {"send_anonymous_usage_stats": False},
        },
        "profiles.yml": {"bench": {"target": "dev", "outputs": {"dev": target}}},
        "models/time_spine.yml": {"version": 2, "models": [spine]},
        "models/semantic.yml": {"version": 2, "semantic_models": list(_semantic_models()), "metrics": list(_metrics())},
    }


def _entities() -> dict[str, list[Node]]:
    def primary(name: str) -> Node:
        return {"name": name, "type": "primary", "expr": f"{name}_id"}

    customer = {"name": "customer", "type": "foreign", "expr": "customer_id"}
    person = {"name": "person", "type": "foreign", "expr": "person_id"}
    return {
        "customers": [primary("customer")],
        "orders": [primary("order"), customer],
        "tickets": [primary("ticket"), customer],
        "leads": [primary("lead")],
        "campaign_costs": [primary("cost")],
        "contracts": [primary("contract"), {**person, "type": "unique"}],
        "prospects": [primary("prospect"), person],
    }


_DIMENSIONS = {
    "customers": (("signup_date", "churn_date"), ("region", "segment")),
    "orders": (("order_date",), ("status",)),
    "tickets": (("opened_date",), ("channel", "priority", "escalated")),
    "leads": (("created_date",), ("converted",)),
    "campaign_costs": (("cost_date",), ()),
    "contracts": (("started_on", "ended_on"), ()),
    "prospects": (("created_on",), ()),
}
_MEASURES = {
    "customers": {"new_customers": ("count", "customer_id"), "churned": ("count", "customer_id", "churn_date")},
    "orders": {
        "orders": ("count", "order_id"),
        "revenue": ("sum", "amount"),
        "buyers": ("count_distinct", "customer_id"),
        "completed_revenue": ("sum", "case when status = 'completed' then amount end"),
        "cancelled": ("sum", "case when status = 'cancelled' then 1 else 0 end"),
        "items": ("sum", "quantity"),
    },
    "tickets": {
        "tickets": ("count", "ticket_id"),
        "escalated": ("sum_boolean", "escalated"),
        "first_contact": ("sum_boolean", "first_contact"),
        "answered": ("sum_boolean", "answered"),
        "within_sla": ("sum_boolean", "within_sla"),
        "seconds": ("sum", "handle_seconds"),
        "mean_seconds": ("average", "handle_seconds"),
        "p90_seconds": ("percentile", "handle_seconds"),
        "max_seconds": ("max", "handle_seconds"),
        "ticket_customers": ("count_distinct", "customer_id"),
        "promoters": ("sum", "case when nps_score >= 9 then 1 else 0 end"),
        "detractors": ("sum", "case when nps_score <= 6 then 1 else 0 end"),
        "answers": ("count", "nps_score"),
    },
    "leads": {"leads": ("count", "lead_id"), "converted": ("sum_boolean", "converted")},
    "campaign_costs": {"cost": ("sum", "amount")},
    "contracts": {
        "begun": ("count", "contract_id"),
        "ended": ("count", "contract_id", "ended_on"),
        "lost": ("sum", "case when started_on < date_trunc('month', ended_on) then 1 else 0 end", "ended_on"),
    },
    "prospects": {"prospects": ("count", "prospect_id")},
}
_SIMPLE = {
    "commandes_passees": "orders",
    "chiffre_affaires": "revenue",
    "acheteurs": "buyers",
    "chiffre_affaires_realise": "completed_revenue",
    "tickets_ouverts": "tickets",
    "duree_moyenne_traitement": "mean_seconds",
    "cout_campagnes": "cost",
    "nouveaux_clients": "new_customers",
    "clients_partis": "churned",
    "tickets_escalades": "escalated",
    "tickets_premier_contact": "first_contact",
    "tickets_repondus": "answered",
    "tickets_dans_delai": "within_sla",
    "secondes_traitement": "seconds",
    "duree_p90": "p90_seconds",
    "duree_max": "max_seconds",
    "clients_a_ticket": "ticket_customers",
    "promoteurs": "promoters",
    "detracteurs": "detractors",
    "reponses_nps": "answers",
    "x_cancelled": "cancelled",
    "x_items": "items",
    "x_leads": "leads",
    "x_converted": "converted",
    "x_lost": "lost",
}
_FILTERED = {
    "tickets_urgents": ("tickets", "urgent", None),
    "tickets_telephone": ("tickets", None, "phone"),
    "x_urgent_escalated": ("escalated", "urgent", None),
}
_RATIOS = {
    "panier_moyen": ("chiffre_affaires", "commandes_passees"),
    "taux_annulation": ("x_cancelled", "commandes_passees"),
    "articles_par_commande": ("x_items", "commandes_passees"),
    "taux_escalade": ("tickets_escalades", "tickets_ouverts"),
    "taux_conversion_leads": ("x_converted", "x_leads"),
    "cout_par_lead": ("cout_campagnes", "x_leads"),
    "cout_acquisition_client": ("cout_campagnes", "nouveaux_clients"),
    "tickets_par_commande": ("tickets_ouverts", "commandes_passees"),
    "taux_premier_contact": ("tickets_premier_contact", "tickets_ouverts"),
    "taux_dans_delai": ("tickets_dans_delai", "tickets_ouverts"),
    "taux_escalade_urgents": ("x_urgent_escalated", "tickets_urgents"),
}
_CUMULATIVE = {
    "chiffre_affaires_cumule": ("revenue", {"grain_to_date": "year", "period_agg": "last"}),
    "chiffre_affaires_12_mois": ("revenue", {"window": "12 months", "period_agg": "last"}),
    "acheteurs_12_mois": ("buyers", {"window": "12 months", "period_agg": "last"}),
    "x_begun_ever": ("begun", {"period_agg": "last"}),
    "x_ended_ever": ("ended", {"period_agg": "last"}),
}
_DERIVED = {
    "nps": (
        "100.0 * (promoteurs - detracteurs) / nullif(reponses_nps, 0)",
        ("promoteurs", "detracteurs", "reponses_nps"),
    ),
    "x_open": ("x_begun_ever - x_ended_ever", ("x_begun_ever", "x_ended_ever")),
}
_OFFSET = {
    "croissance_chiffre_affaires": (
        "100.0 * (now - before) / nullif(before, 0)",
        "chiffre_affaires",
        "chiffre_affaires",
    ),
    "taux_attrition_contrats": ("now * 1.0 / nullif(before, 0)", "x_lost", "x_open"),
}


def _semantic_models() -> Iterator[Node]:
    for table, entities in _entities().items():
        days, columns = _DIMENSIONS[table]
        yield {
            "name": table,
            "model": f"ref('{table}')",
            "defaults": {"agg_time_dimension": days[0]},
            "entities": entities,
            "dimensions": [
                *({"name": day, "type": "time", "type_params": {"time_granularity": "day"}} for day in days),
                *({"name": column, "type": "categorical"} for column in columns),
            ],
            "measures": [_measure(name, *said) for name, said in _MEASURES[table].items()],
        }


def _measure(name: str, aggregate: str, expression: str, day: str | None = None) -> Node:
    found: Node = {"name": f"m_{name}", "agg": aggregate, "expr": expression}
    if aggregate == "percentile":
        found["agg_params"] = {"percentile": 0.9, "use_discrete_percentile": False}
    return {**found, "agg_time_dimension": day} if day else found


def _metrics() -> Iterator[Node]:
    for name, measure in _SIMPLE.items():
        yield _metric(name, "simple", {"measure": f"m_{measure}"})
    for name, (measure, priority, channel) in {**_FILTERED, **sliced()}.items():
        kept = [f"{{{{ Dimension('ticket__{axis}') }}}} = '{value}'" for axis, value in _values(priority, channel)]
        yield {**_metric(name, "simple", {"measure": f"m_{measure}"}), "filter": " and ".join(kept)}
    for name, (above, below) in _RATIOS.items():
        yield _metric(name, "ratio", {"numerator": above, "denominator": below})
    for name, (measure, params) in _CUMULATIVE.items():
        yield _metric(name, "cumulative", {"measure": f"m_{measure}", "cumulative_type_params": params})
    for name, (formula, terms) in _DERIVED.items():
        yield _metric(name, "derived", {"expr": formula, "metrics": [{"name": term} for term in terms]})
    for name, (formula, now, before) in _OFFSET.items():
        terms = [{"name": now, "alias": "now"}, {"name": before, "offset_window": "1 month", "alias": "before"}]
        yield _metric(name, "derived", {"expr": formula, "metrics": terms})
    conversion = {
        "entity": "person",
        "calculation": "conversion_rate",
        "base_measure": "m_prospects",
        "conversion_measure": "m_begun",
        "window": "30 days",
    }
    yield _metric("taux_conversion_30_jours", "conversion", {"conversion_type_params": conversion})


def _metric(name: str, kind: str, params: Node) -> Node:
    return {"name": name, "label": name, "type": kind, "type_params": params}


def _values(priority: str | None, channel: str | None) -> Iterator[tuple[str, str]]:
    if priority is not None:
        yield "priority", priority
    if channel is not None:
        yield "channel", channel


def sliced() -> dict[str, tuple[str, str, str]]:
    """The filtered KPIs: measure, priority, channel."""
    slices = {
        "basse_email": ("low", "email"),
        "normale_telephone": ("normal", "phone"),
        "haute_chat": ("high", "chat"),
        "urgente_email": ("urgent", "email"),
        "urgente_telephone": ("urgent", "phone"),
    }
    measures = {
        "tickets": "tickets",
        "escalades": "escalated",
        "repondus": "answered",
        "dans_delai": "within_sla",
        "secondes": "seconds",
    }
    return {
        f"{french}_{name}": (measure, priority, channel)
        for name, (priority, channel) in slices.items()
        for french, measure in measures.items()
    }

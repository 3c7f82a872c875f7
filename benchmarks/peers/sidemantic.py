"""sidemantic: the works as its models, and the SQL that it compiles."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.peers.metricflow import sliced
from benchmarks.peers.refused import Refused
from benchmarks.works import Work

UNSAID = {
    "attrition_contracts": "pas de stock d'ouverture",
    "attrition_customers": "pas de stock d'ouverture",
    "conversion_30_days": "pas de conversion entre deux tables",
    "rolling_buyers": "pas de compte distinct glissant",
}
UNTRIED: frozenset[str] = frozenset()
_AXES = {"clients.segment": "customers.segment", "clients.region": "customers.region"}
_ASK = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from sidemantic import SemanticLayer, load_from_directory
layer = SemanticLayer("duckdb:///:memory:", auto_register=False)
load_from_directory(layer, sys.argv[1])
asked = json.loads(sys.argv[2])
print(layer.compile(metrics=asked["metrics"], dimensions=asked["dimensions"]))
"""
_TABLES = {
    "customers": ("customer_id", "signup_date"),
    "orders": ("order_id", "order_date"),
    "tickets": ("ticket_id", "opened_date"),
    "leads": ("lead_id", "created_date"),
    "campaign_costs": ("cost_id", "cost_date"),
    "contracts": ("contract_id", "started_on"),
    "prospects": ("prospect_id", "created_on"),
}
_COLUMNS = {"customers": ("segment", "region"), "orders": ("status",), "tickets": ("channel", "priority")}
_SIMPLE: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"nouveaux_clients": ("count",)},
    "orders": {
        "commandes_passees": ("count",),
        "chiffre_affaires": ("sum", "amount"),
        "acheteurs": ("count_distinct", "customer_id"),
        "chiffre_affaires_realise": ("sum", "amount", "{model}.status = 'completed'"),
        "cancelled": ("count", "", "{model}.status = 'cancelled'"),
        "items": ("sum", "quantity"),
    },
    "tickets": {
        "tickets_ouverts": ("count",),
        "tickets_escalades": ("count", "", "{model}.escalated"),
        "tickets_premier_contact": ("count", "", "{model}.first_contact"),
        "tickets_repondus": ("count", "", "{model}.answered"),
        "tickets_dans_delai": ("count", "", "{model}.within_sla"),
        "secondes_traitement": ("sum", "handle_seconds"),
        "duree_max": ("max", "handle_seconds"),
        "clients_a_ticket": ("count_distinct", "customer_id"),
        "promoteurs": ("count", "", "{model}.nps_score >= 9"),
        "detracteurs": ("count", "", "{model}.nps_score <= 6"),
        "reponses_nps": ("count", "", "{model}.nps_score is not null"),
        "tickets_urgents": ("count", "", "{model}.priority = 'urgent'"),
        "tickets_telephone": ("count", "", "{model}.channel = 'phone'"),
        "urgent_escalated": ("count", "", "{model}.escalated and {model}.priority = 'urgent'"),
        "duree_p90": ("quantile_cont(handle_seconds, 0.9)",),
    },
    "leads": {"lead_count": ("count",), "converted_leads": ("count", "", "{model}.converted")},
    "campaign_costs": {"cout_campagnes": ("sum", "amount")},
    "prospects": {"prospects": ("count",)},
}
_RATIOS = {
    "orders": {
        "panier_moyen": ("chiffre_affaires", "commandes_passees"),
        "taux_annulation": ("cancelled", "commandes_passees"),
        "articles_par_commande": ("items", "commandes_passees"),
    },
    "tickets": {
        "duree_moyenne_traitement": ("secondes_traitement", "tickets_ouverts"),
        "taux_escalade": ("tickets_escalades", "tickets_ouverts"),
        "taux_premier_contact": ("tickets_premier_contact", "tickets_ouverts"),
        "taux_dans_delai": ("tickets_dans_delai", "tickets_ouverts"),
        "taux_escalade_urgents": ("urgent_escalated", "tickets_urgents"),
    },
    "leads": {"taux_conversion_leads": ("converted_leads", "lead_count")},
}
_ACROSS: tuple[dict[str, Any], ...] = (
    {
        "name": "cout_par_lead",
        "type": "ratio",
        "numerator": "campaign_costs.cout_campagnes",
        "denominator": "leads.lead_count",
    },
    {
        "name": "cout_acquisition_client",
        "type": "ratio",
        "numerator": "campaign_costs.cout_campagnes",
        "denominator": "customers.nouveaux_clients",
    },
    {
        "name": "tickets_par_commande",
        "type": "ratio",
        "numerator": "tickets.tickets_ouverts",
        "denominator": "orders.commandes_passees",
    },
    {
        "name": "chiffre_affaires_cumule",
        "type": "cumulative",
        "sql": "orders.chiffre_affaires",
        "grain_to_date": "year",
    },
    {"name": "chiffre_affaires_12_mois", "type": "cumulative", "sql": "orders.chiffre_affaires", "window": "11 months"},
    {
        "name": "croissance_chiffre_affaires",
        "type": "time_comparison",
        "base_metric": "orders.chiffre_affaires",
        "comparison_type": "mom",
        "calculation": "percent_change",
    },
)
_NPS = {"name": "nps", "type": "derived", "sql": "100.0 * (promoteurs - detracteurs) / reponses_nps"}


def prepare(bin_: Path, folder: Path, file: Path) -> Path:
    """Two folders of models: it refuses two facts that meet both by the dates and by the customers."""
    del bin_, file
    for hub in ("dates", "customers"):
        models = folder / "sidemantic" / hub
        models.mkdir(parents=True, exist_ok=True)
        content = {"version": 1, "models": list(_models(hub)), "metrics": list(_ACROSS)}
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (models / "bench.yml").write_text(text, encoding="utf-8")
    return folder / "sidemantic"


def sql(bin_: Path, models: Path, work: Work) -> str:
    """What it would execute. Raises Refused."""
    hub = "customers" if work.by else "dates"
    month = "tickets.opened_date__month" if work.by else "dates.date_day__month"
    homes = {metric["name"]: model["name"] for model in _models(hub) for metric in model["metrics"]}
    metrics = [f"{homes[kpi]}.{kpi}" if kpi in homes else kpi for kpi in work.kpis]
    dimensions = [*([month] if work.grain else []), *(_AXES[axis] for axis in work.by)]
    asked = json.dumps({"metrics": metrics, "dimensions": dimensions})
    command = [str(bin_ / "python"), "-c", _ASK, str(models / hub), asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr.strip().splitlines()[-1][:300])
    return done.stdout


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """A row under the names of the hand-written SQL."""
    return {"mois" if name.endswith("__month") else name: value for name, value in row.items()}


def _models(hub: str) -> Iterator[dict[str, Any]]:
    day = {"name": "date_day", "type": "time", "sql": "date_day", "granularity": "day"}
    yield {"name": "dates", "table": "dates", "primary_key": "date_day", "dimensions": [day], "metrics": []}
    for table, (key, moment) in _TABLES.items():
        yield _model(table, key, moment, list(_metrics(table)), hub)
    # A second date of the customers is a model of its own.
    leavers = _model("churns", "customer_id", "churn_date", [{"name": "clients_partis", "agg": "count"}], hub)
    del leavers["table"]
    yield {**leavers, "sql": "select customer_id, churn_date from customers where churn_date is not null"}


def _model(name: str, key: str, moment: str, metrics: list[dict[str, Any]], hub: str) -> dict[str, Any]:
    foreign, primary = (moment, "date_day") if hub == "dates" else ("customer_id", "customer_id")
    is_related = hub == "dates" or name in ("orders", "tickets")
    relation = {"name": hub, "type": "many_to_one", "foreign_key": foreign, "primary_key": primary}
    dimensions = [{"name": column, "type": "categorical"} for column in _COLUMNS.get(name, ())]
    time = {"name": moment, "type": "time", "granularity": "day"}
    return {
        "name": name,
        "table": name,
        "primary_key": key,
        "dimensions": [*dimensions, time],
        "metrics": metrics,
        "relationships": [relation] if is_related else [],
    }


def _metrics(table: str) -> Iterator[dict[str, Any]]:
    for name, (aggregate, *more) in _SIMPLE.get(table, {}).items():
        yield _metric(name, aggregate, *more)
    for name, (above, below) in _RATIOS.get(table, {}).items():
        yield {"name": name, "type": "ratio", "numerator": above, "denominator": below}
    if table == "tickets":
        yield _NPS
        for name, (measure, priority, channel) in sliced().items():
            kept = f"{{model}}.priority = '{priority}' and {{model}}.channel = '{channel}'"
            flag = "" if measure in ("tickets", "seconds") else f" and {{model}}.{measure}"
            seconds = ("sum", "handle_seconds") if measure == "seconds" else ("count", "")
            yield _metric(name, *seconds, kept + flag)


def _metric(name: str, aggregate: str, column: str = "", kept: str = "") -> dict[str, Any]:
    if "(" in aggregate:
        return {"name": name, "type": "derived", "sql": aggregate}
    found: dict[str, Any] = {"name": name, "agg": aggregate}
    if column:
        found["sql"] = column
    return {**found, "filters": [kept]} if kept else found

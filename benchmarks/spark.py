"""The same request on a local Spark over Parquet partitioned by month: what the plan prunes, and how time grows."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import kpidef
from benchmarks.tables import write_partitions

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS = (1_000_000, 3_000_000, 10_000_000)
ROUNDS = 3
KPIS = ("tickets_ouverts", "taux_escalade", "duree_moyenne", "tickets_urgents", "clients_a_ticket")
WHERE = "canal = 'chat'"
EVERY_YEAR, ONE_YEAR = "2023-01..2025-12", "2025-01..2025-12"

# The time of the source is the column that the folders bear: a window is then a choice of folders.
_PROJECT = """kpidef: 1
name: Tickets partitionnés
locale: fr
timezone: UTC
as_of: 2026-01-01
libraries: []
definitions: [definitions/]
families: {mesures: Mesures}
connection: "duckdb://:memory:"
bindings:
  tickets:
    table: tickets
    columns:
      {client_id: customer_id, mois: opened_month, canal: channel, priorite: priority, escalade: escalated,
       duree: handle_seconds}
"""
_SOURCE = """source: tickets
label: Tickets
description: Une ligne par demande de client.
key: ticket_id
time: mois
columns:
  ticket_id: {type: integer, label: Ticket, description: Identifiant du ticket.}
  client_id: {type: integer, label: Client, description: Client qui écrit ou appelle.}
  mois: {type: date, grain: month, label: Mois, description: Mois de l'ouverture.}
  canal: {type: text, label: Canal, description: Canal du ticket.}
  priorite: {type: text, label: Priorité, description: Priorité du ticket.}
  escalade: {type: boolean, label: Escalade, description: Vrai si le ticket a été transmis.}
  duree: {type: integer, label: Durée, description: Secondes de traitement.}
"""
_BODIES = {
    "tickets_ouverts": ("count", "measure: {source: tickets, agg: count}"),
    "taux_escalade": (
        "percent",
        "numerator: {source: tickets, agg: count, filters: [escalade]}\ndenominator: tickets_ouverts",
    ),
    "duree_moyenne": ("second", "measure: {source: tickets, agg: avg, expr: duree}"),
    "tickets_urgents": ("count", "measure: {source: tickets, agg: count, filters: [\"priorite = 'urgent'\"]}"),
    "clients_a_ticket": ("count", "measure: {source: tickets, agg: count_distinct, expr: client_id}"),
}


def run(folder: Path, rows: tuple[int, ...] = ROWS) -> dict[str, Any]:
    """Seconds over all the months and over a third of them, and what the physical plan says that it leaves unread."""
    project = kpidef.load(write_project(folder / "spark"))
    found: dict[str, Any] = {"series": {"36 mois": [], "12 mois": []}}
    with _session() as spark:
        for count in rows:
            with _partitions(folder, count) as parts:
                spark.read.parquet(str(parts)).createOrReplaceTempView("tickets")
                for label, period in (("36 mois", EVERY_YEAR), ("12 mois", ONE_YEAR)):
                    sql = project.compile(KPIS, period=period, grain="month", where=WHERE, dialect="spark")
                    found["series"][label].append(_measured(spark, sql, count))
                found["plan"] = pruned(physical_plan(spark, sql))
    return found


def write_project(folder: Path) -> Path:
    """Five KPIs of one partitioned table."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True, exist_ok=True)
    (folder / "kpidef.yml").write_text(_PROJECT, encoding="utf-8")
    (definitions / "sources").mkdir(exist_ok=True)
    (definitions / "sources" / "tickets.yml").write_text(_SOURCE, encoding="utf-8")
    for name, (unit, body) in _BODIES.items():
        text = f"kpi: {name}\nlabel: {name}\ndescription: Mesuré sur Spark.\nfamily: mesures\nunit: {unit}\n{body}\n"
        (definitions / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def physical_plan(spark: SparkSession, sql: str) -> str:
    """As Spark tells it after the execution."""
    frame = spark.sql(sql)
    frame.collect()
    return str(frame._jdf.queryExecution().toString())  # noqa: SLF001 - the only way to it from Python


def pruned(plan: str) -> dict[str, list[str]]:
    """The conditions that choose folders, and those that the Parquet reader is given, by the plan's own words."""
    physical = plan[plan.find("== Physical Plan ==") :]
    return {
        kind: sorted(set(re.findall(rf"{kind}: \[([^\]]*)\]", physical)))
        for kind in ("PartitionFilters", "PushedFilters")
    }


def _measured(spark: SparkSession, sql: str, rows: int) -> dict[str, Any]:
    taken = []
    for rank in range(ROUNDS + 1):
        started = time.perf_counter()
        spark.sql(sql).collect()
        if rank:
            taken.append((time.perf_counter() - started) * 1000)
    return {"at": rows, "wall_ms": round(median(taken), 1)}


@contextmanager
def _session() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("kpidef-bench")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        # A long plan is told whole.
        "spark.sql.debug.maxToStringFields": "1000",
        "spark.sql.maxMetadataStringLength": "2000",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def _partitions(folder: Path, rows: int) -> Iterator[Path]:
    parts = folder / f"months_{rows}"
    try:
        if not parts.exists():
            write_partitions(parts, rows)
        yield parts
    finally:
        shutil.rmtree(parts, ignore_errors=True)

"""How the cost grows: with the rows, the KPIs and the periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from threading import Timer
from typing import TYPE_CHECKING, Any

import kpidef
from benchmarks import execution
from benchmarks.drawing_lots import draw_kpis
from benchmarks.execution import GRAIN, PERIOD, WORKS_PROJECT, execute, opened, statement
from benchmarks.measure import Timing, interleaved
from benchmarks.random_requests import write_project
from benchmarks.tables import tables
from benchmarks.works import MIXED, WORKS

if TYPE_CHECKING:
    import duckdb

LIMIT = 20.0  # seconds
KPIS = (1, 3, 10, 30, 100, 300, 1000)
DAYS = (1, 7, 31, 92, 366, 1096)
FIRST_DAY = date(2023, 1, 1)
ATTRITION = next(work for work in WORKS if work.name == "attrition_contracts")
ROLLING = next(work for work in WORKS if work.name == "rolling_12_months")

Points = list[dict[str, Any]]


def by_rows(folder: Path, rows: Iterable[int], rounds: int) -> dict[str, Points]:
    """The twenty mixed KPIs by month, kpidef's statement and the SQL written by hand."""
    found: dict[str, Points] = {"kpidef": [], "à la main": []}
    for count in rows:
        measured = execution.run(tables(folder, count), MIXED, count, rounds)
        found["kpidef"].append(_point(count, measured.statement))
        found["à la main"].append(_point(count, measured.plain))
    return found


def by_kpis(folder: Path, rounds: int, counts: Iterable[int] = KPIS) -> dict[str, Points]:
    """The compilation of one request, warm: the plan and the SQL's text, whose size goes along."""
    counts = tuple(counts)
    kpis = draw_kpis(Random(1), max(counts))
    project = kpidef.load(write_project(folder / f"growth_{max(counts)}", kpis))
    points = []
    for count in counts:
        asked = tuple(kpi.name for kpi in kpis[:count])
        compiled = partial(project.compile, asked, period=PERIOD, grain=GRAIN, dialect="duckdb")
        taken = interleaved({"compile": compiled}, rounds, 5.0)["compile"]
        points.append({**_point(count, taken), "sql_bytes": len(compiled().encode())})
    return {"compilation": points}


def by_periods(file: Path, rounds: int, days: Iterable[int] = DAYS) -> dict[str, Points]:
    """One request cut by day, from a day to three years: events, an opening stock, a rolling window."""
    project = kpidef.load(WORKS_PROJECT, connection=f"duckdb:///{file}")
    shapes = {
        "20 KPI d'événements": MIXED,
        "stock d'ouverture": ATTRITION,
        "12 mois glissants": ROLLING,
    }
    found: dict[str, Points] = {name: [] for name in shapes}
    with opened(file) as database:
        for count in days:
            asked = {
                name: statement(project, replace(work, grain="day"), _days(count)) for name, work in shapes.items()
            }
            runs = {name: execute(database, sql) for name, sql in asked.items() if ends_within(database, sql, LIMIT)}
            for name, taken in interleaved(runs, rounds, 15.0).items():
                found[name].append(_point(count, taken))
    return {name: points for name, points in found.items() if points}


def ends_within(database: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> bool:
    """Whether it is worth measuring: a curve ends where one point alone would take longer."""
    import duckdb

    watch = Timer(seconds, database.interrupt)
    watch.start()
    try:
        database.execute(sql).fetchall()
    except duckdb.InterruptException:
        return False
    finally:
        watch.cancel()
    return True


def _days(count: int) -> str:
    return f"{FIRST_DAY}..{FIRST_DAY + timedelta(days=count - 1)}"


def _point(at: int, taken: Timing) -> dict[str, Any]:
    return {"at": at, "wall_ms": round(median(taken.wall), 2), "cpu_ms": round(median(taken.cpu), 2)}

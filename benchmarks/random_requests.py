"""How far kpidef is from plain SQL over requests that nobody chose: the distribution of the ratio."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import kpidef
from benchmarks.comparison import compare
from benchmarks.drawing_lots import Drawn, Lot, draw_kpis, draw_lot
from benchmarks.execution import HERE, WORKS_PROJECT, execute, opened, rows_of, statement, tidy_rows
from benchmarks.measure import cpu_ratio, interleaved, ratio

if TYPE_CHECKING:
    import duckdb

    from kpidef.pipeline import Project
    from kpidef.warehouse import Warehouse

REQUESTS, KPIS, SEED = 60, 120, 20260101


def run(folder: Path, file: Path, rows: int, rounds: int, requests: int = REQUESTS, seed: int = SEED) -> dict[str, Any]:
    """Every request compared cell by cell, then timed. Raises NumbersDiffer."""
    random = Random(seed)
    kpis = draw_kpis(random, KPIS)
    project = kpidef.load(write_project(folder / f"lots_{seed}", kpis), connection=f"duckdb:///{file}")
    lots = [draw_lot(random, rank, kpis) for rank in range(requests)]
    with opened(file) as database, project.open() as warehouse:
        found = [_measured(lot, project, database, warehouse, rounds) for lot in lots]
    return {
        "requests": requests,
        "seed": seed,
        "rows": rows,
        "cells_compared": sum(cells for cells, _, _ in found),
        "ratios": distribution([by_clock for _, by_clock, _ in found]),
        "cpu_ratios": distribution([by_cpu for _, _, by_cpu in found]),
        "worst": [_told(lot, by_clock) for _, lot, by_clock in _worst(lots, [one[1] for one in found])],
    }


def write_project(folder: Path, kpis: Sequence[Drawn]) -> Path:
    """The works' sources and bindings, with the KPIs that were drawn."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True, exist_ok=True)
    for kpi in kpis:
        (definitions / f"{kpi.name}.yml").write_text(kpi.yaml, encoding="utf-8")
    text = (WORKS_PROJECT / "kpidef.yml").read_text(encoding="utf-8")
    shared = f"{HERE / 'project' / 'definitions'}/, {WORKS_PROJECT / 'definitions'}/"
    text = text.replace("../project/definitions/", shared)
    (folder / "kpidef.yml").write_text(text, encoding="utf-8")
    return folder


def distribution(ratios: Sequence[float]) -> dict[str, float]:
    """Half are at most p50, nine in ten at most p90."""
    return {
        "min": round(min(ratios), 3),
        "p50": round(median(ratios), 3),
        "p90": round(quantiles(ratios, n=10, method="inclusive")[-1], 3),
        "max": round(max(ratios), 3),
    }


def _measured(
    lot: Lot, project: Project, database: duckdb.DuckDBPyConnection, warehouse: Warehouse, rounds: int
) -> tuple[int, float, float]:
    tidy = tidy_rows(project, lot.work, warehouse, lot.period)
    cells = compare(rows_of(database, lot.sql), tidy, lot.work.kpis, lot.work.by)
    sent = statement(project, lot.work, lot.period)
    found = interleaved({"plain": execute(database, lot.sql), "statement": execute(database, sent)}, rounds)
    return cells, ratio(found["statement"], found["plain"]), cpu_ratio(found["statement"], found["plain"])


def _worst(lots: Sequence[Lot], ratios: Sequence[float]) -> list[tuple[int, Lot, float]]:
    ranked = sorted(range(len(lots)), key=lambda rank: -ratios[rank])
    return [(rank, lots[rank], ratios[rank]) for rank in ranked[:5]]


def _told(lot: Lot, by_clock: float) -> dict[str, Any]:
    asked = {"kpis": len(lot.work.kpis), "by": list(lot.work.by), "grain": lot.work.grain, "period": lot.period}
    return {"request": lot.work.name, "ratio": round(by_clock, 3), **asked}

"""Twenty KPIs by month in one request, against the SQL that a person would write: same numbers, then times."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kpidef
from benchmarks.measure import Timing, interleaved
from benchmarks.tables import write_tables
from kpidef.pipeline.asking import Question, read_request
from kpidef.plan.build import build
from kpidef.sql.statement import compile as compile_plan

if TYPE_CHECKING:
    import duckdb

    from kpidef.pipeline import Project
    from kpidef.warehouse import Warehouse

HERE = Path(__file__).parent
PROJECT = HERE / "project"
PERIOD, GRAIN = "2023-01..2025-12", "month"
THREADS = 2
CLOSE = 1e-9

Number = float | Decimal | None


@dataclass(frozen=True, slots=True)
class Execution:
    """What was compared, and how long each took."""

    rows: int
    cells: int
    by_hand: Timing
    statement: Timing  # the statement that `run` sends, executed
    request: Timing  # the same from the question to the tidy rows: plan, compile, execute, tidy


class NumbersDiffer(Exception):
    """kpidef and the SQL written by hand do not agree."""


def run(folder: Path, rows: int, rounds: int) -> Execution:
    """Make the tables unless they are there, compare every cell, then time. Raises NumbersDiffer."""
    import duckdb

    file = folder / f"tables_{rows}.duckdb"
    if not file.exists():
        write_tables(file, rows)
    project = kpidef.load(PROJECT, connection=f"duckdb:///{file}")
    kpis = tuple(project.catalog.kpis)
    by_hand, statement = (HERE / "handwritten.sql").read_text(encoding="utf-8"), _statement(project, kpis)
    with (
        duckdb.connect(str(file), read_only=True, config={"threads": THREADS}) as database,
        project.open() as warehouse,
    ):
        cells = _compare(_rows(database, by_hand), _tidy(project, kpis, warehouse), kpis)
        found = interleaved(
            {
                "by_hand": lambda: database.execute(by_hand).fetchall(),
                "statement": lambda: database.execute(statement).fetchall(),
                "request": lambda: _tidy(project, kpis, warehouse),
            },
            rounds,
        )
    return Execution(rows, cells, found["by_hand"], found["statement"], found["request"])


def _statement(project: Project, kpis: tuple[str, ...]) -> str:
    question = Question(kpis, period=PERIOD, grain=GRAIN)
    request = read_request(question, project.catalog, project.calendar, project.now())
    return compile_plan(
        build(request), project.catalog, project.bindings, project.calendar, request.as_of, "duckdb"
    ).sql


def _tidy(project: Project, kpis: tuple[str, ...], warehouse: Warehouse) -> list[dict[str, Any]]:
    table = project.run(kpis, period=PERIOD, grain=GRAIN, connection=warehouse).to_arrow()
    assert table is not None
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _rows(database: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = database.sql(sql).to_arrow_table().to_pylist()
    return found


def _compare(expected: list[dict[str, Any]], tidy: list[dict[str, Any]], kpis: tuple[str, ...]) -> int:
    """How many cells agree, which is all of them."""
    actual = {(row["kpi"], row["period_start"]): row["value"] for row in tidy}
    wanted = {(kpi, row["mois"]): row[kpi] for row in expected for kpi in kpis}
    wrong = [place for place in wanted.keys() | actual.keys() if not _same(wanted.get(place), actual.get(place))]
    if wrong or len(wanted) != len(actual):
        kpi, month = min(wrong)
        raise NumbersDiffer(f"{kpi}, {month}: {actual.get((kpi, month))}, by hand {wanted.get((kpi, month))}")
    return len(wanted)


def _same(left: Number, right: Number) -> bool:
    if left is None or right is None:
        return left is right
    return abs(float(left) - float(right)) <= CLOSE * max(abs(float(left)), abs(float(right)), 1.0)

"""A work of kpidef against the SQL that a person would write: same numbers, then times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kpidef
from benchmarks.comparison import compare
from benchmarks.measure import Timing, interleaved
from benchmarks.works import Work
from kpidef.pipeline.asking import Question, read_request
from kpidef.plan.build import build
from kpidef.sql.statement import compile as compile_plan

if TYPE_CHECKING:
    import duckdb

    from kpidef.pipeline import Project
    from kpidef.warehouse import Warehouse

HERE = Path(__file__).parent
PERIOD = "2023-01..2025-12"
PROJECT, GRAIN = HERE / "project", "month"  # the twenty mixed KPIs, whose compilation is timed alone
WORKS_PROJECT = HERE / "works"
THREADS = 2
SECONDS = 20.0  # a slow work is measured fewer times


@dataclass(frozen=True, slots=True)
class Execution:
    """What was compared, and how long each took."""

    work: Work
    rows: int
    cells: int
    plain: Timing
    best: Timing | None
    statement: Timing  # the statement that `run` sends, executed
    request: Timing  # the same from the question to the tidy rows: plan, compile, execute, tidy
    peak_mib: int | None = None


def run(file: Path, work: Work, rows: int, rounds: int, seconds: float = SECONDS) -> Execution:
    """Compare every cell, then time. Raises NumbersDiffer."""
    project = kpidef.load(WORKS_PROJECT, connection=f"duckdb:///{file}")
    sent = statement(project, work)
    with opened(file) as database, project.open() as warehouse:
        tidy = partial(tidy_rows, project, work, warehouse)
        forms = _forms(work)
        cells = min(compare(rows_of(database, sql), tidy(), work.kpis, work.by) for sql in forms.values())
        works: dict[str, Callable[[], object]] = {name: execute(database, sql) for name, sql in forms.items()}
        works |= {"statement": execute(database, sent), "request": tidy}
        found = interleaved(works, rounds, seconds)
    return Execution(work, rows, cells, found["plain"], found.get("best"), found["statement"], found["request"])


def opened(file: Path) -> duckdb.DuckDBPyConnection:
    """The tables, to be read on as many threads as every measure takes."""
    import duckdb

    return duckdb.connect(str(file), read_only=True, config={"threads": THREADS})


def statement(project: Project, work: Work, period: str = PERIOD) -> str:
    """What `run` sends for the work."""
    question = Question(work.kpis, period=period, grain=work.grain, by=work.by)
    request = read_request(question, project.catalog, project.calendar, project.now())
    return compile_plan(
        build(request), project.catalog, project.bindings, project.calendar, request.as_of, "duckdb"
    ).sql


def rows_of(database: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = database.sql(sql).to_arrow_table().to_pylist()
    return found


def execute(database: duckdb.DuckDBPyConnection, sql: str) -> Callable[[], object]:
    """What is timed."""
    return lambda: database.execute(sql).fetchall()


def tidy_rows(project: Project, work: Work, warehouse: Warehouse, period: str = PERIOD) -> list[dict[str, Any]]:
    asked = project.run(work.kpis, period=period, grain=work.grain, by=work.by, connection=warehouse)
    table = asked.to_arrow()
    assert table is not None
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _forms(work: Work) -> dict[str, str]:
    files = {"plain": HERE / "sql" / f"{work.name}.sql", "best": HERE / "sql" / f"{work.name}.best.sql"}
    return {name: file.read_text(encoding="utf-8") for name, file in files.items() if file.exists()}

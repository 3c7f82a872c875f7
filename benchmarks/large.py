"""A hundred million tickets in Parquet: the same comparison, and the memory that a process of its own takes at most."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import kpidef
from benchmarks import execution
from benchmarks.execution import THREADS, WORKS_PROJECT, Execution, statement
from benchmarks.tables import write_parquet
from benchmarks.works import PARQUET

ROWS = 100_000_000
MEMORY = "3GB"  # what DuckDB may use; the process itself must stay under 4 GiB

_ALONE = """
import resource, sys, duckdb
file, threads, memory = sys.argv[1:]
with duckdb.connect(file, read_only=True, config={"threads": int(threads), "memory_limit": memory}) as database:
    database.execute("SET enable_progress_bar = false")
    database.execute(sys.stdin.read()).fetchall()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def run(folder: Path, rounds: int, rows: int = ROWS) -> Execution:
    """Made, compared, timed, and deleted: the files take several gigabytes."""
    with _tickets(folder, rows) as file:
        found = execution.run(file, PARQUET, rows, min(rounds, 3))
        sent = statement(kpidef.load(WORKS_PROJECT, connection=f"duckdb:///{file}"), PARQUET)
        return replace(found, peak_mib=peak_mib(file, sent))


def peak_mib(file: Path, sql: str) -> int:
    """The resident memory of a process that runs the statement and nothing else."""
    command = [sys.executable, "-c", _ALONE, str(file), str(THREADS), MEMORY]
    done = subprocess.run(command, input=sql, check=True, capture_output=True, text=True)
    return int(done.stdout)


@contextmanager
def _tickets(folder: Path, rows: int) -> Iterator[Path]:
    file, parts = folder / f"parquet_{rows}.duckdb", folder / f"parquet_{rows}"
    try:
        if not file.exists():
            write_parquet(file, parts, rows)
        yield file
    finally:
        file.unlink(missing_ok=True)
        shutil.rmtree(parts, ignore_errors=True)

"""The same compilation by the compiled sqlglot (`kpidef[fast]`), in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import kpidef
from benchmarks.execution import GRAIN, PERIOD, PROJECT
from benchmarks.measure import Timing, interleaved

ROUNDS = 10
ONE = "taux_escalade"


def run(folder: Path) -> dict[str, Timing]:
    """One KPI and all twenty; nothing, with a word, where the package can't be installed."""
    place = folder / "sqlglotc"
    try:
        if not place.exists():
            _install(place)
        environment = {**os.environ, "PYTHONPATH": str(place)}
        command = [sys.executable, "-m", "benchmarks.fast"]
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    except subprocess.CalledProcessError as error:
        print(f"sqlglot[c]: skipped ({str(error.stderr).strip().splitlines()[-1]})", file=sys.stderr)
        return {}
    return {name: Timing(tuple(one["wall"]), tuple(one["cpu"])) for name, one in json.loads(told.stdout).items()}


def measured() -> dict[str, Timing]:
    """One KPI and all twenty, warm, with the sqlglot that is imported."""
    project = kpidef.load(PROJECT)
    kpis = tuple(project.catalog.kpis)
    return interleaved(
        {
            "one": lambda: project.compile(ONE, period=PERIOD, grain=GRAIN, dialect="duckdb"),
            "all": lambda: project.compile(kpis, period=PERIOD, grain=GRAIN, dialect="duckdb"),
        },
        ROUNDS,
    )


def _install(place: Path) -> None:
    wanted = f"sqlglot[c]=={version('sqlglot')}"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(place), wanted]
    subprocess.run(command, check=True, capture_output=True, text=True)


if __name__ == "__main__":
    print(json.dumps({name: {"wall": one.wall, "cpu": one.cpu} for name, one in measured().items()}))

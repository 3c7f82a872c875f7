"""What a command costs before any number: start, load, compile."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import kpidef
from benchmarks.catalogue import write_catalogue
from benchmarks.execution import GRAIN, PERIOD, PROJECT
from benchmarks.measure import Timing, interleaved, processes

ROUNDS = 10
KPIS = 1000
ONE = "taux_escalade"

# A fresh interpreter; its own start and kpidef's imports are part of the time.
_LOAD = "import sys, kpidef; assert len(kpidef.load(sys.argv[1]).catalog.kpis) == int(sys.argv[2])"


@dataclass(frozen=True, slots=True)
class Start:
    compile_one: Timing
    compile_all: Timing
    load: Timing
    version: Timing
    compile_command: Timing


def run(folder: Path) -> Start:
    """Compiles in this process, the rest in processes of its own."""
    project = kpidef.load(PROJECT)
    kpis = tuple(project.catalog.kpis)
    compiled = interleaved(
        {
            "one": lambda: project.compile(ONE, period=PERIOD, grain=GRAIN, dialect="duckdb"),
            "all": lambda: project.compile(kpis, period=PERIOD, grain=GRAIN, dialect="duckdb"),
        },
        ROUNDS,
    )
    catalogue = folder / "catalogue"
    if not catalogue.exists():
        write_catalogue(catalogue, KPIS)
    command = [str(Path(sys.executable).with_name("kpidef"))]
    return Start(
        compile_one=compiled["one"],
        compile_all=compiled["all"],
        load=processes([sys.executable, "-c", _LOAD, str(catalogue), str(KPIS)], ROUNDS),
        version=processes([*command, "--version"], ROUNDS),
        compile_command=processes([*command, "compile", ONE, "--project", str(PROJECT)], ROUNDS),
    )

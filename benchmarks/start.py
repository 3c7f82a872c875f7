"""What a command costs before any number: start, load, compile."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import kpidef
from benchmarks.catalogue import MANY, cut_by_four, write_catalogue
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
    compile_many: Timing  # 160 KPIs by four dimensions
    compile_half: Timing  # half of them: what the growth is seen from
    load: Timing  # cold: nothing is kept
    load_unchanged: Timing
    list_unchanged: Timing  # a command that asks for every KPI of an unchanged project
    version: Timing
    compile_command: Timing


def run(folder: Path) -> Start:
    """Compiles in this process, the rest in processes of its own."""
    project = kpidef.load(PROJECT)
    kpis = tuple(project.catalog.kpis)
    catalogue, many = _catalogue(folder, KPIS), kpidef.load(_catalogue(folder, MANY))
    compiled = interleaved(
        {
            "one": lambda: project.compile(ONE, period=PERIOD, grain=GRAIN, dialect="duckdb"),
            "all": lambda: project.compile(kpis, period=PERIOD, grain=GRAIN, dialect="duckdb"),
            "many": lambda: cut_by_four(many, MANY),
            "half": lambda: cut_by_four(many, MANY // 2),
        },
        ROUNDS,
    )
    command = [str(Path(sys.executable).with_name("kpidef"))]
    load = [sys.executable, "-c", _LOAD, str(catalogue), str(KPIS)]
    with _keeping("off"):
        cold = processes(load, ROUNDS)
    with _keeping(str(folder / "kept")):
        return Start(
            compile_one=compiled["one"],
            compile_all=compiled["all"],
            compile_many=compiled["many"],
            compile_half=compiled["half"],
            load=cold,
            load_unchanged=processes(load, ROUNDS),
            list_unchanged=processes([*command, "list", "--project", str(catalogue)], ROUNDS),
            version=processes([*command, "--version"], ROUNDS),
            compile_command=processes([*command, "compile", ONE, "--project", str(PROJECT)], ROUNDS),
        )


def _catalogue(folder: Path, kpis: int) -> Path:
    catalogue = folder / f"catalogue_{kpis}"
    if not catalogue.exists():
        write_catalogue(catalogue, kpis)
    return catalogue


@contextmanager
def _keeping(place: str) -> Iterator[None]:
    """Processes that keep what they read of a project in a place, or nowhere."""
    before = os.environ.get("KPIDEF_CACHE")
    os.environ["KPIDEF_CACHE"] = place
    try:
        yield
    finally:
        if before is None:
            del os.environ["KPIDEF_CACHE"]
        else:
            os.environ["KPIDEF_CACHE"] = before

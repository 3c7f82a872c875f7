"""Figures -> results.json and results.md."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.execution import THREADS, Execution
from benchmarks.measure import Timing
from benchmarks.start import Start

PACKAGES = ("kpidef", "duckdb", "sqlglot", "pyarrow", "pyyaml", "click")

_PLANNING = (
    "DuckDB lit et planifie l'instruction (20 formules, leurs termes et leurs mesures) sur un seul cœur, en 30 ms"
    " environ contre 8 pour le SQL écrit à la main ; l'exécution, plus courte, ne le rattrape qu'avec assez de lignes."
)
_PYTHON = (
    "à l'instruction s'ajoutent le plan, le texte du SQL et la mise en forme des lignes, une cinquantaine de"
    " millisecondes de Python quel que soit le nombre de lignes lues."
)
_PROCESSOR = "tout est du Python pur ; le chiffre suit la vitesse du processeur au moment de la mesure."


@dataclass(frozen=True, slots=True)
class Line:
    """One figure against its goal, in the unit of both."""

    work: str
    measured: float
    goal: float
    unit: str
    told: str
    why: str  # what a missed goal comes from

    @property
    def is_reached(self) -> bool:
        return self.measured <= self.goal


def write(folder: Path, executions: list[Execution], start: Start) -> None:
    """Both files; nothing in them names the machine or a place on it."""
    lines = [*_execution_lines(executions), *_start_lines(start)]
    text = json.dumps(_figures(executions, start), indent=2, ensure_ascii=False) + "\n"
    (folder / "results.json").write_text(text, encoding="utf-8")
    (folder / "results.md").write_text("\n".join(_markdown(lines, executions)) + "\n", encoding="utf-8")


def ratio(ours: Timing, theirs: Timing) -> float:
    """Of the medians, by the clock."""
    return median(ours.wall) / median(theirs.wall)


def cpu_ratio(ours: Timing, theirs: Timing) -> float:
    """Of the medians, of all processors: what a busy machine disturbs least."""
    return median(ours.cpu) / median(theirs.cpu)


def machine() -> dict[str, str | int]:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count() or 0,
        "memory_gib": round(memory / 2**30),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def _execution_lines(executions: list[Execution]) -> Iterator[Line]:
    for one in executions:
        millions = f"{one.rows / 1e6:g} M de lignes par fait"
        told = f"{median(one.statement.wall):.0f} ms contre {median(one.by_hand.wall):.0f} ms"
        told += f" ; CPU × {cpu_ratio(one.statement, one.by_hand):.2f}"
        work = f"20 KPI par mois en une requête, {millions} : l'instruction, contre le SQL écrit à la main"
        yield Line(work, ratio(one.statement, one.by_hand), 1.0, "×", told, _PLANNING)
        told = f"{median(one.request.wall):.0f} ms ; CPU × {cpu_ratio(one.request, one.by_hand):.2f}"
        work = f"les mêmes, {millions} : de la question aux lignes rangées (plan, SQL, exécution, mise en forme)"
        yield Line(work, ratio(one.request, one.by_hand), 1.0, "×", told, _PYTHON)


def _start_lines(start: Start) -> Iterator[Line]:
    for work, timing, goal in (
        ("SQL d'un KPI sur 36 mois, à chaud", start.compile_one, 4),
        ("SQL de 20 KPI sur 36 mois, à chaud", start.compile_all, 45),
        ("charger et vérifier 1 000 KPI de 1,5 Ko, à froid, processus entier", start.load, 1000),
        ("`kpidef --version`, processus entier", start.version, 120),
        ("`kpidef compile` d'un KPI, processus entier", start.compile_command, 400),
    ):
        told = f"minimum {min(timing.cpu):.1f} ms sur {len(timing.cpu)}"
        yield Line(work, median(timing.cpu), goal, "ms CPU", told, _PROCESSOR)


def _markdown(lines: list[Line], executions: list[Execution]) -> Iterator[str]:
    about = machine()
    packages = ", ".join(f"{name} {about[name]}" for name in PACKAGES)
    yield "| travail | mesuré | but | |"
    yield "|---|---:|---:|---|"
    for line in lines:
        mark = "" if line.is_reached else " — **manqué**"
        yield f"| {line.work} | {_number(line.measured, line.unit)} | {_goal(line)} | {line.told}{mark} |"
    for line in lines:
        if not line.is_reached:
            yield f"\n{line.work} — manqué de {_number(line.measured - line.goal, line.unit)} : {line.why}"
    yield ""
    cells = ", ".join(f"{one.cells} à {one.rows / 1e6:g} M" for one in executions)
    yield f"Cellules comparées une à une au SQL écrit à la main, toutes égales (1e-9 près) : {cells} de lignes."
    yield (
        f"Médianes de mesures alternées dans un même processus, DuckDB à {THREADS} threads ; « CPU » additionne les"
        " processeurs. La requête entière passe par l'adaptateur, qui prend tous les cœurs."
    )
    yield f"Machine : {about['cores']} cœurs, {about['memory_gib']} Gio ; Python {about['python']}, {packages}."


def _number(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if unit == "×" or value < 10 else f"{value:.0f} {unit}"


def _goal(line: Line) -> str:
    return f"≤ {line.goal:g} {line.unit}"


def _figures(executions: list[Execution], start: Start) -> dict[str, Any]:
    return {
        "machine": machine(),
        "execution": [
            {
                "rows": one.rows,
                "cells_compared": one.cells,
                "by_hand": one.by_hand.shown(),
                "statement": one.statement.shown(),
                "request": one.request.shown(),
                "statement_ratio": round(ratio(one.statement, one.by_hand), 3),
                "statement_cpu_ratio": round(cpu_ratio(one.statement, one.by_hand), 3),
                "request_ratio": round(ratio(one.request, one.by_hand), 3),
                "request_cpu_ratio": round(cpu_ratio(one.request, one.by_hand), 3),
            }
            for one in executions
        ],
        "compile_one": start.compile_one.shown(),
        "compile_20": start.compile_all.shown(),
        "load_1000": start.load.shown(),
        "version_command": start.version.shown(),
        "compile_command": start.compile_command.shown(),
    }

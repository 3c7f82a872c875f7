"""results.json: what each run measured, merged into what earlier runs did, each line with its day and machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.execution import Execution
from benchmarks.machine import machine
from benchmarks.measure import Timing, cpu_ratio, ratio
from benchmarks.start import Start

Results = dict[str, Any]


def read(folder: Path) -> Results:
    """What was kept; nothing at first."""
    file = folder / "results.json"
    found: Results = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def merged(earlier: Results, kind: str, name: str, figures: Mapping[str, Any], today: date) -> Results:
    """With one line more, or measured again; what a shorter run did not measure stays as it was.

    A work measured again keeps what the peers took, which is told against the hand-written form of that time.
    """
    kept = earlier.get(kind, {}).get(name, {})
    told = {"peers": kept["peers"]} if "peers" in kept else {}
    line = {**told, **figures, "day": today.isoformat(), "machine": machine()}
    return {**earlier, kind: {**earlier.get(kind, {}), name: line}}


def with_peers(earlier: Results, name: str, peers: Mapping[str, Any]) -> Results:
    """With what the peers take for a work that is there."""
    works = earlier["works"]
    return {**earlier, "works": {**works, name: {**works[name], "peers": dict(peers)}}}


def write(folder: Path, results: Results) -> None:
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (folder / "results.json").write_text(text, encoding="utf-8")


def line_name(work: str, rows: int) -> str:
    """The name of a work's line among the results."""
    return f"{work}@{rows}"


def of_execution(one: Execution) -> Results:
    """A work's figures."""
    timings = {"plain": one.plain, "best": one.best, "statement": one.statement, "request": one.request}
    found: Results = {
        "work": one.work.name,
        "rows": one.rows,
        "cells_compared": one.cells,
        **{name: timing.shown() for name, timing in timings.items() if timing is not None},
        "ratio": round(ratio(one.statement, one.plain), 3),
        "cpu_ratio": round(cpu_ratio(one.statement, one.plain), 3),
        "request_ratio": round(ratio(one.request, one.plain), 3),
    }
    if one.best is not None:
        found["best_ratio"] = round(ratio(one.statement, one.best), 3)
    if one.peak_mib is not None:
        found["peak_mib"] = one.peak_mib
    return found


def of_start(start: Start) -> dict[str, Results]:
    """A line a timing."""
    timings = {field.name: getattr(start, field.name) for field in fields(start)}
    return {name: timing.shown() for name, timing in timings.items() if isinstance(timing, Timing)}

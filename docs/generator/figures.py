"""The README's table of figures, from what the benchmarks last measured."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)


def with_figures(text: str, results: Path) -> str:
    """The page with its table filled; unchanged where it has no such place."""
    if _PLACE.search(text) is None:
        return text
    table = "\n".join(_lines(json.loads(results.read_text(encoding="utf-8"))))
    return _PLACE.sub(lambda _: f"{table}\n", text)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield "| what | figure | target |"
    yield "|---|---|---|"
    for one in found["execution"]:
        rows = f"{one['rows'] // 1_000_000}M rows"
        yield _ratio(f"20 KPIs by month in one statement, {rows}, against SQL written by hand", one["statement_ratio"])
        yield _ratio(f"the same, from the question to tidy rows, {rows}", one["request_ratio"])
    for name, key, target in (
        ("compile of 1 KPI, 36 months, warm", "compile_one", 4),
        ("compile of 20 KPIs, 36 months, warm", "compile_20", 45),
        ("load of 1,000 KPIs of 1.5 KB, cold, whole process", "load_1000", 1_000),
        ("`kpidef --version`, whole process", "version_command", 120),
        ("`kpidef compile` of one KPI, whole process", "compile_command", 400),
    ):
        yield _time(name, found[key]["cpu_median_ms"], target)
    machine = found["machine"]
    yield ""
    yield (
        f"Medians measured side by side in one run on {machine['cores']} cores and {machine['memory_gib']} GiB: "
        f"Python {machine['python']}, DuckDB {machine['duckdb']}, sqlglot {machine['sqlglot']} in pure Python. "
        f"Every cell equals the hand-written SQL's."
    )


def _ratio(name: str, value: float) -> str:
    return f"| {name} | {value:.2f} ×{_missed(value, 1.0)} | at most 1.0 × |"


def _time(name: str, value: float, target: int) -> str:
    shown = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"| {name} | {shown} ms of CPU{_missed(value, target)} | {target:,} ms of CPU |"


def _missed(value: float, target: float) -> str:
    return " (missed)" if value > target else ""

"""The README's table of figures, from what the benchmarks last measured."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import PEERS, RANDOM_GOAL, START, Line, work_lines

PEER_TITLES = ("MetricFlow", "sidemantic", "boring-semantic-layer")
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)


def with_figures(text: str, results: Path) -> str:
    """The page with its table filled; unchanged where it has no such place."""
    if _PLACE.search(text) is None:
        return text
    table = "\n".join(_lines(json.loads(results.read_text(encoding="utf-8"))))
    return _PLACE.sub(lambda _: f"{table}\n", text)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"| against SQL written by hand (DuckDB, 2 threads) | goal | kpidef | {' | '.join(PEER_TITLES)} |"
    yield "|---|---|---|---|---|---|"
    lines = list(work_lines(found))
    for line in lines:
        yield _work(line)
    yield ""
    yield "| compile and start | goal | kpidef |"
    yield "|---|---|---|"
    for name, _, english, goal in START:
        if name in found.get("start", {}):
            yield _time(english, found["start"][name]["cpu_median_ms"], goal)
    yield ""
    for one in found.get("random", {}).values():
        yield _random(one)
        yield ""
    yield _machine(lines[-1].figures["machine"], sum(line.figures["cells_compared"] for line in lines))


def _work(line: Line) -> str:
    one = line.figures
    peers = [_peer(one.get("peers", {}).get(peer)) for peer in PEERS]
    memory = f", peak {one['peak_mib'] / 1024:.1f} GiB" if "peak_mib" in one else ""
    cells = [
        f"{line.work.english}, {line.rows / 1e6:g}M rows",
        f"≤ {line.work.goal:g} ×",
        f"{one['ratio']:.2f} ×{memory}{_missed(not line.is_reached)}",
        *peers,
    ]
    return f"| {' | '.join(cells)} |"


def _peer(one: dict[str, Any] | None) -> str:
    if one is None or "ratio" not in one:
        return ""
    ratio = f"{one['ratio']:,.0f}" if one["ratio"] >= 100 else f"{one['ratio']:.3g}"
    differing = one.get("wrong_cells")
    return f"{ratio} ×" + (f" ({differing} cell(s) differ)" if differing else "")


def _time(name: str, value: float, target: float) -> str:
    shown = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"| {name} | {target:,} ms of CPU | {shown} ms of CPU{_missed(value > target)} |"


def _random(one: dict[str, Any]) -> str:
    ratios = one["ratios"]
    return (
        f"{one['requests']} random requests, {one['rows'] / 1e6:g}M rows: half take at most {ratios['p50']:.2f} × the"
        f" plain SQL, nine in ten at most {ratios['p90']:.2f} × (goal {RANDOM_GOAL:g}"
        f"{', missed' if ratios['p90'] > RANDOM_GOAL else ''})."
    )


def _machine(about: dict[str, Any], cells: int) -> str:
    return (
        f"Ratios of medians measured side by side in one run on {about['cores']} cores and {about['memory_gib']} GiB: "
        f"Python {about['python']}, DuckDB {about['duckdb']}, sqlglot {about['sqlglot']} in pure Python. "
        f"All {cells:,} cells equal the hand-written SQL's; bindings say `unique: trusted`, as that SQL has it."
    )


def _missed(is_missed: bool) -> str:
    return " (missed)" if is_missed else ""

"""results.json -> results.md: each line beside its goal, a missed goal said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import site
from benchmarks.machine import PACKAGES
from benchmarks.results import Results, line_name
from benchmarks.works import PARQUET, WORKS, Work

BEST_GOAL = 1.15
PEAK_GOAL_MIB = 4096
RANDOM_GOAL = 1.2
PEERS = ("metricflow", "sidemantic", "boring-semantic-layer")
START = (
    ("version", "`kpidef --version`, processus entier", "`kpidef --version`, whole process", 120),
    ("compile_command", "`kpidef compile` d'un KPI, processus", "`kpidef compile` of one KPI, whole process", 300),
    ("compile_one", "SQL d'un KPI sur 36 mois, à chaud", "compile of 1 KPI, 36 months, warm", 4),
    ("compile_all", "SQL de 20 KPI sur 36 mois, à chaud", "compile of 20 KPIs, 36 months, warm", 30),
    ("fast_one", "le même KPI, par sqlglot compilé", "the same KPI, by the compiled sqlglot", 1.5),
    ("fast_all", "les mêmes 20 KPI, par sqlglot compilé", "the same 20 KPIs, by the compiled sqlglot", 15),
    ("compile_many", "SQL de 160 KPI par 4 dimensions, à chaud", "compile of 160 KPIs by 4 dimensions, warm", 200),
    ("load", "chargement de 1 000 KPI, à froid, processus", "load of 1,000 KPIs, cold, whole process", 800),
    ("load_unchanged", "chargement de 1 000 KPI inchangés, processus", "load of 1,000 unchanged KPIs, process", 150),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A work as it was measured last."""

    work: Work
    figures: dict[str, Any]

    @property
    def rows(self) -> int:
        return int(self.figures["rows"])

    @property
    def is_reached(self) -> bool:
        return bool(self.figures["ratio"] <= self.work.goal)


def work_lines(results: Results) -> Iterator[Line]:
    """Those that were measured, in the order of the works, then by rows."""
    for work in (*WORKS, PARQUET):
        found = [one for one in results.get("works", {}).values() if one["work"] == work.name]
        for one in sorted(found, key=lambda figures: int(figures["rows"])):
            yield Line(work, one)


def write(folder: Path, results: Results) -> None:
    text = "\n".join(_page(results)) + "\n"
    (folder / "results.md").write_text(text, encoding="utf-8")


def _page(results: Results) -> Iterator[str]:
    yield "# Ce que les mesures disent"
    yield ""
    yield from work_table(results)
    yield ""
    yield from start_table(results)
    for found in results.get("site", {}).values():
        yield ""
        yield from site.table(found)
    if results.get("random"):
        yield ""
        yield from random_lines(results)
    yield ""
    yield from told(results)


def work_table(results: Results) -> Iterator[str]:
    """Each work against the SQL written by hand, then what the peers take."""
    peers = "MetricFlow | sidemantic | boring-semantic-layer"
    yield f"| travail (DuckDB, 2 fils) | lignes par fait | but | kpidef | face à la meilleure forme | temps | {peers} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for line in work_lines(results):
        one = line.figures
        cells = [
            line.work.french,
            f"{line.rows / 1e6:g} M",
            f"≤ {line.work.goal:g}",
            f"{one['ratio']:.2f}" + _missed(not line.is_reached),
            _best(one),
            f"{one['statement']['wall_median_ms']:.0f} ms contre {one['plain']['wall_median_ms']:.0f} ms",
            *(_peer(one.get("peers", {}).get(peer)) for peer in PEERS),
        ]
        yield f"| {' | '.join(cells)} |"


def start_table(results: Results) -> Iterator[str]:
    yield "| compiler et démarrer (CPU) | but | kpidef |"
    yield "|---|---:|---:|"
    for name, french, _, goal in START:
        one = results.get("start", {}).get(name)
        if one is not None:
            value = one["cpu_median_ms"]
            yield f"| {french} | ≤ {goal} ms | {value:.1f} ms{_missed(value > goal)} |"


def random_lines(results: Results) -> Iterator[str]:
    for one in results["random"].values():
        ratios = one["ratios"]
        reached = "atteint" if ratios["p90"] <= RANDOM_GOAL else "**manqué**"
        yield (
            f"{one['requests']} demandes tirées au sort (graine {one['seed']}, {one['rows'] / 1e6:g} M de lignes),"
            f" {one['cells_compared']} cellules comparées : rapport au SQL simple, médiane {ratios['p50']:.2f},"
            f" p90 {ratios['p90']:.2f}, maximum {ratios['max']:.2f} ; but p90 ≤ {RANDOM_GOAL:g} : {reached}."
        )


def told(results: Results) -> Iterator[str]:
    lines = list(work_lines(results))
    missed = [f"{line.work.french} ({line.rows / 1e6:g} M)" for line in lines if not line.is_reached]
    far = [
        f"{line.work.french} ({line.rows / 1e6:g} M)"
        for line in lines
        if line.figures.get("best_ratio", line.figures["ratio"]) > BEST_GOAL
    ]
    yield f"Buts manqués : {', '.join(missed)}." if missed else "Aucun but manqué."
    if far:
        yield f"Au-delà de {BEST_GOAL:g} fois la meilleure forme que nous sachions écrire : {', '.join(far)}."
    cells = sum(int(line.figures["cells_compared"]) for line in lines)
    yield ""
    yield (
        f"{cells} cellules comparées une à une au SQL écrit à la main, toutes égales (1e-9 près). Rapports de médianes"
        " de mesures alternées dans un même processus : l'instruction que kpidef envoie, contre `benchmarks/sql/`."
        " Les liaisons disent `unique: trusted` : le SQL écrit à la main croit lui aussi que les clés sont uniques."
    )
    yield f"Machine : {machine_told(results)}."


def machine_told(results: Results) -> str:
    """Of the line measured last."""
    lines = [one for kind in ("works", "start") for one in results.get(kind, {}).values()]
    about = max(lines, key=lambda one: str(one["day"]))["machine"]
    packages = ", ".join(f"{name} {about[name]}" for name in PACKAGES)
    days = sorted({str(one["day"]) for one in lines})
    said = days[0] if len(days) == 1 else f"{days[0]} au {days[-1]}"
    return f"{about['cores']} cœurs, {about['memory_gib']} Gio ; Python {about['python']}, {packages} ; {said}"


def find(results: Results, work: str, rows: int) -> dict[str, Any] | None:
    found: dict[str, Any] | None = results.get("works", {}).get(line_name(work, rows))
    return found


def _missed(is_missed: bool) -> str:
    return " **manqué**" if is_missed else ""


def _best(one: dict[str, Any]) -> str:
    if "best_ratio" not in one:
        return "la même"
    return f"{one['best_ratio']:.2f}" + _missed(one["best_ratio"] > BEST_GOAL)


def _peer(one: dict[str, Any] | None) -> str:
    if one is None:
        return ""
    if "ratio" not in one:
        return str(one["said"])
    wrong = f", {one['wrong_cells']} cellules fausses" if one.get("wrong_cells") else ""
    ratio = f"{one['ratio']:.0f}" if one["ratio"] >= 100 else f"{one['ratio']:.3g}"
    return f"{ratio}{wrong}"

"""The growth curves of results.json -> docs/images."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.curve import curve
from benchmarks.results import Results

IMAGES = Path(__file__).parents[1] / "docs" / "images"
_TITLES = {
    "rows": ("20 KPI par mois, selon les lignes de chaque fait", "lignes", "millisecondes de processeur"),
    "kpis": ("Compilation d'une demande, selon le nombre de KPI", "KPI", "millisecondes de processeur"),
    "spark": ("5 KPI par mois sur Spark (2 cœurs), Parquet par mois", "lignes", "millisecondes"),
    "periods": ("Une demande par jour, selon le nombre de jours", "jours", "millisecondes de processeur"),
}


def write(results: Results, folder: Path = IMAGES) -> None:
    """One picture a curve that was measured."""
    for name, figures in results.get("growth", {}).items():
        (folder / f"croissance-{name}.svg").write_text(picture(name, figures["series"]), encoding="utf-8")


def picture(name: str, series: dict[str, list[dict[str, Any]]]) -> str:
    """By the processors, which a busy machine disturbs least; by the clock where they are Spark's."""
    taken = "wall_ms" if name == "spark" else "cpu_ms"
    title, across, along = _TITLES[name]
    lines = {label: [(one["at"], one[taken]) for one in points] for label, points in series.items()}
    return curve(title, across, along, lines)

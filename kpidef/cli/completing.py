"""What a shell may complete: the ids of the project's KPIs."""

from __future__ import annotations

from pathlib import Path

from kpidef.errors import KpidefError


def kpi_ids(folder: Path | None) -> tuple[str, ...]:
    """The ids, sorted; none where there is no project, for a shell must never show an error instead."""
    from kpidef.pipeline import load

    try:
        return tuple(sorted(load(folder, strict=False).catalog.kpis))
    except KpidefError:
        return ()

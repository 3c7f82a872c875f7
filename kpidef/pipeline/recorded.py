"""The values that a glossary shows, from the table of results: what `kpidef materialize` kept, and nothing computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kpidef.calendar import Window
from kpidef.catalog.model import Kpi
from kpidef.errors.request import NotStored, StoredOtherwise
from kpidef.errors.warehouse import StoreMissing
from kpidef.pipeline.stored import COLUMNS, check_table, day_of
from kpidef.pipeline.valuing import Points, points_of, span_windows
from kpidef.report.verdict import is_own_period, target_of, verdicts

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project

# The KPI's own lines: no dimension, no condition.
_WHOLE = {"cut": "[]", "filters": "[]"}
Row = Mapping[str, Any]


def recorded_values(project: Project, table: str, connection: str | None) -> tuple[Points, dict[str, str]]:
    """The periods that the table has of each KPI by its present definition, and the code of why it has none."""
    from kpidef.sql.materialize import rows_kept

    ready = [kpi for kpi in project.catalog.kpis.values() if project.unavailable(kpi) is None]
    with project.open(connection) as warehouse:
        if not check_table(warehouse, table):
            raise StoreMissing(table=table)
        names = [name for name, _ in COLUMNS]
        sql = rows_kept(table, names, [kpi.id for kpi in ready], _WHOLE, warehouse.dialect)
        rows = warehouse.execute(sql).to_pylist() if ready else []
    windows = {grain: span_windows(project, grain) for grain in {kpi.period for kpi in ready}}
    points: Points = {}
    failures: dict[str, str] = {}
    for kpi in ready:
        own = [row for row in rows if row["kpi"] == kpi.id and row["grain"] in ("", kpi.period.value)]
        own.sort(key=lambda row: str(row["grain"]))
        found = [row for row in own if row["version"] == kpi.version]
        told = points_of(_judged(found, kpi, windows[kpi.period], project))
        points |= told
        if not told:
            failures[kpi.id] = StoredOtherwise.code if own and not found else NotStored.code
    return points, failures


def _judged(rows: Iterable[Row], kpi: Kpi, windows: Iterable[Window], project: Project) -> list[Row]:
    """The lines of these very days in their order, with the targets and verdicts of today."""
    import pyarrow as pa

    known = {(row["period"], row["period_start"], row["period_end"]): row for row in rows}
    places = [(one, known.get((one.label, day_of(one.start), day_of(one.end)))) for one in windows]
    held = [(window, row) for window, row in places if row is not None]
    targets = [target_of(kpi, window, project.calendar) for window, _ in held]
    values = pa.array([row["value"] for _, row in held], pa.float64())
    owned = pa.array([is_own_period(kpi, window, project.calendar) for window, _ in held], pa.bool_())
    judged = verdicts(kpi, values, pa.array(targets, pa.float64()), owned).to_pylist()
    return [
        {**row, "target": target, "verdict": verdict}
        for (_, row), target, verdict in zip(held, targets, judged, strict=True)
    ]

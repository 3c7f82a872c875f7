"""Targets and verdicts: what a period's value is measured against, and how it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpidef.calendar import Calendar, Window, grain_of
from kpidef.catalog.model import Kpi

if TYPE_CHECKING:
    import pyarrow as pa

_COMPARE: dict[str, str] = {"<=": "less_equal", "<": "less", ">=": "greater_equal", ">": "greater", "=": "equal"}


def target_of(kpi: Kpi, window: Window, calendar: Calendar) -> float | None:
    """The target in force when the period starts; a target holds at the KPI's own grain only."""
    if not kpi.targets or window.start is None or not is_own_period(kpi, window, calendar):
        return None
    day = window.start.date().isoformat()
    held = [one for one in kpi.targets if one.start <= day and (one.end is None or day < one.end)]
    return max(held, key=lambda one: one.start).value if held else None


def is_own_period(kpi: Kpi, window: Window, calendar: Calendar) -> bool:
    """Whether the window is one period of the KPI's own grain."""
    return grain_of(calendar, window) == kpi.period


def verdicts(kpi: Kpi, values: pa.Array, targets: pa.Array, own_period: pa.Array) -> pa.Array:
    """`good`, `watch` or `bad` by the thresholds in their order, else by the target and the direction; else null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kpi.thresholds:
        return pc.if_else(own_period, _by_thresholds(kpi, values), pa.scalar(None, pa.string()))
    if kpi.direction == "none":
        return pa.nulls(len(values), pa.string())
    reached = pc.greater_equal(values, targets) if kpi.direction == "up" else pc.less_equal(values, targets)
    return pc.if_else(reached, "good", "bad")


def _by_thresholds(kpi: Kpi, values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    verdict: Any = "bad"
    for name, operator, limit in reversed(kpi.thresholds):
        verdict = pc.if_else(getattr(pc, _COMPARE[operator])(values, limit), name, verdict)
    return verdict

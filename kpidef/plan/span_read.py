"""Between which times a plan reads the rows of each source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kpidef.expression.typed import Field
from kpidef.plan.nodes import Plan, Scan
from kpidef.plan.role import scans_of
from kpidef.plan.shape import instants


@dataclass(frozen=True, slots=True)
class SpanRead:
    """All that the plan reads of a source has its time in [first, last), local."""

    time: Field
    first: datetime
    last: datetime


def spans_read(plan: Plan) -> dict[str, SpanRead]:
    """The spans of the sources of which nothing is read but events of closed windows, by one time."""
    scans: dict[str, list[Scan]] = {}
    for scan in scans_of(plan.cells):
        scans.setdefault(scan.source, []).append(scan)
    found = {source: _span(read) for source, read in scans.items()}
    return {source: span for source, span in found.items() if span is not None}


def _span(scans: list[Scan]) -> SpanRead | None:
    time = scans[0].time
    if time is None or any(scan.kind != "event" or scan.time != time or not _is_closed(scan) for scan in scans):
        return None
    bounds = frozenset[datetime]().union(*map(instants, scans))
    return SpanRead(time, min(bounds), max(bounds))


def _is_closed(scan: Scan) -> bool:
    return bool(scan.windows) and all(one.start is not None and one.end is not None for one in scan.windows)

"""The kinds of scans: which one a measure's rule needs, what it may share, and the bounds that it reads."""

from __future__ import annotations

from datetime import datetime

from kpidef.calendar import Window
from kpidef.catalog.model import Always, Event, Flow, Measure, Source, Stock
from kpidef.plan.nodes import ScanKind
from kpidef.plan.span import capped, instant_of


def scan_kind(measure: Measure, source: Source) -> ScanKind:
    """The kind of scan that gives the measure its rows; intervals come before photos where a source has both."""
    lasting = source.validity is not None
    match measure.rule:
        case Event():
            return "event"
        case Always():
            return "always"
        case Stock(at="any"):
            return "any"
        case Stock():
            return "stock" if lasting else "photo"
        case Flow(direction="in"):
            return "flow_in" if lasting else "photo_in"
        case Flow():
            return "flow_out" if lasting else "photo_out"


def shared_key(kind: ScanKind, measure: Measure) -> tuple[object, ...]:
    """What two measures must have in common to share a scan of that kind.

    Flows and photos compare entities among the rows that the filters keep, so they share only with equal filters.
    """
    time = measure.rule.time if isinstance(measure.rule, Event) else None
    key: tuple[object, ...] = (measure.source, time, measure.rollups)
    return key if kind in ("event", "always", "any", "stock") else (*key, measure.filters, measure.entity)


def bounds_of(kind: ScanKind, measure: Measure, span: Window, as_of: datetime) -> Window | None:
    """The window that the scan reads; a stock's is unbounded on the left and ends at its instant."""
    match kind:
        case "always":
            return Window("all", None, None)
        case "stock" | "photo":
            at = measure.rule.at if isinstance(measure.rule, Stock) else "end"
            return instant_of(span, at, as_of)
        case "event" | "any":
            return span
        case _:
            return capped(span, as_of)

"""What is asked: KPIs, windows, dimensions, filters, at an observation time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kpidef.calendar import Calendar, Grain, Window
from kpidef.catalog.model import Catalog, Kpi
from kpidef.spec.records import Text

Compare = Literal["previous", "year_ago", "target"]


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request; `as_of` is a naive local time in the calendar's zone."""

    catalog: Catalog
    calendar: Calendar
    kpis: tuple[Kpi, ...]
    windows: tuple[Window, ...]
    grain: Grain | None
    by: tuple[Text, ...]
    where: tuple[Text, ...]
    as_of: datetime
    totals: tuple[Text, ...] = ()
    compare: Compare | None = None
    sparse: bool = False
    measures: bool = False

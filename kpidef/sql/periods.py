"""The table of the requested periods, with the columns that are read of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Window
from kpidef.sql.context import Periods
from kpidef.sql.dialects import dialect_of
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import column, moment, null, number, select, series, text, values

# As many numbers as stay readable one under the other.
MOST_LISTED = 36

_MADE: dict[str, Callable[[Window], Tree]] = {
    "label": lambda one: text(one.label),
    "starts": lambda one: _day(one.start),
    "ends": lambda one: _day(one.end),
}


def period_table(periods: Periods, dialect: str) -> exp.Select:
    """(period, label, starts, ends), one line a period; or its number alone, which an engine may count by itself."""
    asked, count = [name for name in _MADE if name in periods.asked], len(periods.windows)
    if not asked and count > MOST_LISTED and dialect_of(dialect).generates_series:
        return select([column("period", "v")], series(count, "v", "period"))
    lines = [[number(rank), *(_MADE[name](one) for name in asked)] for rank, one in enumerate(periods.windows)]
    return values(lines, ["period", *asked], dialect_of(dialect).casts_columns)


def _day(bound: datetime | None) -> Tree:
    return moment(bound.date(), "date") if bound is not None else null("date")

"""Bounds of windows as literals of the type of the column that they meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import ceil_date, to_instant
from kpidef.plan.slices import Slices
from kpidef.plan.unit import hour_number, month_number
from kpidef.sql.tree import moment, number


def bound(local: datetime, kind: str, timezone: str) -> exp.Expr:
    """A local bound as a date, a wall-clock time, an instant, or the number of an hour or a month."""
    match kind:
        case "date":
            return moment(ceil_date(local), kind)
        case "timestamptz":
            return moment(to_instant(timezone, local), kind)
        case "hour":
            return number(hour_number(to_instant(timezone, local)))
        case "month":
            return number(month_number(local))
        case _:
            return moment(local, "timestamp")


def slice_of(time: exp.Expr, cut: Slices, kind: str, timezone: str, names: Sequence[int]) -> exp.Expr:
    """The name of the slice that holds a time known to be inside the bounds, found by halving."""

    def half(low: int, high: int) -> exp.Expr:
        if high - low == 1:
            return number(names[low])
        middle = (low + high) // 2
        edge = cut.bounds[middle]
        assert edge is not None
        condition = exp.LT(this=time.copy(), expression=bound(edge, kind, timezone))
        return exp.Case(ifs=[exp.If(this=condition, true=half(low, middle))], default=half(middle, high))

    return half(0, cut.count)


def within(time: exp.Expr, start: datetime | None, end: datetime | None, kind: str, timezone: str) -> list[exp.Expr]:
    """`start <= time AND time < end`; a time without any bound must still be known."""
    found: list[exp.Expr] = []
    if start is not None:
        found.append(exp.GTE(this=time.copy(), expression=bound(start, kind, timezone)))
    if end is not None:
        found.append(exp.LT(this=time.copy(), expression=bound(end, kind, timezone)))
    return found or [exp.Not(this=exp.Is(this=time.copy(), expression=exp.Null()))]

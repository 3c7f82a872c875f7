"""Windows as literal tables, and what it takes to be inside one."""

from __future__ import annotations

from datetime import datetime, time

from sqlglot import exp

from kpidef.calendar import Window, shift_in_zone
from kpidef.plan.nodes import Scan
from kpidef.plan.slices import Slices, Windows
from kpidef.sql.bound import bound, within
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import alias, cast, column, number, select, union, values, where


def window_table(context: Context, scan: Scan, kind: str, read: Windows | None = None) -> str:
    """Windows of the scan as a literal table (w, the ends that are read, how old a photo may be); it may be empty."""
    read = tuple(range(len(scan.windows))) if read is None else read
    if context.history is not None:
        assert context.periods is not None
        return context.define(f"{scan.name}_windows", context.history.windows(scan, read, context.periods.name, kind))
    lines = [(index, scan.windows[index]) for index in read] or [(0, Window("", None, None))]
    edges = _edges_read(scan)
    names = ["w", *edges, *(f"stale_{edge}" for edge in edges if scan.stale_after is not None)]

    def build() -> exp.Query:
        known = _known_periods(context, scan, kind, read, names[1:])
        parts = [_as_windows(context, known)] if known else []
        if others := lines[len(context.periods.windows) if known and context.periods else 0 :]:
            found = [_line(context, scan, edges, index, one, kind) for index, one in others]
            parts.append(values(found, names, dialect_of(context.dialect).casts_columns))
        return union(parts) if read else where(parts[0], [exp.false()])

    bounds = tuple((index, one.start, one.end) for index, one in lines)
    return context.share((bounds, kind, scan.stale_after, tuple(names), bool(read)), "windows", build)


def held(moment: Tree, scan: Scan) -> list[Tree]:
    """A time is in the window `w`; an unbounded side asks nothing."""
    found: list[Tree] = []
    opening, closing = column("starts", "w"), column("ends", "w")
    if any(one.start for one in scan.windows):
        after: Tree = exp.GTE(this=moment.copy(), expression=opening)
        if any(one.start is None for one in scan.windows):
            after = exp.Paren(this=exp.Or(this=exp.Is(this=opening.copy(), expression=exp.Null()), expression=after))
        found.append(after)
    if any(one.end for one in scan.windows):
        before: Tree = exp.LT(this=moment.copy(), expression=closing)
        if any(one.end is None for one in scan.windows):
            before = exp.Paren(this=exp.Or(this=exp.Is(this=closing.copy(), expression=exp.Null()), expression=before))
        found.append(before)
    return found or [exp.true()]


def inside(context: Context, moment: Tree, kind: str, cut: Slices) -> list[Tree]:
    """A time is between the first bound and the last one."""
    return within(moment, cut.bounds[0], cut.bounds[-1], kind, context.zone.calendar.timezone)


def listed(index: Tree, windows: Windows) -> Tree:
    """The index is one of these."""
    first, last = windows[0], windows[-1]
    if len(windows) == last - first + 1:
        return exp.Between(this=index, low=number(first), high=number(last))
    return exp.In(this=index, expressions=[number(one) for one in windows])


def _known_periods(context: Context, scan: Scan, kind: str, read: Windows, edges: list[str]) -> dict[str, str]:
    """Which end of the requested periods is each end of the first windows, where it is one: that of all, or of none."""
    periods = context.periods.windows if context.periods is not None else ()
    first = scan.windows[: len(periods)]
    if kind != "date" or not periods or not {*edges} <= {"starts", "ends"} or read[: len(periods)] != _count(periods):
        return {}
    found = {edge: _same_end(_ends(first, edge), periods) for edge in edges}
    return {edge: own for edge, own in found.items() if own} if all(found.values()) else {}


def _same_end(bounds: list[datetime | None], periods: tuple[Window, ...]) -> str | None:
    """The end of the periods that these bounds are, whole days all of them."""
    if any(bound is not None and bound.time() != time.min for bound in bounds):
        return None
    return next((edge for edge in ("ends", "starts") if _ends(periods, edge) == bounds), None)


def _ends(windows: tuple[Window, ...], edge: str) -> list[datetime | None]:
    return [one.start if edge == "starts" else one.end for one in windows]


def _count(periods: tuple[Window, ...]) -> Windows:
    return tuple(range(len(periods)))


def _as_windows(context: Context, ends: dict[str, str]) -> exp.Select:
    periods = context.periods
    assert periods is not None
    found = [periods.column(own) if own == edge else alias(periods.column(own), edge) for edge, own in ends.items()]
    return select([alias(periods.column("period"), "w"), *found], periods.table())


def _edges_read(scan: Scan) -> list[str]:
    """The ends of windows that the scan's conditions speak of."""
    if scan.kind in ("stock", "photo"):
        return ["ends"]
    if scan.kind != "event":
        return ["starts", "ends"]
    opens, closes = any(one.start for one in scan.windows), any(one.end for one in scan.windows)
    return [*(["starts"] if opens else []), *(["ends"] if closes else [])]


def _line(context: Context, scan: Scan, edges: list[str], index: int, window: Window, kind: str) -> list[Tree]:
    timezone = context.zone.calendar.timezone
    bounds = [window.start if edge == "starts" else window.end for edge in edges]
    if scan.stale_after is not None:
        bounds += [shift_in_zone(timezone, one, scan.stale_after, -1) if one else None for one in bounds]
    untyped = "integer" if kind in ("hour", "month") else kind
    return [number(index), *(bound(one, kind, timezone) if one else cast(exp.Null(), untyped) for one in bounds)]

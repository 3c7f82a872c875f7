"""When an interval counts and when it no longer does, in the coarsest unit that tells the instants apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.plan.nodes import Scan
from kpidef.plan.shape import MOST_PLACES, instants
from kpidef.plan.slices import rounded, uncut
from kpidef.sql.bound import bound, slice_of
from kpidef.sql.context import Context
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import any_of, number, values
from kpidef.sql.unit import cut_of
from kpidef.sql.window import window_table


@dataclass(frozen=True, slots=True)
class Timeline:
    """An end of an interval -> its place; `windows` has the instants, and a place counts there when it is before."""

    place: Callable[[Tree], Tree]
    last: Tree  # the place of the last instant: what is not before it counts nowhere
    windows: str
    first_bound: Tree
    last_bound: Tree

    def arrives(self, start: Tree, end: Tree) -> list[Tree]:
        """The interval is well formed, and some instant may find it."""
        still = any_of(
            [
                exp.Is(this=end.copy(), expression=exp.Null()),
                exp.And(this=_not_before(end, start), expression=_not_before(end, self.first_bound)),
            ]
        )
        assert still is not None
        return [*self.begins(start), still]

    def departs(self, start: Tree, end: Tree) -> list[Tree]:
        """The same, and some instant may find it gone."""
        return [_not_before(end, start), _not_before(end, self.first_bound), *self.begins(end)]

    def begins(self, edge: Tree) -> list[Tree]:
        """That end of the interval is before the last instant."""
        return [exp.LT(this=edge.copy(), expression=self.last_bound.copy())]


def timeline(context: Context, scan: Scan, rows: Rows) -> Timeline:
    """Days or hours where no instant cuts them; else the rank among the instants while these are few enough."""
    kind, timezone = rows.interval_kind, context.zone.calendar.timezone
    grid = tuple(sorted({rounded(one, kind) for one in instants(scan)}))
    ends = (bound(grid[0], kind, timezone), bound(grid[-1], kind, timezone))
    cut = cut_of(context, scan, kind)
    if cut is None and len(grid) <= MOST_PLACES:
        return Timeline(_ranked(grid, kind, timezone), number(len(grid)), _ranks(context, scan, grid, kind), *ends)
    of, met = (cut.of, cut.kind) if cut is not None else ((lambda tree: tree), kind)
    return Timeline(
        lambda tree: of(tree.copy()), bound(grid[-1], met, timezone), window_table(context, scan, met), *ends
    )


def _ranked(grid: tuple[datetime, ...], kind: str, timezone: str) -> Callable[[Tree], Tree]:
    return lambda tree: slice_of(tree, uncut(grid), kind, timezone, range(len(grid) + 1))


def _ranks(context: Context, scan: Scan, grid: tuple[datetime, ...], kind: str) -> str:
    """The instants as ranks that come after those of the times before them."""
    known = [one.end for one in scan.windows]
    places = [grid.index(rounded(one, kind)) + 1 for one in known if one is not None]
    lines = [[number(index), number(place)] for index, place in enumerate(places)]
    return context.share(("ranks", tuple(places)), "windows", lambda: values(lines, ["w", "ends"]))


def _not_before(tree: Tree, other: Tree) -> Tree:
    return exp.GTE(this=tree.copy(), expression=other.copy())

"""Flows: the rows that are there at one end of a window only, and those that tell where their entity is."""

from __future__ import annotations

from sqlglot import exp

from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.slices import slices
from kpidef.plan.unit import steps_of
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.folding import unit_windows
from kpidef.sql.grouping import named_rows
from kpidef.sql.rows import EDGE, FROM, TO, WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import alias, all_of, any_of, column, given
from kpidef.sql.unit import Cut, counted, cut_of
from kpidef.sql.window import held, inside, window_table

# For so few windows each row is compared with their bounds sooner than the days of the rows are gathered.
FEW_WINDOWS = 3


def leavers(context: Context, scan: Scan, rows: Rows, leaves: tuple[Leaf, ...], is_alone: bool) -> Tree:
    """The rows that are there at one end of a window and not at the other, beside those that their entity has there."""
    start, end = rows.bounds()
    opening, closing = column("starts", "w"), column("ends", "w")
    crossing = end if scan.kind == "flow_out" else start
    rows.add(WINDOW, column("w", "w"))
    windows, on = _met(context, scan, rows, crossing)
    if scan.kind == "flow_out":
        on.append(exp.LT(this=start.copy(), expression=opening.copy()))
    else:
        lasts = any_of([exp.Is(this=end.copy(), expression=exp.Null()), exp.GTE(this=end, expression=closing.copy())])
        assert lasts is not None
        on.append(lasts)
    known = [given(rows.relation.field(one)) for one in scan.compared]
    rows.is_alone = is_alone
    if not is_alone:
        rows.add(EDGE, closing if scan.kind == "flow_out" else opening)
        rows.others = _others(context, scan)
    return named_rows(context, scan, rows, leaves, lambda: rows.query(known, windows, all_of(on)))


def _met(context: Context, scan: Scan, rows: Rows, crossing: Tree) -> tuple[str, list[Tree]]:
    """The windows, and when the end of the interval that crosses them is inside one."""
    kind, timezone = rows.interval_kind, context.zone.calendar.timezone
    windows, record = window_table(context, scan, kind), dialect_of(context.dialect)
    if context.history is not None or len(scan.windows) <= FEW_WINDOWS:
        return windows, held(crossing, scan)
    if record.counts_months and (steps := steps_of(scan.windows, kind)) is not None:
        bounded = inside(context, crossing, kind, slices(scan.windows, kind))
        return windows, [
            exp.EQ(this=counted(crossing, kind, steps, 0, timezone), expression=column("w", "w")),
            *bounded,
        ]
    cut = cut_of(context, scan, kind)
    if cut is None:
        return windows, held(crossing, scan)
    return _units(context, scan, cut), [exp.EQ(this=cut.of(crossing.copy()), expression=column(cut.name, "w"))]


def _units(context: Context, scan: Scan, cut: Cut) -> str:
    """The table of the windows that each unit which was seen falls in."""
    rows = Rows(context, scan)
    start, end = rows.bounds()
    crossing = end if scan.kind == "flow_out" else start
    bounded = inside(context, crossing, rows.interval_kind, slices(scan.windows, rows.interval_kind))
    seen = rows.relation.select([alias(cut.of(crossing.copy()), cut.name)], bounded)
    seen.set("distinct", exp.Distinct())
    return unit_windows(context, scan, cut, seen, rows.interval_kind)


def _others(context: Context, scan: Scan) -> str:
    """The table of all the rows that tell where an entity is: their ends, dimensions and entity."""
    rows = Rows(context, scan)
    start, end = rows.bounds()
    rows.add(FROM, start)
    rows.add(TO, end)
    for one in (*scan.group, *scan.entity, *scan.compared):
        rows.field(one)
    known = [given(start.copy()), *(given(rows.relation.field(one)) for one in scan.compared)]
    return context.define(f"{scan.name}_others", rows.query(known))

"""Scans -> tables of the statement: (level, window, dimensions, entity) and one column a leaf."""

from __future__ import annotations

from sqlglot import exp

from kpidef.expression.typed import Field
from kpidef.plan.nodes import Scan
from kpidef.sql.context import Context
from kpidef.sql.event import each_window, lower_event
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.rows import CLOSES, OPENS, WINDOW, Rows, true_at, true_between
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import all_of, any_of, column, given, number, when
from kpidef.sql.window import window_table


def lower_scan(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables that hold the scan's leaves, window by window; `members` is the table of a cohort's entities."""
    if scan.kind == "event":
        return lower_event(context, scan, keys, members)
    rows = Rows(context, scan)
    return (aggregated(context, scan, keys, rows, row_source(context, scan, rows), scan.leaves, members),)


def row_source(context: Context, scan: Scan, rows: Rows) -> Tree:
    """The scan's rows under the alias `r`, each with the index of a window that it belongs to."""
    match scan.kind:
        case "event":
            return each_window(context, scan, rows)
        case "always":
            rows.add(WINDOW, number(0))
            return named_rows(context, scan, rows, scan.leaves, lambda: rows.query([]))
        case "stock" | "any" | "flow_in" | "flow_out":
            return _interval(context, scan, rows)
        case _:
            return _photos(context, scan, rows)


def _interval(context: Context, scan: Scan, rows: Rows) -> Tree:
    start, end = rows.bounds()
    assert rows.source.validity is not None
    windows = window_table(context, scan, rows.source.columns[rows.source.validity.start].type)
    opening, closing = column("starts", "w"), column("ends", "w")
    rows.add(WINDOW, column("w", "w"))
    if scan.kind == "stock":
        on: Tree | None = true_at(start, end, closing)
    elif scan.kind == "any":
        bounded = [any(one.start for one in scan.windows), any(one.end for one in scan.windows)]
        mixed = any(one.start is None or one.end is None for one in scan.windows)
        on = true_between(start, end, opening if bounded[0] else None, closing if bounded[1] else None, mixed)
    else:
        opens, closes = true_at(start, end, opening), true_at(start, end, closing)
        rows.add(OPENS, when(opens.copy(), number(1), number(0)))
        rows.add(CLOSES, when(closes.copy(), number(1), number(0)))
        on = any_of([opens, closes])
    known = _compared(scan, rows)
    return named_rows(context, scan, rows, scan.leaves, lambda: rows.query(known, windows, on))


def _photos(context: Context, scan: Scan, rows: Rows) -> Tree:
    snapshot = rows.source.snapshot
    assert snapshot is not None
    kind = rows.source.columns[snapshot.at].type
    windows = window_table(context, scan, kind)
    photo = rows.relation.field(Field(snapshot.at, kind))
    rows.add(WINDOW, column("w", "w"))
    known = _compared(scan, rows)
    fresh = [all_of(_fresh(photo, edge, scan)) for edge in ("starts", "ends")]
    if scan.kind == "photo":
        rows.add(CLOSES, photo)
        return named_rows(context, scan, rows, scan.leaves, lambda: rows.query(known, windows, fresh[1]))
    for name, condition in zip((OPENS, CLOSES), fresh, strict=True):
        assert condition is not None
        rows.add(name, when(condition.copy(), photo.copy()))
    on = any_of(one for one in fresh if one is not None)
    return named_rows(context, scan, rows, scan.leaves, lambda: rows.query(known, windows, on))


def _fresh(photo: Tree, edge: str, scan: Scan) -> list[Tree]:
    """A photo taken before an end of the window, and not too long before."""
    found: list[Tree] = [exp.LT(this=photo.copy(), expression=column(edge, "w"))]
    if scan.stale_after is not None:
        found.append(exp.GTE(this=photo.copy(), expression=column(f"stale_{edge}", "w")))
    return found


def _compared(scan: Scan, rows: Rows) -> list[Tree]:
    """A null entity is in no stock of photos and in no flow."""
    return [given(rows.relation.field(one)) for one in scan.compared]

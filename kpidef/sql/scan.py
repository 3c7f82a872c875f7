"""Scans -> tables of the statement: (level, window, dimensions, entity) and one column a leaf."""

from __future__ import annotations

from typing import assert_never

from sqlglot import exp

from kpidef.expression.typed import Field
from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import Choice, Shape, choices
from kpidef.sql.bits import lower_bits
from kpidef.sql.changes import lower_changes
from kpidef.sql.context import Context
from kpidef.sql.event import each_window, lower_event
from kpidef.sql.grouping import Table, aggregated, named_rows
from kpidef.sql.keys import Keys
from kpidef.sql.latest import place_photos
from kpidef.sql.leaver import leavers
from kpidef.sql.pieces import lower_pieces
from kpidef.sql.power import powers_of
from kpidef.sql.rows import CLOSES, OPENS, WINDOW, Rows, true_at, true_between
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import all_of, any_of, column, given, number, table, when
from kpidef.sql.window import window_table


def lower_scan(context: Context, scan: Scan, keys: Keys, members: str | None) -> tuple[Table, ...]:
    """The tables that hold the scan's leaves, window by window; `members` is the table of a cohort's entities."""
    if scan.kind == "event":
        return lower_event(context, scan, keys, members)
    timezone, is_known = context.zone.calendar.timezone, context.history is None
    powers = powers_of(context.dialect, context.catalog.sources, context.bindings, scan, timezone, is_known)
    chosen = choices(scan, powers, context.forced)
    return tuple(table for one in chosen for table in _shaped(context, scan, keys, members, one))


def _shaped(context: Context, scan: Scan, keys: Keys, members: str | None, chosen: Choice) -> tuple[Table, ...]:
    match chosen.shape:
        case "bits":
            return tuple(lower_bits(context, scan, keys, leaf) for leaf in chosen.leaves)
        case "pieces":
            return tuple(lower_pieces(context, scan, keys, leaf) for leaf in chosen.leaves)
        case "changes":
            return (lower_changes(context, scan, keys, chosen.leaves),)
        case "windows" | "alone" | "leavers" | "latest":
            rows = Rows(context, scan)
            source = row_source(context, scan, rows, chosen.shape, chosen.leaves)
            return (aggregated(context, scan, keys, rows, source, chosen.leaves, members),)
        case _:
            assert_never(chosen.shape)


def row_source(context: Context, scan: Scan, rows: Rows, shape: Shape, leaves: tuple[Leaf, ...]) -> Tree:
    """The scan's rows under the alias `r`, each with the index of a window that it belongs to."""
    match scan.kind:
        case "event":
            return each_window(context, scan, rows)
        case "photo" if shape == "latest":
            return _placed(context, scan, rows, leaves)
        case "always":
            rows.only = 0
            return named_rows(context, scan, rows, leaves, lambda: rows.query([]))
        case "flow_in" | "flow_out" if shape in ("alone", "leavers"):
            return leavers(context, scan, rows, leaves, is_alone=shape == "alone")
        case "stock" | "any" | "flow_in" | "flow_out":
            return _interval(context, scan, rows, leaves)
        case _:
            return _photos(context, scan, rows, leaves)


def _interval(context: Context, scan: Scan, rows: Rows, leaves: tuple[Leaf, ...]) -> Tree:
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
    return named_rows(context, scan, rows, leaves, lambda: rows.query(known, windows, on))


def _placed(context: Context, scan: Scan, rows: Rows, leaves: tuple[Leaf, ...]) -> Tree:
    """The photos, which are read twice."""
    known = place_photos(context, scan, rows)
    source = named_rows(context, scan, rows, leaves, lambda: rows.query(known))
    if isinstance(source, exp.Subquery):
        return table(context.define(f"{scan.name}_rows", source.this), "r")
    return source


def _photos(context: Context, scan: Scan, rows: Rows, leaves: tuple[Leaf, ...]) -> Tree:
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
        return named_rows(context, scan, rows, leaves, lambda: rows.query(known, windows, fresh[1]))
    for name, condition in zip((OPENS, CLOSES), fresh, strict=True):
        assert condition is not None
        rows.add(name, when(condition.copy(), photo.copy()))
    on = any_of(one for one in fresh if one is not None)
    return named_rows(context, scan, rows, leaves, lambda: rows.query(known, windows, on))


def _fresh(photo: Tree, edge: str, scan: Scan) -> list[Tree]:
    """A photo taken before an end of the window, and not too long before."""
    found: list[Tree] = [exp.LT(this=photo.copy(), expression=column(edge, "w"))]
    if scan.stale_after is not None:
        found.append(exp.GTE(this=photo.copy(), expression=column(f"stale_{edge}", "w")))
    return found


def _compared(scan: Scan, rows: Rows) -> list[Tree]:
    """A null entity is in no stock of photos and in no flow."""
    return [given(rows.relation.field(one)) for one in scan.compared]

"""The rows behind a number: each scan's rows, window by window, marked with the terms that count them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Calendar, Window
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog
from kpidef.expression.typed import Field
from kpidef.plan.nodes import Cells, Fold, Plan, Scan
from kpidef.sql.cells import lower_cells
from kpidef.sql.context import Context
from kpidef.sql.keys import keys_of
from kpidef.sql.membership import chosen, with_members
from kpidef.sql.name import fitted
from kpidef.sql.render import render
from kpidef.sql.rollup import build_rollup, build_view
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree, lower
from kpidef.sql.scan import row_source
from kpidef.sql.tree import alias, all_of, any_of, number, when, where
from kpidef.sql.zone import local_time


@dataclass(frozen=True, slots=True)
class Listing:
    """One SELECT over a source: a window's index, a 0/1 column for each term, then the source's own columns."""

    sql: str
    source: str
    windows: tuple[Window, ...]
    marks: tuple[tuple[str, tuple[str, ...]], ...]  # (column of the result, the plan's columns that it counts in)
    columns: tuple[tuple[str, str], ...]  # (column of the result, column of the source)


def list_rows(
    plan: Plan,
    catalog: Catalog,
    bindings: Mapping[str, Binding],
    calendar: Calendar,
    as_of: datetime,
    dialect: str = "duckdb",
) -> tuple[Listing, ...]:
    """One listing a scan of the plan, those of second stages and of cohorts included where they count rows."""
    known = [bound for window in plan.windows for bound in (window.start, window.end) if bound is not None]
    zone = local_time(calendar, known, as_of)
    found = []
    for scan, cells, owners in _scans(plan.cells, ()):
        context = Context(catalog, bindings, zone, dialect, build_rollup, build_view)
        found.append(_listing(context, plan, scan, cells, owners))
    return tuple(found)


def _scans(cells: Cells, owners: tuple[str, ...]) -> Iterator[tuple[Scan, Cells, tuple[str, ...]]]:
    """Each scan with the columns of the plan that its second stage fills, if it has one."""
    for part in cells.parts:
        if isinstance(part, Fold):
            yield from _scans(part.cells, tuple(column for route in part.routes for _, column in route.columns))
        else:
            yield part, cells, owners


def _listing(context: Context, plan: Plan, scan: Scan, cells: Cells, owners: tuple[str, ...]) -> Listing:
    members = lower_cells(context, scan.members.cells) if scan.members is not None else None
    rows = Rows(context, scan)
    own = {
        fitted(name): rows.field(Field(name, one.type))
        for name, one in rows.source.columns.items()
        if _is_bound(rows, name)
    }
    marks = {
        f"in_{rank}": (column_name, _mark(rows, scan, leaf_name))
        for rank, (leaf_name, column_name) in enumerate(_terms(scan, cells), 1)
    }
    query = chosen(rows, scan, (), row_source(context, scan, rows, "windows", scan.leaves))
    with_members(context, scan, keys_of(cells), query, members, (), 0, rows.place())
    query.set(
        "expressions",
        [
            alias(rows.place(), "window_index"),
            *(alias(tree, name) for name, (_, tree) in marks.items()),
            *(alias(tree, name) for name, tree in own.items()),
        ],
    )
    counted = any_of(exp.EQ(this=tree.copy(), expression=number(1)) for _, tree in marks.values())
    present = query.args.get("where")
    where(query, [*([present.this] if present else []), *([counted] if counted is not None else [])])
    return Listing(
        sql=render(query, context, plan, context.dialect),
        source=scan.source,
        windows=scan.windows,
        marks=tuple((name, owners or (column_name,)) for name, (column_name, _) in marks.items()),
        columns=tuple((name, name) for name in own),
    )


def _terms(scan: Scan, cells: Cells) -> list[tuple[str, str]]:
    """(leaf, cells' column) of what counts rows for a reader; the presence counts are ours alone."""
    return [pair for route in scan.routes for pair in route.columns if pair[1] not in cells.kept]


def _mark(rows: Rows, scan: Scan, leaf_name: str) -> Tree:
    leaf = next(one for one in scan.leaves if one.name == leaf_name)
    condition = all_of(lower(one, rows.outside()) for one in leaf.filters)
    return when(condition, number(1), number(0)) if condition is not None else number(1)


def _is_bound(rows: Rows, name: str) -> bool:
    one = rows.source.columns[name]
    return one.expr is None and one.rollup is None

"""Cells: scans and folds brought together by UNION ALL and GROUP BY on (level, period, dimensions, entity)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from kpidef.plan.nodes import CellColumn, Cells, Fold, Leaf, Route, Scan
from kpidef.sql.aggregate import aggregate, known_value
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.dialects.record import Keeping
from kpidef.sql.grouping import Table
from kpidef.sql.keys import Keys, keys_of
from kpidef.sql.scalar import Names, Tree, lower
from kpidef.sql.scan import lower_scan
from kpidef.sql.tree import (
    alias,
    all_of,
    any_of,
    column,
    group,
    join,
    null,
    number,
    select,
    subquery,
    table,
    union,
    values,
    where,
    zero_if_null,
)

MOST_TABLES = 8  # that one union reads


@dataclass(frozen=True, slots=True)
class _Read:
    """A table whose windows are the periods by a route, or that has the periods already; the leaf of each column."""

    table: str
    route: Route | None
    columns: Mapping[str, str]
    has_more: bool = False  # whether it has windows after those that are the periods' own


def lower_cells(context: Context, cells: Cells, grid: Callable[[bool], exp.Query] | None = None) -> str:
    """The name of the table that holds the cells; `grid` adds the lines that must be there without any row."""
    keys = keys_of(cells)
    found = [one for part in cells.parts for one in _part(context, part, keys)]
    # A cell is of an entity where there are many: their lines are gathered once.
    reads = _narrowed(context, found, cells, keys) if not cells.entity else found
    branches = [_branch(context, read, cells, keys, typed=not rank) for rank, read in enumerate(reads)]
    if grid is None and len(branches) == 1:
        return context.define(cells.name, branches[0])
    gathered = [*branches, *([grid(not branches)] if grid is not None else [])]
    return context.define(cells.name, _gathered(gathered, cells, keys))


def _narrowed(context: Context, reads: list[_Read], cells: Cells, keys: Keys) -> list[_Read]:
    """Fewer tables to read: where they are many, each line of one holds a null for every column of all the others.

    Neighbours are gathered first, a few at a time, with their own columns only; the nulls of a request then grow with
    its columns, not with their square, and so does the time that an engine takes to plan them.
    """
    if len(reads) <= MOST_TABLES:
        return reads
    return [
        _together(context, reads[start : start + MOST_TABLES], cells, keys)
        for start in range(0, len(reads), MOST_TABLES)
    ]


def _together(context: Context, reads: list[_Read], cells: Cells, keys: Keys) -> _Read:
    own = {name for read in reads for name in read.columns}
    part = replace(cells, columns=tuple(one for one in cells.columns if one.name in own))
    branches = [_branch(context, read, part, keys, typed=not rank) for rank, read in enumerate(reads)]
    table_name = context.define(f"{cells.name}_part", _gathered(branches, part, keys))
    return _Read(table_name, None, {one.name: one.name for one in part.columns})


def _gathered(branches: list[exp.Query], cells: Cells, keys: Keys) -> exp.Select:
    """One line for each key, of branches of which at most one has a value for each column."""
    names = [*keys.level, "period", *keys.cut]
    query = select(
        [
            *(column(name, "f") for name in names),
            *(alias(known_value(column(one.name, "f"), one.type), one.name) for one in cells.columns),
        ],
        subquery(union(branches), "f"),
    )
    return group(query, [column(name, "f") for name in names])


def empty_line(
    cells: Cells, keys: Keys, known: Mapping[str, Tree], source: Tree | None, typed: bool = True
) -> exp.Select:
    """A line of keys without values, of the same shape as the branches; `typed` where it is the first of them."""
    types = dict(zip(keys.cut, (*cells.dimensions, *cells.entity), strict=True))
    return select(
        [
            *(alias(known.get(name, number(0)), name) for name in (*keys.level, "period")),
            *(alias(known.get(name, null(types[name])), name) for name in keys.cut),
            *(_nothing(one, typed) for one in cells.columns),
        ],
        source,
    )


def _part(context: Context, part: Scan | Fold, keys: Keys) -> Iterable[_Read]:
    """The part's tables, each with a route and the leaf that fills each column."""
    if isinstance(part, Fold):
        tables: tuple[Table, ...] = (_fold(context, part, keys),)
    else:
        members = lower_cells(context, part.members.cells) if part.members is not None else None
        tables = lower_scan(context, part, keys, members)
    for found in tables:
        for route in part.routes:
            columns = {name: leaf for leaf, name in route.columns if leaf in found.leaves}
            if columns:
                has_more = context.history is None and len(part.windows) > len(route.windows)
                yield _Read(found.name, route, columns, has_more)


def _branch(context: Context, read: _Read, cells: Cells, keys: Keys, typed: bool) -> exp.Query:
    """The table's lines by period: its own, or those of the periods that read its windows."""
    route = read.route
    straight = route is None or all(window == period for period, window in enumerate(route.windows))
    own = column("period", "s") if route is None else column("w", "s")
    query = select(
        [
            *(column(name, "s") for name in keys.level),
            alias(own if straight else column("period", "p"), "period"),
            *(column(name, "s") for name in keys.cut),
            *(_value(one, read.columns, typed) for one in cells.columns),
        ],
        table(read.table, "s"),
    )
    if route is None or straight:
        own_periods = exp.LT(this=column("w", "s"), expression=number(len(route.windows))) if route else None
        return where(query, [own_periods]) if own_periods is not None and read.has_more else query
    pairs = [[number(period), number(window)] for period, window in enumerate(route.windows) if window is not None]
    if not pairs:
        return where(_unread(query, keys), [exp.false()])
    routes = context.define(f"{read.table}_periods", _routes(context, route, pairs))
    return join(query, table(routes, "p"), exp.EQ(this=column("w", "p"), expression=column("w", "s")))


def _routes(context: Context, route: Route, pairs: list[list[Tree]]) -> exp.Query:
    if context.history is None:
        return values(pairs, ["period", "w"])
    assert context.periods is not None
    ranks = [(rank, window) for rank, window in enumerate(route.windows) if window is not None]
    return context.history.routes(ranks, context.periods.name)


def _unread(query: exp.Select, keys: Keys) -> exp.Select:
    """The same shape where no period reads the table."""
    place = len(keys.level)
    listed = list(query.expressions)
    listed[place] = alias(column("w", "s"), "period")
    query.set("expressions", listed)
    return query


def _value(one: CellColumn, columns: Mapping[str, str], typed: bool) -> Tree:
    return alias(column(columns[one.name], "s"), one.name) if one.name in columns else _nothing(one, typed)


def _nothing(one: CellColumn, typed: bool) -> Tree:
    """A union takes its columns' names and types from its first branch: the others' nulls need none."""
    return alias(null(one.type), one.name) if typed else exp.Null()


def _fold(context: Context, fold: Fold, keys: Keys) -> Table:
    """The entities' cells, folded: (level, w, dimensions) and one column a leaf."""
    inner = lower_cells(context, fold.cells)
    empties = {one.name for one in fold.cells.columns if one.empty == 0}
    names = Names(
        context.zone,
        term=lambda one: zero_if_null(column(one.name, "c")) if one.name in empties else column(one.name, "c"),
    )
    cut = [column(name, "c") for name in (*keys.level, "period", *keys.cut)]
    keeps_by = dialect_of(context.dialect).keeps_by
    query = select(
        [
            *(column(name, "c") for name in keys.level),
            alias(column("period", "c"), "w"),
            *(column(name, "c") for name in keys.cut),
            *(alias(_leaf(leaf, names, keeps_by), leaf.name) for leaf in fold.leaves),
        ],
        table(inner, "c"),
    )
    kept = any_of(exp.GT(this=column(name, "c"), expression=number(0)) for name in fold.cells.kept)
    where(query, [kept] if kept is not None else [])
    return Table(context.define(fold.name, group(query, cut)), frozenset(leaf.name for leaf in fold.leaves))


def _leaf(leaf: Leaf, names: Names, keeps_by: Keeping) -> Tree:
    condition = all_of(lower(one, names) for one in leaf.filters)
    operand = lower(leaf.expr, names) if leaf.expr is not None else None
    return aggregate(leaf.agg, operand, condition, keeps_by)

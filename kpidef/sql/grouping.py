"""Rows -> groups: GROUP BY window, dimensions and entity, one column a leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from kpidef.expression.typed import Field
from kpidef.plan.nodes import Leaf, Level, Scan
from kpidef.sql.aggregate import aggregate
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.keys import Keys
from kpidef.sql.membership import chosen, with_members
from kpidef.sql.rows import WINDOW, Rows
from kpidef.sql.scalar import Tree, lower
from kpidef.sql.tree import (
    alias,
    all_of,
    column,
    given,
    group,
    null,
    number,
    select,
    subquery,
    table,
    typed,
    union,
    where,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table and the leaves that it has a column for."""

    name: str
    leaves: frozenset[str]


def named_rows(
    context: Context, scan: Scan, rows: Rows, leaves: tuple[Leaf, ...], query: Callable[[], exp.Select]
) -> Tree:
    """The finished rows under the alias `r`: every column that a leaf, a dimension or an entity reads is asked for."""
    for leaf in leaves:
        for one in (*leaf.filters, *([leaf.expr] if leaf.expr is not None else [])):
            lower(one, rows.outside())
        if leaf.agg.function in ("first", "last") and scan.time is not None:
            for one in (scan.time, *_key(rows)):
                rows.field(one)
    for one in (*scan.group, *scan.entity, *scan.compared, *(scan.members.entity if scan.members else ())):
        rows.field(one)
    known = [given(rows.relation.field(one)) for one in scan.entity]
    finished = query() if not known else where_more(query(), known)
    if len(scan.levels) == 1:
        return subquery(finished, "r")
    return table(context.define(f"{scan.name}_rows", finished), "r")


def where_more(query: exp.Select, conditions: list[Tree]) -> exp.Select:
    """The query with further conditions required."""
    present = query.args.get("where")
    return where(query, [*([present.this] if present else []), *conditions])


def aggregated(
    context: Context,
    scan: Scan,
    keys: Keys,
    rows: Rows,
    source: Tree,
    leaves: tuple[Leaf, ...],
    members: str | None,
    conditions: Sequence[Tree] = (),
    window: str = WINDOW,
    suffix: str = "",
) -> Table:
    """GROUP BY window, dimensions and entity, once a level."""
    queries = []
    for index, level in enumerate(scan.levels):
        staged = _staged(rows, scan, level, source.copy(), leaves)
        with_members(context, scan, keys, staged, members, level, index, rows.place())
        cut_keys = [rows.field(one) for rank, one in enumerate(scan.group) if rank in level]
        entity = [rows.field(one) for one in scan.entity]
        projections = [
            *(alias(number(index), name) for name in keys.level),
            alias(rows.place(window), "w"),
            *(
                alias(rows.field(one) if rank in level else null(one.type), f"d{rank + 1}")
                for rank, one in enumerate(scan.group)
            ),
            *(alias(one, f"e{rank}") for rank, one in enumerate(entity, 1)),
            *(alias(_leaf(rows, leaf), leaf.name) for leaf in leaves),
        ]
        staged.set("expressions", projections)
        if conditions:
            where_more(staged, [one.copy() for one in conditions])
        group(staged, [*_windows(rows, window), *cut_keys, *(one.copy() for one in entity)])
        queries.append(staged)
    name = context.define(f"{scan.name}{suffix}", union(queries))
    return Table(name, frozenset(leaf.name for leaf in leaves))


def _windows(rows: Rows, window: str) -> list[Tree]:
    """What tells the rows of a window from those of another."""
    return [] if rows.only is not None else [rows.place(window)]


def _leaf(rows: Rows, leaf: Leaf) -> Tree:
    conditions = [lower(one, rows.outside()) for one in leaf.filters]
    if leaf.agg.function in ("first", "last"):
        conditions.append(exp.EQ(this=column(f"_place_{leaf.name}", "r"), expression=number(1)))
    operand = lower(leaf.expr, rows.outside()) if leaf.expr is not None else None
    return aggregate(leaf.agg, operand, all_of(conditions), dialect_of(rows.context.dialect).keeps_by)


def _staged(rows: Rows, scan: Scan, level: Level, source: Tree, leaves: tuple[Leaf, ...]) -> exp.Select:
    """FROM the rows, ranked first where a leaf wants the first or last of an entity."""
    ends = [leaf for leaf in leaves if leaf.agg.function in ("first", "last")]
    if not ends:
        return chosen(rows, scan, level, source)
    ranked: list[Tree] = [exp.Column(this=exp.Star(), table=exp.to_identifier("r", quoted=True))]
    ranked += [alias(_place(rows, scan, level, leaf), f"_place_{leaf.name}") for leaf in ends]
    return select([], subquery(select(ranked, source), "r"))


def _place(rows: Rows, scan: Scan, level: Level, leaf: Leaf) -> Tree:
    assert scan.time is not None
    kept = all_of(lower(one, rows.outside()) for one in leaf.filters)
    group_keys = [rows.field(one) for rank, one in enumerate(scan.group) if rank in level]
    order: list[Tree] = []
    if kept is not None:
        first = exp.Case(ifs=[exp.If(this=kept, true=number(0))], default=number(1))
        order.append(exp.Ordered(this=first, desc=False, nulls_first=False))
    is_last = leaf.agg.function == "last"
    ends = [typed(rows.field(one), one.type) for one in (scan.time, *_key(rows))]
    order += [exp.Ordered(this=one, desc=is_last, nulls_first=False) for one in ends]
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[*_windows(rows, WINDOW), *group_keys, *(rows.field(one) for one in scan.entity)],
        order=exp.Order(expressions=order),
        over="OVER",
    )


def _key(rows: Rows) -> tuple[Field, ...]:
    return tuple(Field(name, rows.source.columns[name].type) for name in rows.source.key)

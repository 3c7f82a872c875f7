"""Rows of a unit of time, or of a window, folded by sort: each sort of row is judged once."""

from __future__ import annotations

from dataclasses import replace

from kpidef.catalog.model import Agg
from kpidef.expression.typed import Field
from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.sorting import parts_of, read_by_conditions
from kpidef.sql.aggregate import aggregate
from kpidef.sql.context import Context
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree, lower
from kpidef.sql.tree import alias, group, null, select, table


def by_sort(
    context: Context, scan: Scan, rows: Rows, source: Tree, key: str, leaves: tuple[Leaf, ...]
) -> tuple[Tree, tuple[Leaf, ...]]:
    """The sorts of rows of each unit or window, the `key`, in the place of the rows; the leaves as these give them."""
    keys = [
        *([] if rows.only is not None else [rows.place(key)]),
        *(rows.field(one) for one in read_by_conditions(leaves)),
    ]
    parts = parts_of(leaves)
    operands = [lower(expr, rows.outside()) if expr is not None else None for _, expr in parts]
    gathered = [
        alias(aggregate(agg, operand, None), _name(rank))
        for rank, ((agg, _), operand) in enumerate(zip(parts, operands, strict=True), 1)
    ]
    query = group(select([*keys, *gathered], source), [one.copy() for one in keys])
    sorts = context.define(f"{scan.name}_sorts", query)
    for rank in range(1, len(parts) + 1):
        rows.add(_name(rank), null())
    return table(sorts, "r"), tuple(_over(leaf, parts.index((leaf.agg, leaf.expr)) + 1) for leaf in leaves)


def _over(leaf: Leaf, rank: int) -> Leaf:
    """The leaf over the sorts: counts are added up, and the conditions choose among sorts."""
    if leaf.agg.function == "count" or leaf.expr is None:
        return replace(leaf, agg=Agg("sum"), expr=Field(_name(rank), "integer"))
    return replace(leaf, expr=Field(_name(rank), leaf.expr.type))


def _name(rank: int) -> str:
    return f"_part_{rank}"

"""Rows of a day folded by the few values that the leaves' conditions read: each sort of row is judged once."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from kpidef.catalog.model import Agg, Catalog
from kpidef.expression.typed import Expression, Field
from kpidef.expression.walk import fields
from kpidef.plan.nodes import Leaf, Scan
from kpidef.sql.aggregate import aggregate
from kpidef.sql.context import Context
from kpidef.sql.dialects import dialect_of
from kpidef.sql.rows import Rows
from kpidef.sql.scalar import Tree, lower
from kpidef.sql.tree import alias, column, group, null, select, table

# Where rows are of more sorts a day, or conditions are fewer, folding them first costs more than it saves.
MOST_SORTS = 200
FEWEST_CONDITIONS = 8

Part = tuple[Agg, Expression | None]


def folds_sorts(context: Context, scan: Scan, leaves: tuple[Leaf, ...]) -> bool:
    """Whether rows are to be folded by what the conditions read: many conditions, over few known values."""
    if not dialect_of(context.dialect).folds_conditions or scan.group:
        return False
    counts = [_values(context.catalog, scan, one) for one in _read(leaves)]
    conditions = sum(1 for leaf in leaves if leaf.filters)
    is_shorter = conditions >= FEWEST_CONDITIONS and conditions >= 2 * len(_parts(leaves))
    return is_shorter and None not in counts and prod(one for one in counts if one is not None) <= MOST_SORTS


def by_sort(
    context: Context, scan: Scan, rows: Rows, source: Tree, day: str, leaves: tuple[Leaf, ...]
) -> tuple[Tree, tuple[Leaf, ...]]:
    """The sorts of rows of each day, in the place of the rows, and the leaves as they are computed from them."""
    keys = [column(day, "r"), *(rows.field(one) for one in _read(leaves))]
    parts = _parts(leaves)
    operands = [lower(expr, rows.outside()) if expr is not None else None for _, expr in parts]
    folded = [
        alias(aggregate(agg, operand, None), _name(rank))
        for rank, ((agg, _), operand) in enumerate(zip(parts, operands, strict=True), 1)
    ]
    query = group(select([*keys, *folded], source), [one.copy() for one in keys])
    sorts = context.define(f"{scan.name}_sorts", query)
    for rank in range(1, len(parts) + 1):
        rows.add(_name(rank), null())
    return table(sorts, "r"), tuple(_over(leaf, parts.index((leaf.agg, leaf.expr)) + 1) for leaf in leaves)


def _read(leaves: tuple[Leaf, ...]) -> tuple[Field, ...]:
    """The columns that the conditions read, each once."""
    found = (one for leaf in leaves for condition in leaf.filters for one in fields(condition))
    return tuple(dict.fromkeys(found))


def _parts(leaves: tuple[Leaf, ...]) -> tuple[Part, ...]:
    """What is folded of each sort, each once."""
    return tuple(dict.fromkeys((leaf.agg, leaf.expr) for leaf in leaves))


def _values(catalog: Catalog, scan: Scan, one: Field) -> int | None:
    """How many values a column is known to have; a value that was not declared only makes one sort more."""
    if not one.path and any(rolled.name == one.column for rolled in scan.rollups):
        return None
    source = catalog.sources[scan.source]
    for reference in one.path:
        target = source.columns[reference].references
        assert target is not None
        source = catalog.sources[target.source]
    found = source.columns[one.column]
    return 2 if found.type == "boolean" else len(found.values) or None


def _over(leaf: Leaf, rank: int) -> Leaf:
    """The leaf over the sorts: counts are added up, and the conditions choose among sorts."""
    if leaf.agg.function == "count" or leaf.expr is None:
        return replace(leaf, agg=Agg("sum"), expr=Field(_name(rank), "integer"))
    return replace(leaf, expr=Field(_name(rank), leaf.expr.type))


def _name(rank: int) -> str:
    return f"_part_{rank}"

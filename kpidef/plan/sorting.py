"""Rows of a unit of time folded by the few values that the leaves' conditions read: where that is shorter."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from kpidef.catalog.model import Agg, Source
from kpidef.expression.typed import Expression, Field
from kpidef.expression.walk import fields
from kpidef.plan.nodes import Leaf, Scan
from kpidef.plan.shape import Powers

# Where rows are of more sorts a unit, or conditions are fewer, folding them first costs more than it saves.
MOST_SORTS = 200
FEWEST_CONDITIONS = 8

Part = tuple[Agg, Expression | None]


def folds_sorts(scan: Scan, leaves: tuple[Leaf, ...], powers: Powers) -> bool:
    """Whether rows are to be folded by what the conditions read: many conditions, over few known values."""
    if not powers.folds_conditions or scan.group or scan.entity or scan.members is not None:
        return False
    counts = [_values(powers.sources, scan, one) for one in read_by_conditions(leaves)]
    conditions = sum(1 for leaf in leaves if leaf.filters)
    is_shorter = conditions >= FEWEST_CONDITIONS and conditions >= 2 * len(parts_of(leaves))
    return is_shorter and None not in counts and prod(one for one in counts if one is not None) <= MOST_SORTS


def read_by_conditions(leaves: tuple[Leaf, ...]) -> tuple[Field, ...]:
    """The columns that the leaves' conditions read, each once."""
    found = (one for leaf in leaves for condition in leaf.filters for one in fields(condition))
    return tuple(dict.fromkeys(found))


def parts_of(leaves: tuple[Leaf, ...]) -> tuple[Part, ...]:
    """What is folded of each sort, each once."""
    return tuple(dict.fromkeys((leaf.agg, leaf.expr) for leaf in leaves))


def _values(sources: Mapping[str, Source], scan: Scan, one: Field) -> int | None:
    """How many values a column is known to have; a value that was not declared only makes one sort more."""
    if not one.path and any(rolled.name == one.column for rolled in scan.rollups):
        return None
    source = sources[scan.source]
    for reference in one.path:
        target = source.columns[reference].references
        assert target is not None
        source = sources[target.source]
    found = source.columns[one.column]
    return 2 if found.type == "boolean" else len(found.values) or None

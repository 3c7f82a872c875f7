"""`at: average`: the mean of the opening and the closing aggregates."""

from __future__ import annotations

from dataclasses import replace

from kpidef.catalog.aggregate import result_type
from kpidef.catalog.model import Measure, Stock
from kpidef.expression.typed import Constant, Expression, Operation


def average_ends(measure: Measure) -> tuple[Measure, Measure]:
    """The opening and the closing stocks that an average is made of."""
    kind = result_type(measure.agg, measure.expr)
    opening = replace(measure, rule=Stock("start"), name=f"{measure.name}_start", type=kind)
    closing = replace(measure, rule=Stock("end"), name=f"{measure.name}_end", type=kind)
    return opening, closing


def mean_of(opening: Expression, closing: Expression) -> Expression:
    """Half of their sum."""
    both = Operation("+", (opening, closing), opening.type)
    return Operation("/", (both, Constant(2, "integer")), "float")

"""Aggregates: which there are, what they take and what they give."""

from __future__ import annotations

from kpidef.catalog.model import Agg
from kpidef.catalog.scope import Parameters, RowScope, lookup
from kpidef.catalog.unit import field_unit
from kpidef.errors import KpidefError, Position
from kpidef.errors.catalog import BadAggregate
from kpidef.expression.typed import Constant, Expression, Type
from kpidef.expression.units import COUNT, UNKNOWN, Unit, unit_of
from kpidef.spec.records import AggSpec, Text

_NUMERIC = ("integer", "decimal", "float", "any", "null")


def resolve_agg(spec: AggSpec, expr: Expression | None, parameters: Parameters) -> Agg:
    """The aggregate that was read. Raises BadAggregate where it lacks its expression or refuses its type."""
    name = spec.name.value
    if expr is None and name != "count":
        raise _bad(
            spec.name.at,
            name,
            ("il lui faut une expression", "it needs an expression"),
            ("ajoutez `expr: <colonne>`", "add `expr: <column>`"),
        )
    if expr is not None and name in ("sum", "avg", "median", "percentile") and expr.type not in _NUMERIC:
        raise _bad(
            spec.name.at,
            name,
            (f"son expression est de type {expr.type}", f"its expression's type is {expr.type}"),
            ("donnez-lui un nombre", "give it a number"),
        )
    return Agg(name, _fraction(spec.percentile, parameters) if spec.percentile else None)


def result_type(agg: Agg, expr: Expression | None) -> Type:
    """The type of an aggregate's value."""
    match agg.function:
        case "count" | "count_distinct":
            return "integer"
        case "avg" | "median" | "percentile":
            return "float"
        case _:
            return expr.type if expr else "integer"


def result_unit(agg: Agg, expr: Expression | None, scope: RowScope, at: Position | None = None) -> Unit:
    """The unit of an aggregate's value; unknown where a column does not say its own."""
    if agg.function in ("count", "count_distinct"):
        return COUNT
    return unit_of(expr, field_unit(scope), at) if expr else UNKNOWN


def _fraction(text: Text, parameters: Parameters) -> float:
    value: object = text.value
    if text.value.startswith(":"):
        found = lookup(parameters, text.value[1:], text.at)
        value = found.value if isinstance(found, Constant) else None
    try:
        fraction = float(str(value))
    except ValueError:
        fraction = -1.0
    if not 0.0 <= fraction <= 1.0:
        raise _bad(
            text.at,
            "percentile",
            (f"« {text.value} » n'est pas entre 0 et 1", f"'{text.value}' is not between 0 and 1"),
            ("écrivez par exemple {percentile: 0.9}", "write for instance {percentile: 0.9}"),
        )
    return fraction


def _bad(at: Position, name: str, reason: tuple[str, str], step: tuple[str, str]) -> KpidefError:
    return BadAggregate(at, name=name, reason_fr=reason[0], reason_en=reason[1], next_fr=step[0], next_en=step[1])

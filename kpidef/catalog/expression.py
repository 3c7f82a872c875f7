"""Written expressions -> typed ones, in a scope."""

from __future__ import annotations

from kpidef.catalog.declared import check_values
from kpidef.catalog.scope import FormulaScope, RowScope
from kpidef.catalog.unit import field_unit
from kpidef.errors.catalog import BadValue
from kpidef.expression.nodes import Node
from kpidef.expression.parser import parse
from kpidef.expression.resolve import resolve
from kpidef.expression.typed import Expression
from kpidef.expression.units import unit_of
from kpidef.spec.records import Text

Scope = RowScope | FormulaScope


def parse_text(text: Text) -> Node:
    """The syntax tree of a written expression. Raises the coded errors of the expression language."""
    return parse(text.value, text.at)


def resolve_text(text: Text, scope: Scope) -> Expression:
    """A written expression, typed."""
    found = resolve(parse_text(text), scope, text.at)
    if isinstance(scope, RowScope):
        check_values(text, found, scope)
    return found


def resolve_condition(text: Text, scope: Scope) -> Expression:
    """A written condition. Raises BadValue where the expression is not true or false."""
    condition = resolve_text(text, scope)
    if condition.type not in ("boolean", "any", "null"):
        raise BadValue(
            text.at,
            value=text.value,
            key="filters",
            reason_fr=f"un filtre doit être vrai ou faux, celui-ci est de type {condition.type}",
            reason_en=f"a filter must be true or false, this one's type is {condition.type}",
            next_fr="écrivez une condition, par exemple « note >= 9 »",
            next_en="write a condition, for instance 'note >= 9'",
        )
    if isinstance(scope, RowScope):
        unit_of(condition, field_unit(scope), text.at)  # what is compared must have one unit
    return condition

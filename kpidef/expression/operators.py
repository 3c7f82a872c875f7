"""The types that operators take and give."""

from __future__ import annotations

from decimal import Decimal

from kpidef.errors.expression import TypeMismatch, WrongType
from kpidef.expression.advice import Advice, about_types
from kpidef.expression.context import Context
from kpidef.expression.lattice import TIMES, as_time, common_type, is_number, time_among
from kpidef.expression.nodes import Binary, Node
from kpidef.expression.typed import Constant, Expression, Operation, Type

_NUMBERS = "integer | decimal | float"
_CONDITION: Advice = ("écrivez une comparaison, par exemple x = 1 ou x is not null", "write a comparison, e.g. x = 1")
_NUMBER: Advice = ("convertissez par cast(x as decimal)", "convert it with cast(x as decimal)")
_TEXT: Advice = ("convertissez par cast(x as text)", "convert it with cast(x as text)")
_ORDER: Advice = ("un booléen ne se compare que par = et <>", "a boolean is compared by = and <> only")
_ELAPSED: Advice = ("écrivez duration(a, b, 'day')", "write duration(a, b, 'day')")
_MOVED: Advice = ("écrivez shift(t, '1 day')", "write shift(t, '1 day')")
_JOINED: Advice = ("pour mettre des textes bout à bout : a || b", "to put texts end to end: a || b")


def together(
    nodes: tuple[Node, ...],
    values: tuple[Expression, ...],
    operation: str,
    context: Context,
    kind: Type | None = None,
) -> tuple[tuple[Expression, ...], Type]:
    """The values, written times read beside columns of time, and the one type that they share."""
    values = timed(nodes, values, context, kind)
    shared = values[0].type
    for node, value in zip(nodes, values, strict=True):
        found = common_type(shared, value.type)
        if found is None:
            fr, en = about_types(shared, value.type)
            raise TypeMismatch(
                context.at(node), operation=operation, left=shared, right=value.type, advice_fr=fr, advice_en=en
            )
        shared = found
    return values, shared


def timed(
    nodes: tuple[Node, ...], values: tuple[Expression, ...], context: Context, kind: Type | None = None
) -> tuple[Expression, ...]:
    """The values, those that are written read as times where others are times."""
    target = kind or time_among(values)
    if target is None:
        return values
    return tuple(_timed(node, value, target, context) for node, value in zip(nodes, values, strict=True))


def _timed(node: Node, value: Expression, kind: Type, context: Context) -> Expression:
    if not isinstance(value, Constant):
        return value
    with context.pointing(node):
        return as_time(value, kind, context.scope.zone, context.at(node))


def check_condition(node: Node, value: Expression, context: Context) -> None:
    """Refuses what is not true, false or null."""
    if value.type not in ("boolean", "any", "null"):
        raise _wrong(node, value, "condition", "boolean", _CONDITION, context)


def check_ordered(node: Node, value: Expression, operation: str, context: Context) -> None:
    """Refuses a boolean where an order is asked."""
    if value.type == "boolean":
        raise _wrong(node, value, operation, "integer | decimal | float | text | date | timestamp", _ORDER, context)


def check_text(node: Node, value: Expression, operation: str, context: Context) -> None:
    """Refuses what is not a text."""
    if value.type not in ("text", "any", "null"):
        raise _wrong(node, value, operation, "text", _TEXT, context)


def arithmetic(node: Binary, left: Expression, right: Expression, context: Context) -> Operation:
    """`+ - * / %` of numbers; a division is never an integer one."""
    for side, value in ((node.left, left), (node.right, right)):
        if not is_number(value.type):
            raise _wrong(side, value, node.operator, _NUMBERS, _instead(node.operator, left, right), context)
    shared = common_type(left.type, right.type)
    return Operation(node.operator, (left, right), "float" if node.operator == "/" or shared is None else shared)


def _instead(operator: str, left: Expression, right: Expression) -> Advice:
    if left.type in TIMES and right.type in TIMES and operator == "-":
        return _ELAPSED
    if left.type in TIMES or right.type in TIMES:
        return _MOVED
    if operator == "+" and left.type == right.type == "text":
        return _JOINED
    return _NUMBER


def negative(node: Node, value: Expression, context: Context) -> Expression:
    """`-x`; a written number is just negative."""
    if not is_number(value.type):
        raise _wrong(node, value, "-", _NUMBERS, _NUMBER, context)
    if isinstance(value, Constant) and isinstance(value.value, int | float | Decimal):
        return Constant(-value.value, value.type)
    return Operation("neg", (value,), value.type)


def _wrong(node: Node, value: Expression, operation: str, expected: str, advice: Advice, context: Context) -> WrongType:
    fr, en = advice
    return WrongType(
        context.at(node), operation=operation, expected=expected, found=value.type, advice_fr=fr, advice_en=en
    )

"""Syntax tree + scope -> typed expression: names looked up, types checked, every error under its word."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from kpidef.calendar import Duration
from kpidef.errors import KpidefError, Position
from kpidef.errors.expression import Misplaced, NullCompared
from kpidef.expression.advice import CLOCKS, OBSERVED, Advice, about_bare_text
from kpidef.expression.calls import choose_function, literal_argument, result_of_call
from kpidef.expression.casts import resolve_cast
from kpidef.expression.context import Context
from kpidef.expression.functions import LITERAL_KINDS, Function
from kpidef.expression.nodes import (
    Between,
    Binary,
    Call,
    Case,
    Cast,
    In,
    IsTest,
    Like,
    Literal,
    Name,
    Node,
    Parameter,
    Unary,
)
from kpidef.expression.operators import arithmetic, check_condition, check_ordered, check_text, negative, together
from kpidef.expression.scope import Scope
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation

FALSE = Constant(False, "boolean")
NULL = Constant(None, "null")


def resolve(node: Node, scope: Scope, at: Position | None = None) -> Expression:
    """The meaning of a tree whose text begins at `at`."""
    return _resolve(node, Context(scope, at))


def resolve_condition(node: Node, scope: Scope, at: Position | None = None) -> Expression:
    """The same, of a text that must be true or false: a filter, a `having`."""
    return _condition(node, Context(scope, at))


def _resolve(node: Node, context: Context) -> Expression:
    match node:
        case Literal():
            return _literal(node, context)
        case Name():
            return _name(node, context)
        case Parameter():
            return _parameter(node, context)
        case Unary():
            return _unary(node, context)
        case Binary():
            return _binary(node, context)
        case Between():
            return _between(node, context)
        case In():
            return _in(node, context)
        case Like():
            return _like(node, context)
        case IsTest():
            return _is_test(node, context)
        case Case():
            return _case(node, context)
        case Cast():
            return resolve_cast(node, _resolve(node.operand, context), context)
        case Call():
            return _call(node, context)
        case _:
            assert_never(node)


def _literal(node: Literal, context: Context) -> Expression:
    constant = Constant(node.value, node.kind)
    if isinstance(node.value, datetime) and node.kind == "timestamptz" and node.value.tzinfo is None:
        return together((node,), (Constant(node.value, "timestamp"),), "timestamptz", context, kind="timestamptz")[0][0]
    return constant


def _name(node: Name, context: Context) -> Expression:
    try:
        with context.pointing(node):
            found = context.scope.name(node.parts)
    except KpidefError as error:
        if node.parts[-1].lower() in CLOCKS:
            raise _advising(error, OBSERVED) from None
        raise
    if context.scope.aggregates and not context.aggregated and isinstance(found, Field | HostField):
        raise Misplaced(
            context.at(node),
            found=".".join(node.parts),
            advice_fr=f"plusieurs lignes se rencontrent ici : dites laquelle, par exemple max({node.parts[-1]})",
            advice_en=f"several rows meet here: say which one, for instance max({node.parts[-1]})",
        )
    return found


def _parameter(node: Parameter, context: Context) -> Expression:
    found = _lookup(node, context)
    if isinstance(found, tuple):
        raise Misplaced(
            context.at(node),
            found=f":{node.name}",
            advice_fr=f"une liste se met après in : x in :{node.name}",
            advice_en=f"a list stands after in: x in :{node.name}",
        )
    return found


def _lookup(node: Parameter, context: Context) -> Expression | tuple[Constant, ...]:
    with context.pointing(node):
        return context.scope.parameter(node.name)


def _condition(node: Node, context: Context) -> Expression:
    found = _resolve(node, context)
    check_condition(node, found, context)
    return found


def _unary(node: Unary, context: Context) -> Expression:
    if node.operator == "not":
        return Operation("not", (_condition(node.operand, context),), "boolean")
    return negative(node.operand, _resolve(node.operand, context), context)


def _binary(node: Binary, context: Context) -> Expression:
    if node.operator in ("and", "or"):
        sides = (_condition(node.left, context), _condition(node.right, context))
        return Operation(node.operator, sides, "boolean")
    left = _resolve(node.left, context)
    right = _beside(left, node.right, context)
    if node.operator in ("+", "-", "*", "/", "%"):
        return arithmetic(node, left, right, context)
    if node.operator == "||":
        for side, value in ((node.left, left), (node.right, right)):
            check_text(side, value, "||", context)
        return Operation("concat", (left, right), "text")
    return _compare(node.operator, (node.left, node.right), (left, right), context)


def _compare(operator: str, nodes: tuple[Node, ...], values: tuple[Expression, ...], context: Context) -> Operation:
    for node, value in zip(nodes, values, strict=True):
        if value == NULL:
            raise NullCompared(context.at(node))
    values, _ = together(nodes, values, operator, context)
    if operator not in ("=", "<>", "in"):
        for node, value in zip(nodes, values, strict=True):
            check_ordered(node, value, operator, context)
    return Operation(operator, values, "boolean")


def _beside(first: Expression, node: Node, context: Context) -> Expression:
    """A value; beside a text, a word that nothing bears is most often a text without its quotes."""
    try:
        return _resolve(node, context)
    except KpidefError as error:
        if first.type == "text" and isinstance(node, Name) and len(node.parts) == 1:
            raise _advising(error, about_bare_text(node.parts[0])) from None
        raise


def _advising(error: KpidefError, advice: Advice) -> KpidefError:
    """The error of an unknown name, with another next step; any other error as it is."""
    if "nearest_fr" not in error.fields:
        return error
    fr, en = advice
    return type(error)(error.at, **{**error.fields, "nearest_fr": fr, "nearest_en": en})


def _between(node: Between, context: Context) -> Expression:
    nodes = (node.operand, node.low, node.high)
    values = tuple(_resolve(one, context) for one in nodes)
    return _maybe_not(node.negated, _compare("between", nodes, values, context))


def _in(node: In, context: Context) -> Expression:
    nodes: list[Node] = [node.operand]
    values: list[Expression] = [_resolve(node.operand, context)]
    for item in node.items:
        found = _lookup(item, context) if isinstance(item, Parameter) else _beside(values[0], item, context)
        several = found if isinstance(found, tuple) else (found,)
        nodes += [item] * len(several)
        values += several
    if len(values) == 1:
        return _maybe_not(node.negated, FALSE)
    return _maybe_not(node.negated, _compare("in", tuple(nodes), tuple(values), context))


def _like(node: Like, context: Context) -> Expression:
    operand, pattern = _resolve(node.operand, context), _resolve(node.pattern, context)
    check_text(node.operand, operand, "like", context)
    check_text(node.pattern, pattern, "like", context)
    return _maybe_not(node.negated, Operation("like", (operand, pattern), "boolean"))


def _is_test(node: IsTest, context: Context) -> Expression:
    operand = _resolve(node.operand, context) if node.test == "null" else _condition(node.operand, context)
    return _maybe_not(node.negated, Operation(f"is_{node.test}", (operand,), "boolean"))


def _maybe_not(negated: bool, condition: Expression) -> Expression:
    return Operation("not", (condition,), "boolean") if negated else condition


def _case(node: Case, context: Context) -> Expression:
    conditions = [_when(node.subject, condition, context) for condition, _ in node.branches]
    nodes = [value for _, value in node.branches]
    values = [_resolve(value, context) for value in nodes]
    if node.otherwise is not None:
        nodes.append(node.otherwise)
        values.append(_resolve(node.otherwise, context))
    typed, kind = together(tuple(nodes), tuple(values), "case", context)
    otherwise = typed[-1] if node.otherwise is not None else NULL
    branches = (part for pair in zip(conditions, typed, strict=False) for part in pair)
    return Operation("case", (*branches, otherwise), kind)


def _when(subject: Node | None, condition: Node, context: Context) -> Expression:
    if subject is None:
        return _condition(condition, context)
    values = (_resolve(subject, context), _resolve(condition, context))
    return _compare("=", (subject, condition), values, context)


def _call(node: Call, context: Context) -> Expression:
    function = choose_function(node, context)
    if function.role == "aggregate":
        return _aggregate(node, function, context)
    values: list[Expression] = []
    for index, argument in enumerate(node.arguments):
        kind = function.kind(index)
        if kind in LITERAL_KINDS:
            values.append(literal_argument(function, kind, argument, _named(argument, context), context))
        else:
            values.append(_resolve(argument, context))
    return result_of_call(function, node, tuple(values), context)


def _named(argument: Node, context: Context) -> Expression | None:
    """What a literal argument says where it is a text or a parameter; a dimension's name says nothing by itself."""
    match argument:
        case Literal() | Parameter():
            return _resolve(argument, context)
        case Unary(operator="-", operand=Parameter() as inner):
            found = _resolve(inner, context)
            if isinstance(found, Constant) and isinstance(found.value, Duration):
                return Constant(Duration(-found.value.count, found.value.unit), "duration")
            return found
        case _:
            return None


def _aggregate(node: Call, function: Function, context: Context) -> Expression:
    if node.star:
        return Aggregate("count", None, "integer")
    operand = _resolve(node.arguments[0], context.inside())
    result = result_of_call(function, node, (operand,), context)
    name = "count_distinct" if node.distinct else function.name
    return Aggregate(name, operand, result.type)

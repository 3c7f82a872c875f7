"""A typed expression -> its canonical text: one meaning, one writing, and `parse` reads it back."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from kpidef.calendar import Duration
from kpidef.expression.parser import RESERVED
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term

_OR, _AND, _NOT, _COMPARE, _CONCAT, _ADD, _MULTIPLY, _NEGATE, _WHOLE = range(1, 10)
_BINARY = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _COMPARE),
    **dict.fromkeys(("+", "-"), _ADD),
    **dict.fromkeys(("*", "/", "%"), _MULTIPLY),
}
_NEGATED = {"between": "not between", "in": "not in", "like": "not like"}


def to_text(expression: Expression) -> str:
    """The shortest writing, in lower case, with the parentheses that are needed and no other."""
    return _write(expression)[0]


def _write(expression: Expression) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    match expression:
        case Constant():
            return _constant(expression)
        case Field():
            return ".".join(_identifier(part) for part in (*expression.path, expression.column)), _WHOLE
        case HostField():
            return f"this.{_identifier(expression.column)}", _WHOLE
        case Term():
            return _identifier(expression.name), _WHOLE
        case Aggregate():
            return _aggregate(expression), _WHOLE
        case Operation():
            return _operation(expression)
        case _:
            assert_never(expression)


def _constant(constant: Constant) -> tuple[str, int]:
    match constant.value:
        case None:
            return "null", _WHOLE
        case bool():
            return str(constant.value).lower(), _WHOLE
        case int() | float() | Decimal():
            text = _number(constant.value)
            return text, _NEGATE if text.startswith("-") else _WHOLE
        case str() | Duration():
            return _quoted(str(constant.value)), _WHOLE
        case datetime() | date():
            return f"{constant.type} {_quoted(_time(constant.value))}", _WHOLE
        case _:
            assert_never(constant.value)


def _number(value: float | Decimal) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text if "." in text else f"{text}."
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return text if "e" in text else f"{text}e0"


def _time(value: date) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_PLAIN = re.compile("[A-Za-z_À-ÖØ-öø-ÿŒœŸ][A-Za-z_À-ÖØ-öø-ÿŒœŸ0-9]*")


def _identifier(name: str) -> str:
    if _PLAIN.fullmatch(name) and name.lower() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def _aggregate(aggregate: Aggregate) -> str:
    if aggregate.operand is None:
        return f"{aggregate.function}(*)"
    if aggregate.function == "count_distinct":
        return f"count(distinct {to_text(aggregate.operand)})"
    return f"{aggregate.function}({to_text(aggregate.operand)})"


def _operation(operation: Operation) -> tuple[str, int]:
    name, arguments = operation.name, operation.arguments
    if name in _BINARY:
        return _binary(name, arguments, _BINARY[name])
    match name:
        case "not":
            return _not(arguments[0])
        case "neg":
            return f"-{_held(arguments[0], _WHOLE)}", _NEGATE
        case "between" | "in" | "like":
            return _predicate(name, arguments), _COMPARE
        case "is_null" | "is_true" | "is_false":
            return f"{_held(arguments[0], _CONCAT)} is {name[3:]}", _COMPARE
        case "case":
            return _case(arguments), _WHOLE
        case "cast":
            return f"cast({to_text(arguments[0])} as {operation.type})", _WHOLE
        case "total":
            dimensions = [str(one.value) for one in arguments[1:] if isinstance(one, Constant)]
            return f"total({', '.join([to_text(arguments[0]), *dimensions])})", _WHOLE
        case _:
            return f"{name}({', '.join(to_text(one) for one in arguments)})", _WHOLE


def _binary(name: str, arguments: tuple[Expression, ...], power: int) -> tuple[str, int]:
    if power <= _AND:
        # `and` and `or` are associative: a and (b and c) is written, and hashed, like a and b and c.
        return f" {name} ".join(_held(one, power) for one in arguments), power
    left, right = arguments
    return f"{_held(left, power + 1 if power == _COMPARE else power)} {name} {_held(right, power + 1)}", power


def _not(operand: Expression) -> tuple[str, int]:
    if isinstance(operand, Operation):
        if operand.name in _NEGATED:
            return _predicate(_NEGATED[operand.name], operand.arguments), _COMPARE
        if operand.name in ("is_null", "is_true", "is_false"):
            return f"{_held(operand.arguments[0], _CONCAT)} is not {operand.name[3:]}", _COMPARE
    return f"not {_held(operand, _NOT)}", _NOT


def _predicate(word: str, arguments: tuple[Expression, ...]) -> str:
    operand, *others = [_held(one, _CONCAT) for one in arguments]
    if word.endswith("between"):
        return f"{operand} {word} {others[0]} and {others[1]}"
    if word.endswith("like"):
        return f"{operand} {word} {others[0]}"
    return f"{operand} {word} ({', '.join(to_text(one) for one in arguments[1:])})"


def _case(arguments: tuple[Expression, ...]) -> str:
    *pairs, otherwise = (to_text(one) for one in arguments)
    branches = "".join(f" when {pairs[i]} then {pairs[i + 1]}" for i in range(0, len(pairs), 2))
    end = "" if arguments[-1] == Constant(None, "null") else f" else {otherwise}"
    return f"case{branches}{end} end"


def _held(expression: Expression, power: int) -> str:
    text, own = _write(expression)
    return text if own >= power else f"({text})"

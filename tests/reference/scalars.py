"""The value of a parsed expression in a scope, with three-valued logic."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from reference import instants
from reference.instants import Clock
from reference.syntax import Node, parse


class Scope(Protocol):
    """What names, parameters and the functions that are not scalar mean here."""

    clock: Clock

    def name(self, path: tuple[str, ...]) -> Any: ...
    def param(self, name: str) -> Any: ...
    def special(self, function: str, arguments: Sequence[Node]) -> Any: ...


SPECIAL = {
    *("overlap", "previous", "total"),
    *("count", "sum", "avg", "min", "max", "median", "first", "last", "count_distinct"),
}


def evaluate(text: str, scope: Scope) -> Any:
    return value_of(parse(str(text)), scope)


def holds(text: str, scope: Scope) -> bool:
    """Only true keeps a row."""
    return evaluate(text, scope) is True


def value_of(node: Node, scope: Scope) -> Any:
    match node:
        case ("value", value):
            return value
        case ("name", path):
            return scope.name(path)
        case ("param", name):
            return scope.param(name)
        case ("and", left, right):
            return conjunction(value_of(left, scope), value_of(right, scope))
        case ("or", left, right):
            return disjunction(value_of(left, scope), value_of(right, scope))
        case ("not", inner):
            return negation(value_of(inner, scope))
        case ("compare", sign, left, right):
            return compare(sign, value_of(left, scope), value_of(right, scope), scope.clock)
        case ("is null", inner):
            return value_of(inner, scope) is None
        case ("in", inner, members):
            return is_member(value_of(inner, scope), members, scope)
        case ("like", inner, pattern):
            return like(value_of(inner, scope), value_of(pattern, scope))
        case ("arithmetic", sign, left, right):
            return arithmetic(sign, value_of(left, scope), value_of(right, scope))
        case ("case", branches, otherwise):
            return choose(branches, otherwise, scope)
        case ("cast", inner, kind):
            return cast(value_of(inner, scope), kind)
        case ("call", function, arguments):
            return call(function, arguments, scope)
    raise ValueError(f"unknown node {node!r}")


def conjunction(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def disjunction(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def negation(value: bool | None) -> bool | None:
    return None if value is None else not value


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def comparable(left: Any, right: Any, clock: Clock) -> tuple[Any, Any]:
    """Both values in one type: floats beside floats, dates beside instants as their bounds."""
    if is_number(left) and is_number(right):
        if isinstance(left, float) or isinstance(right, float):
            return float(left), float(right)
        return left, right
    if isinstance(left, datetime) and isinstance(right, date):
        return aligned(left, right, clock)
    if isinstance(right, datetime) and isinstance(left, date):
        second, first = aligned(right, left, clock)
        return first, second
    return left, right


def aligned(stamp: datetime, other: date, clock: Clock) -> tuple[Any, Any]:
    local = other if isinstance(other, datetime) else datetime(other.year, other.month, other.day)
    if stamp.tzinfo is None or local.tzinfo is not None:
        return stamp, local
    return stamp, instants.as_instant(local, clock.zone)


def compare(sign: str, left: Any, right: Any, clock: Clock) -> bool | None:
    if left is None or right is None:
        return None
    left, right = comparable(left, right, clock)
    match sign:
        case "=":
            return bool(left == right)
        case "<>":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def is_member(value: Any, members: Sequence[Node], scope: Scope) -> bool | None:
    candidates: list[Any] = []
    for member in members:
        found = value_of(member, scope)
        candidates.extend(found if isinstance(found, list) else [found])
    answers = [compare("=", value, candidate, scope.clock) for candidate in candidates]
    if True in answers:
        return True
    return None if None in answers else False


def like(text: str | None, pattern: str | None) -> bool | None:
    if text is None or pattern is None:
        return None
    parts = [".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern]
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if sign == "/":
        return divide(left, right)
    if isinstance(left, float) or isinstance(right, float):
        left, right = float(left), float(right)
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
    return left * right


def divide(left: Any, right: Any) -> float | None:
    """Never an integer division; by zero it is null."""
    if right == 0:
        return None
    return float(left) / float(right)


def choose(branches: Sequence[tuple[Node, Node]], otherwise: Node, scope: Scope) -> Any:
    for condition, result in branches:
        if value_of(condition, scope) is True:
            return value_of(result, scope)
    return value_of(otherwise, scope)


def cast(value: Any, kind: str) -> Any:
    if value is None:
        return None
    match kind:
        case "text":
            return str(value)
        case "integer":
            return int(value)
        case "float":
            return float(value)
        case "decimal":
            return Decimal(str(value))
        case "date":
            return date.fromisoformat(value) if isinstance(value, str) else value.date()
        case "timestamp":
            return datetime.fromisoformat(value) if isinstance(value, str) else value
        case "timestamptz":
            return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else value
    raise ValueError(f"unknown type {kind!r}")


def rounded(value: Any, digits: int = 0) -> Any:
    """Halves away from zero."""
    if isinstance(value, float):
        scaled = abs(value) * 10**digits
        return math.copysign(math.floor(scaled + 0.5) / 10**digits, value)
    quantum = Decimal(1).scaleb(-digits)
    return Decimal(value).quantize(quantum, rounding=ROUND_HALF_UP)


STRICT: dict[str, Callable[..., Any]] = {
    "greatest": max,
    "least": min,
    "abs": abs,
    "round": rounded,
    "floor": math.floor,
    "ceil": math.ceil,
    "lower": str.lower,
    "upper": str.upper,
    "trim": lambda text: text.strip(" "),
    "length": len,
    "concat": lambda *texts: "".join(texts),
}


def call(function: str, arguments: Sequence[Node], scope: Scope) -> Any:
    if function in SPECIAL:
        return scope.special(function, arguments)
    values = [value_of(argument, scope) for argument in arguments]
    match function:
        case "coalesce":
            return next((value for value in values if value is not None), None)
        case "nullif":
            return None if compare("=", values[0], values[1], scope.clock) is True else values[0]
        case "duration":
            return instants.duration(*values)
        case "shift":
            return instants.shift(values[0], values[1], scope.clock)
        case "calendar":
            return instants.calendar_number(values[0], values[1], scope.clock)
        case "parse":
            return instants.parse_text(*values)
    return strict(function, values)


def strict(function: str, values: list[Any]) -> Any:
    """Any null operand gives null."""
    if any(value is None for value in values):
        return None
    return STRICT[function](*values)

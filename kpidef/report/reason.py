"""Why a value is null: the formula is walked again over the cells' values, down to the first cause."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpidef.expression.typed import Constant, Expression, Operation, Term

Cells = Mapping[str, object]


class Undecided(Exception):
    """A formula that can't be followed outside the warehouse."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A KPI's formula as written (`terms`: measures and KPIs), and as it stands over the columns of the cells."""

    written: Expression
    opened: Expression
    measures: frozenset[str]  # the terms that are measures of the KPI itself


def null_reason(formula: Formula, cells: Cells, missing: frozenset[str], stale: frozenset[str] = frozenset()) -> str:
    """The code of the first cause.

    `missing` are the columns that have no window in this period at all, `stale` those whose photos are all too old.
    """
    try:
        return _cause(formula.written, formula.opened, _Where(formula.measures, cells, missing, stale), top=True)
    except Undecided:
        return "undefined"


def value_of(expression: Expression, cells: Cells) -> object:
    """The value of a formula, with None for null; numbers are floats. Raises Undecided."""
    match expression:
        case Constant(value=value):
            return _plain(value)
        case Term(name=name):
            return _plain(cells.get(name))
        case Operation(name="case", arguments=arguments):
            return value_of(_branch(arguments, cells), cells)
        case Operation(name=name, arguments=arguments) if name in _OPERATIONS:
            return _applied(name, [value_of(one, cells) for one in arguments])
        case _:
            raise Undecided


@dataclass(frozen=True, slots=True)
class _Where:
    measures: frozenset[str]
    cells: Cells
    missing: frozenset[str]
    stale: frozenset[str]


def _cause(written: Expression, opened: Expression, where: _Where, *, top: bool = False) -> str:
    match written, opened:
        case Operation(name="previous" | "total", arguments=(operand, *_)), _:
            return _cause(operand, opened, where, top=top)
        case Term(name=name), _:
            return _term_cause(name, opened, where, top=top)
        case Operation(name="case"), Operation(name="case"):
            rank = _branch_rank(opened.arguments, where.cells)
            return _cause(written.arguments[rank], opened.arguments[rank], where)
        case Operation(name=name), Operation():
            return _operation_cause(name, written, opened, where)
        case _:
            return "undefined"


def _term_cause(name: str, opened: Expression, where: _Where, *, top: bool) -> str:
    columns = [one.name for one in _terms(opened)]
    if any(column in where.missing for column in columns):
        return "no_previous"
    if any(column in where.stale for column in columns):
        return "stale" if top else f"stale:{name}"
    if top and isinstance(opened, Term):
        return "no_rows"
    if top and name not in where.measures:
        # The formula is another KPI and nothing else: what makes that one null is the reason.
        return _cause(opened, opened, where)
    return f"null_term:{name}"


def _operation_cause(name: str, written: Operation, opened: Operation, where: _Where) -> str:
    for inner, outer in zip(written.arguments, opened.arguments, strict=True):
        if value_of(outer, where.cells) is None and not (isinstance(outer, Constant) and name != "coalesce"):
            return _cause(inner, outer, where)
    if name in ("/", "%") and value_of(opened.arguments[1], where.cells) == 0:
        return _stale_term(written.arguments[1], opened.arguments[1], where) or "zero_denominator"
    return "undefined"


def _stale_term(written: Expression, opened: Expression, where: _Where) -> str | None:
    """The first term that counts nothing because its photos are too old."""
    match written, opened:
        case Operation(name="previous" | "total", arguments=(operand, *_)), _:
            return _stale_term(operand, opened, where)
        case Term(name=name), _:
            return f"stale:{name}" if any(one.name in where.stale for one in _terms(opened)) else None
        case Operation(), Operation():
            pairs = zip(written.arguments, opened.arguments, strict=True)
            return next((found for pair in pairs if (found := _stale_term(*pair, where))), None)
        case _:
            return None


def _terms(expression: Expression) -> list[Term]:
    match expression:
        case Term():
            return [expression]
        case Operation(arguments=arguments):
            return [term for one in arguments for term in _terms(one)]
        case _:
            return []


def _branch(arguments: Sequence[Expression], cells: Cells) -> Expression:
    return arguments[_branch_rank(arguments, cells)]


def _branch_rank(arguments: Sequence[Expression], cells: Cells) -> int:
    for rank in range(0, len(arguments) - 1, 2):
        if value_of(arguments[rank], cells) is True:
            return rank + 1
    return len(arguments) - 1


def _plain(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return float(value)
    return value


def _applied(name: str, values: list[object]) -> object:
    if name in _OF_NULLS:
        return _OF_NULLS[name](values)
    if None in values:
        return None
    try:
        return _OF_VALUES[name](values)
    except (TypeError, ValueError, OverflowError) as failure:
        raise Undecided from failure


def _and(values: list[object]) -> object:
    return False if False in values else (None if None in values else True)


def _or(values: list[object]) -> object:
    return True if True in values else (None if None in values else False)


def _in(values: list[object]) -> object:
    operand, *items = values
    if operand is None:
        return None
    return operand in items or (None if None in items else False)


def _first(values: list[object]) -> object:
    return next((one for one in values if one is not None), None)


def _nullif(values: list[object]) -> object:
    return None if values[0] == values[1] and values[0] is not None else values[0]


_Apply = Callable[[list[object]], object]
_OF_NULLS: dict[str, _Apply] = {
    "and": _and,
    "or": _or,
    "in": _in,
    "coalesce": _first,
    "nullif": _nullif,
    "is_null": lambda values: values[0] is None,
    "is_true": lambda values: values[0] is True,
    "is_false": lambda values: values[0] is False,
}


def _numbers(apply: Callable[..., object]) -> _Apply:
    def applied(values: list[object]) -> object:
        if not all(isinstance(one, float) for one in values):
            raise Undecided
        return apply(*values)

    return applied


_OF_VALUES: dict[str, _Apply] = {
    "+": _numbers(lambda left, right: left + right),
    "-": _numbers(lambda left, right: left - right),
    "*": _numbers(lambda left, right: left * right),
    "/": _numbers(lambda left, right: left / right if right else None),
    "%": _numbers(lambda left, right: math.fmod(left, right) if right else None),
    "neg": _numbers(lambda one: -one),
    "abs": _numbers(abs),
    "floor": _numbers(lambda one: float(math.floor(one))),
    "ceil": _numbers(lambda one: float(math.ceil(one))),
    "round": _numbers(lambda one, digits=0.0: round(one, int(digits))),
    "greatest": _numbers(max),
    "least": _numbers(min),
    "between": _numbers(lambda one, low, high: low <= one <= high),
    "=": lambda values: values[0] == values[1],
    "<>": lambda values: values[0] != values[1],
    "<": _numbers(lambda left, right: left < right),
    "<=": _numbers(lambda left, right: left <= right),
    ">": _numbers(lambda left, right: left > right),
    ">=": _numbers(lambda left, right: left >= right),
    "not": lambda values: not values[0],
    "cast": lambda values: values[0],
}
_OPERATIONS = _OF_NULLS.keys() | _OF_VALUES.keys()

"""Looking through a typed expression: what it reads, and putting one thing for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term

_Kind = TypeVar("_Kind", Field, HostField, Term, Aggregate, Constant, Operation)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything below it, from left to right."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        if isinstance(current, Operation):
            pending.extend(reversed(current.arguments))
        elif isinstance(current, Aggregate) and current.operand is not None:
            pending.append(current.operand)


def fields(expression: Expression) -> tuple[Field, ...]:
    """The columns that it reads, each once, in reading order."""
    return _all(expression, Field)


def host_fields(expression: Expression) -> tuple[HostField, ...]:
    """The columns of the host row that it reads, each once, in reading order."""
    return _all(expression, HostField)


def terms(expression: Expression) -> tuple[str, ...]:
    """The names of the measures and KPIs that it speaks of, each once, in reading order."""
    return tuple(dict.fromkeys(one.name for one in _all(expression, Term)))


def aggregates(expression: Expression) -> tuple[Aggregate, ...]:
    """The aggregates that it holds, each once, in reading order."""
    return _all(expression, Aggregate)


def operations(expression: Expression, name: str) -> tuple[Operation, ...]:
    """The operations of one name, each once, in reading order."""
    return tuple(one for one in _all(expression, Operation) if one.name == name)


def substitute(expression: Expression, mapping: Mapping[str, Expression]) -> Expression:
    """The expression with the terms of these names replaced; what is put in is not looked through again."""
    match expression:
        case Term():
            return mapping.get(expression.name, expression)
        case Operation(arguments=arguments):
            return replace(expression, arguments=tuple(substitute(one, mapping) for one in arguments))
        case Aggregate(operand=operand) if operand is not None:
            return replace(expression, operand=substitute(operand, mapping))
        case _:
            return expression


def _all(expression: Expression, kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(dict.fromkeys(one for one in walk(expression) if isinstance(one, kind)))

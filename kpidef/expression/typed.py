"""A resolved expression: no names are left to look up, and every node knows its type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from kpidef.calendar import Duration

Type = Literal[
    "text", "integer", "decimal", "float", "boolean", "date", "timestamp", "timestamptz", "null", "duration", "any"
]
Scalar = str | int | Decimal | float | bool | date | datetime | Duration | None


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known when the definition is read; a timestamptz is an aware UTC datetime, a timestamp a naive one."""

    value: Scalar
    type: Type


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the row, or of the row that `path` (reference columns, in order) leads to."""

    column: str
    type: Type
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HostField:
    """`this.column` in a rollup: a column of the row that the rollup belongs to."""

    column: str
    type: Type


@dataclass(frozen=True, slots=True)
class Term:
    """A named value of a formula: a measure of the KPI, a KPI's id, or `value` in `having`."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over an entity's rows, inside `having` or the short `per` form: count(*), sum(x), first(x)..."""

    function: str  # count | count_distinct | sum | avg | min | max | median | first | last
    operand: Expression | None
    type: Type


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator, function or macro of the closed list in functions.py, by name.

    `case` takes (condition, value, condition, value, ..., otherwise); `in` takes (operand, item, ...);
    `cast` casts its operand to `type`; `previous`, `total` stand only in formulas.
    """

    name: str
    arguments: tuple[Expression, ...]
    type: Type


Expression = Constant | Field | HostField | Term | Aggregate | Operation

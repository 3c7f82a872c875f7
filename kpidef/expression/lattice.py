"""Types that go together: which type two values share, and written texts that become dates and instants."""

from __future__ import annotations

from datetime import date, datetime, time

from kpidef.calendar import to_instant
from kpidef.errors import Position
from kpidef.expression.literals import read_date, read_instant, read_timestamp
from kpidef.expression.typed import Constant, Expression, Type

NUMBERS: tuple[Type, ...] = ("integer", "decimal", "float")
TIMES: tuple[Type, ...] = ("date", "timestamp", "timestamptz")


def common_type(left: Type, right: Type) -> Type | None:
    """The type that values of both types take; None where they do not mix."""
    if left == right or right == "null":
        return left
    if left == "null":
        return right
    if "any" in (left, right):
        return right if left == "any" else left
    if left in NUMBERS and right in NUMBERS:
        return NUMBERS[max(NUMBERS.index(left), NUMBERS.index(right))]
    return None


def is_number(kind: Type) -> bool:
    """Whether arithmetic takes it."""
    return kind in NUMBERS or kind in ("any", "null")


def time_among(expressions: tuple[Expression, ...]) -> Type | None:
    """The type of time that written values must take beside these; columns say it before constants do."""
    computed = [one.type for one in expressions if not isinstance(one, Constant)]
    written = [one.type for one in expressions if isinstance(one, Constant)]
    return next((kind for kind in (*computed, *written) if kind in TIMES), None)


def as_time(constant: Constant, kind: Type, zone: str, at: Position | None) -> Constant:
    """A written value as a date, a local time or an instant; unchanged where it cannot become one."""
    value = constant.value
    if isinstance(value, str) and constant.type == "text":
        return Constant(_read(value, kind, zone, at), kind)
    if isinstance(value, datetime):
        if kind == "timestamptz" and value.tzinfo is None:
            return Constant(to_instant(zone, value), kind)
    elif isinstance(value, date) and kind != "date":
        return as_time(Constant(datetime.combine(value, time()), "timestamp"), kind, zone, at)
    return constant


def _read(text: str, kind: Type, zone: str, at: Position | None) -> date | datetime:
    if kind == "date":
        return read_date(text, at)
    if kind == "timestamp":
        return read_timestamp(text, at)
    instant = read_instant(text, at)
    return to_instant(zone, instant) if instant.tzinfo is None else instant

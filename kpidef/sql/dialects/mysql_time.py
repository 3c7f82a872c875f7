"""Times in the MySQL family: DATETIME(6), instants in UTC; what moves them is an amount and a unit."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, cast, kind_of, number, text
from kpidef.sql.dialects.move import move_of
from kpidef.sql.dialects.parse import format_of, moment, pattern_of

_MICROSECONDS = exp.DataTypeParam(this=exp.Literal.number(6))
_TIMES = (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)


def utc_times(node: Tree) -> Tree:
    """An instant is its time in UTC, to the microsecond.

    >>> from datetime import UTC, datetime
    >>> from kpidef.sql.tree import moment
    >>> utc_times(moment(datetime(2026, 3, 1, tzinfo=UTC), "timestamptz")).sql("mysql")
    "CAST('2026-03-01 00:00:00' AS DATETIME(6))"
    """
    if isinstance(node, exp.AtTimeZone):
        return node.this  # type: ignore[no-any-return]
    if not isinstance(node, exp.Cast) or node.to.this not in _TIMES:
        return node
    value = bare(node.this)
    inner = text(value.name.removesuffix("+00:00")) if isinstance(value, exp.Literal) else node.this
    found = exp.Cast(this=inner, to=exp.DataType(this=exp.DType.DATETIME, expressions=[_MICROSECONDS.copy()]))
    found.type = node.to.copy()
    return found


def moved_times(node: Tree) -> Tree:
    """One interval, whose amount may be a CASE.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved_times(exp.Sub(this=exp.column("t"), expression=seconds_interval(60))).sql("mysql")
    't + INTERVAL -60 SECOND'
    """
    move = move_of(node)
    if move is None:
        return node
    value = exp.Paren(this=move.value) if isinstance(move.value, exp.Binary | exp.Case) else move.value
    moved = exp.Add(this=value, expression=exp.Interval(this=move.amount, unit=exp.var(move.unit)))
    return exp.Paren(this=moved) if isinstance(node.parent, exp.Add | exp.Sub) else moved


def elapsed(node: Tree) -> Tree:
    """Microseconds between times, days between dates.

    >>> between = exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("MICROSECOND"))
    >>> elapsed(between).sql("mysql")
    'TIMESTAMPDIFF(MICROSECOND, a, b)'
    """
    if isinstance(node, exp.DateDiff):
        return call("DATEDIFF", node.this, node.expression)
    if isinstance(node, exp.TimestampDiff):
        return call("TIMESTAMPDIFF", exp.var("MICROSECOND"), node.expression, node.this)
    return node


def parsed(group: str) -> Callable[[Tree], Tree]:
    """A text that follows the format, and whose day exists, else null; `group` is what stands for a pattern's group."""

    def rewrite(node: Tree) -> Tree:
        written = format_of(node)
        if written is None:
            return node
        value = node.expressions[0]

        def part(pattern: str) -> Tree:
            return cast(call("REGEXP_REPLACE", value.copy(), text(pattern), text(group)), exp.DType.BIGINT)

        numbers, exists = moment(written, part)
        signs = ("-", "-", " ", ":", ":", "")
        pieces = [piece for one, sign in zip(numbers, signs, strict=True) for piece in (one, text(sign))]
        kind = exp.DataType(this=exp.DType.DATETIME, expressions=[_MICROSECONDS.copy()])
        found = exp.Cast(this=call("CONCAT", *pieces[:-1]), to=kind)
        place = call("REGEXP_INSTR", value.copy(), text(pattern_of(written)))
        matches = exp.GT(this=place, expression=number(0))
        return exp.Case(ifs=[exp.If(this=matches, true=exp.Case(ifs=[exp.If(this=exists, true=found)]))])

    return rewrite


def whole_days(node: Tree) -> Tree:
    """A date moved by days or months stays a date; what a cast to a date of a date says is the date.

    >>> from kpidef.sql.tree import cast, column, typed
    >>> whole_days(cast(typed(column("jour"), "date"), "date")).sql("mysql")
    '`jour`'
    """
    if isinstance(node, exp.Cast) and node.to.this is exp.DType.DATE and kind_of(node.this) is exp.DType.DATE:
        return node.this  # type: ignore[no-any-return]
    return node

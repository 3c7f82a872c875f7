"""Times in ClickHouse: Date32 and DateTime64(6, 'UTC'), the types that hold a century and a microsecond."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, cast, is_text, number, text
from kpidef.sql.dialects.move import move_of
from kpidef.sql.dialects.parse import format_of, moment, pattern_of

_TIMES = (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)
_MOVES = {"SECOND": "addSeconds", "DAY": "addDays", "MONTH": "addMonths"}


def wide_times(node: Tree) -> Tree:
    """Types that hold every date and every microsecond; a literal instant is in UTC.

    >>> from datetime import UTC, datetime
    >>> from kpidef.sql.tree import moment
    >>> wide_times(moment(datetime(2026, 3, 1, tzinfo=UTC), "timestamptz")).sql("clickhouse")
    "CAST('2026-03-01 00:00:00' AS Nullable(DateTime64(6, 'UTC')))"
    """
    if not isinstance(node, exp.Cast) or node.to.this not in (exp.DType.DATE, *_TIMES):
        return node
    kind, value = node.to.this, bare(node.this)
    if is_text(value) and not isinstance(value, exp.Literal):
        # A cast to a nullable type makes null of what it can't read.
        return (
            call("toDate32", value) if kind is exp.DType.DATE else call("toDateTime64", value, number(6), text("UTC"))
        )
    inner = text(value.name.removesuffix("+00:00")) if isinstance(value, exp.Literal) else node.this
    to = exp.DataType(this=exp.DType.DATE32) if kind is exp.DType.DATE else _instant()
    found = exp.Cast(this=inner, to=to)
    found.type = exp.DataType(this=kind)
    return found


def in_utc(node: Tree) -> Tree:
    """The reading of a clock in UTC.

    >>> in_utc(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("clickhouse")
    "toTimeZone(t, 'UTC')"
    """
    return call("toTimeZone", node.this, text("UTC")) if isinstance(node, exp.AtTimeZone) else node


def moved_times(node: Tree) -> Tree:
    """An addition of whole units, whose number may be a CASE.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved_times(exp.Sub(this=exp.column("t"), expression=seconds_interval(60))).sql("clickhouse")
    'addSeconds(t, -60)'
    """
    move = move_of(node)
    return node if move is None else call(_MOVES[move.unit], move.value, move.amount)


def elapsed(node: Tree) -> Tree:
    """Microseconds between times, days between dates.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("DAY"))).sql("clickhouse")
    "dateDiff('day', a, b)"
    """
    if isinstance(node, exp.DateDiff):
        return call("dateDiff", text("day"), node.expression, node.this)
    if isinstance(node, exp.TimestampDiff):
        return call("dateDiff", text("microsecond"), node.expression, node.this)
    return node


def parsed(node: Tree) -> Tree:
    """A text that follows the format, and whose day exists, else null.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%Y"))).sql("clickhouse")[:40]
    "CASE WHEN match(t, '^(?:[0-9]{4})$') THE"
    """
    written = format_of(node)
    if written is None:
        return node
    value = node.expressions[0]

    def part(pattern: str) -> Tree:
        return call("toInt64OrZero", call("extract", value.copy(), text(pattern)))

    numbers, exists = moment(written, part)
    found = call("makeDateTime64", *numbers, number(0), number(6), text("UTC"))
    known = exp.Case(ifs=[exp.If(this=exists, true=found)])
    return exp.Case(ifs=[exp.If(this=call("match", value.copy(), text(pattern_of(written))), true=known)])


def whole_parts(node: Tree) -> Tree:
    """A part of a date is a signed integer, which meets others without an error.

    >>> whole_parts(exp.Extract(this=exp.var("YEAR"), expression=exp.column("jour"))).sql("clickhouse")
    'CAST(EXTRACT(YEAR FROM jour) AS Nullable(Int64))'
    """
    return cast(node, exp.DType.BIGINT) if isinstance(node, exp.Extract) else node


def _instant() -> exp.DataType:
    sizes = [exp.DataTypeParam(this=number(6)), exp.DataTypeParam(this=text("UTC"))]
    return exp.DataType(this=exp.DType.DATETIME64, expressions=sizes)

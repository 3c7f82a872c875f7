"""Trino: times to the microsecond, exact medians by rank, for its own are approximate."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast, kind_of, number, text
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_PARSE
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, spaces_trimmed, typed_as

_MILLION = 1_000_000


def zoned(node: Tree) -> Tree:
    """An instant as wall-clock time, or a wall-clock time as an instant.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("trino")
    "WITH_TIMEZONE(t, 'UTC')"
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    if kind_of(node.this) is exp.DType.TIMESTAMPTZ:
        return cast(call("AT_TIMEZONE", node.this, node.args["zone"]), exp.DType.TIMESTAMP)
    return call("WITH_TIMEZONE", node.this, node.args["zone"])


def elapsed(node: Tree) -> Tree:
    """DATE_DIFF knows no microsecond; seconds as doubles differ by less than half a one, and are rounded to it.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"))).sql("trino")
    "DATE_DIFF('day', a, b)"
    """
    if isinstance(node, exp.DateDiff):
        return call("DATE_DIFF", text("day"), node.expression, node.this)
    if not isinstance(node, exp.TimestampDiff):
        return node
    later, earlier = (call("TO_UNIXTIME", one) for one in (node.this, node.expression))
    seconds = exp.Paren(this=exp.Sub(this=later, expression=earlier))
    return cast(exp.Round(this=exp.Mul(this=seconds, expression=number(_MILLION))), exp.DType.BIGINT)


def _unit(name: str) -> Tree:
    return text(name.lower())


MICROSECONDS = typed_as(
    {exp.DType.TIMESTAMP: "TIMESTAMP(6)", exp.DType.TIMESTAMPTZ: "TIMESTAMP(6) WITH TIME ZONE"},
)
REWRITES = (
    percentile_by_row_number,
    zoned,
    date_add("DATE_ADD", _unit),
    elapsed,
    null_at_zero,
    spaces_trimmed,
    MICROSECONDS,
)
RECORD = Dialect("trino", "trino", rewrites=REWRITES, refusals=(NO_PARSE,))

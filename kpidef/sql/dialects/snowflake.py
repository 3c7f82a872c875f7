"""Snowflake, in a session whose TIMEZONE is UTC: instants are TIMESTAMP_TZ, wall-clock times TIMESTAMP_NTZ."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast, kind_of, text
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_PARSE
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, typed_as


def zoned(node: Tree) -> Tree:
    """An instant as wall-clock time, or a wall-clock time as an instant: the session's zone is UTC.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("Europe/Paris"))).sql("snowflake")
    "CAST(CONVERT_TIMEZONE('Europe/Paris', 'UTC', t) AS TIMESTAMPTZ)"
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    zone = node.args["zone"]
    if kind_of(node.this) is exp.DType.TIMESTAMPTZ:
        return cast(call("CONVERT_TIMEZONE", zone, node.this), exp.DType.TIMESTAMPNTZ)
    return cast(call("CONVERT_TIMEZONE", zone, text("UTC"), node.this), exp.DType.TIMESTAMPTZ)


def elapsed(node: Tree) -> Tree:
    """Microseconds between times, days between dates: no finer part is lost.

    >>> elapsed(exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"))).sql("snowflake")
    'DATEDIFF(MICROSECOND, a, b)'
    """
    if not isinstance(node, exp.TimestampDiff | exp.DateDiff):
        return node
    unit = "DAY" if isinstance(node, exp.DateDiff) else "MICROSECOND"
    return call("DATEDIFF", exp.var(unit), node.expression, node.this)


# A wall-clock time has no time zone, whatever the session takes TIMESTAMP for.
TYPES = typed_as(
    {
        exp.DType.TIMESTAMP: "TIMESTAMP_NTZ",
        exp.DType.TIMESTAMPNTZ: "TIMESTAMP_NTZ",
        exp.DType.TIMESTAMPTZ: "TIMESTAMP_TZ",
    }
)
REWRITES = (zoned, date_add("DATEADD", exp.var), elapsed, null_at_zero, TYPES)
RECORD = Dialect(
    "snowflake",
    "snowflake",
    rewrites=REWRITES,
    refusals=(NO_PARSE,),
    header="ALTER SESSION SET TIMEZONE = 'UTC'",
)

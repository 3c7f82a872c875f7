"""Databend, as sqlglot writes Snowflake, in a session whose timezone is UTC."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call
from kpidef.sql.dialects.literal_table import values_as_selects
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_PARSE, UTC_ONLY
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, same_by_cases, typed_as


def elapsed(node: Tree) -> Tree:
    """Days between dates; microseconds between times, by their numbers.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"))).sql("snowflake")
    'DATE_DIFF(DAY, a, b)'
    """
    if isinstance(node, exp.DateDiff):
        return call("DATE_DIFF", exp.var("DAY"), node.expression, node.this)
    if isinstance(node, exp.TimestampDiff):
        later, earlier = (exp.cast(call("TO_TIMESTAMP", one), "bigint") for one in (node.this, node.expression))
        return exp.Paren(this=exp.Sub(this=later, expression=earlier))
    return node


def utc(node: Tree) -> Tree:
    """The session's zone is UTC, so that a clock's reading is the instant.

    >>> utc(exp.AtTimeZone(this=exp.column("t"), zone=exp.Literal.string("UTC"))).sql("snowflake")
    't'
    """
    return node.this if isinstance(node, exp.AtTimeZone) else node


KINDS = typed_as({exp.DType.TIMESTAMP: "TIMESTAMP", exp.DType.TIMESTAMPTZ: "TIMESTAMP"})
REWRITES = (
    percentile_by_row_number,
    values_as_selects,
    utc,
    date_add("DATE_ADD", exp.var),
    elapsed,
    same_by_cases,
    null_at_zero,
    KINDS,
)
RECORD = Dialect(
    "databend",
    "snowflake",
    rewrites=REWRITES,
    refusals=(NO_PARSE, UTC_ONLY),
    header="SET timezone = 'UTC'",
)

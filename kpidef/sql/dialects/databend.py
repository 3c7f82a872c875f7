"""Databend, as sqlglot writes Snowflake, in a session whose timezone is UTC."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call
from kpidef.sql.dialects.databend_number import counted_over, rounded_to_even, wide_sums
from kpidef.sql.dialects.databend_time import AT_MIDNIGHT, elapsed, instant_answered, instant_read, parsed, zoned
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, same_by_cases, starts_by_substring, typed_as


def located(node: Tree) -> Tree:
    """Where a text stands in another.

    >>> located(exp.StrPosition(this=exp.column("nom"), substr=exp.Literal.string("a"))).sql("snowflake")
    "LOCATE('a', nom)"
    """
    return call("LOCATE", node.args["substr"], node.this) if isinstance(node, exp.StrPosition) else node


KINDS = typed_as({exp.DType.TIMESTAMP: "TIMESTAMP", exp.DType.TIMESTAMPTZ: "TIMESTAMP"})
REWRITES = (
    percentile_by_row_number,
    counted_over,
    wide_sums,
    rounded_to_even,
    instant_read,
    zoned,
    parsed,
    date_add("DATE_ADD", exp.var),
    elapsed,
    same_by_cases,
    starts_by_substring,
    located,
    null_at_zero,
    KINDS,
    instant_answered,
)
RECORD = Dialect(
    "databend",
    "snowflake",
    rewrites=REWRITES,
    refusals=(AT_MIDNIGHT,),
    header="SET timezone = 'UTC'",
    executed=True,
)

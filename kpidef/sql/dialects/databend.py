"""Databend, as sqlglot writes Snowflake, in a session whose timezone is UTC."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, number
from kpidef.sql.dialects.databend_time import elapsed, instant_read, parsed, zoned
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, same_by_cases, starts_by_substring, typed_as


def counted_over(node: Tree) -> Tree:
    """COUNT(x) OVER counts nulls too (seen in 1.2.895), where SUM does not.

    >>> counted_over(exp.Window(this=exp.Count(this=exp.column("x")), partition_by=[exp.column("g")])).sql("snowflake")
    'SUM(CASE WHEN x IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY g)'
    """
    if isinstance(node, exp.Window) and isinstance(node.this, exp.Count) and not isinstance(node.this.this, exp.Star):
        unknown = exp.Is(this=node.this.this, expression=exp.Null())
        node.set("this", exp.Sum(this=exp.Case(ifs=[exp.If(this=unknown, true=number(0))], default=number(1))))
    return node


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
)
RECORD = Dialect("databend", "snowflake", rewrites=REWRITES, header="SET timezone = 'UTC'", executed=True)

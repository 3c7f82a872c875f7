"""Databend's numbers: what it counts, adds up and rounds otherwise than the others."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, cast, kind_of, number

_WIDEST = exp.DataType(
    this=exp.DType.DECIMAL, expressions=[exp.DataTypeParam(this=number(38)), exp.DataTypeParam(this=number(0))]
)


def counted_over(node: Tree) -> Tree:
    """COUNT(x) OVER counts nulls too (seen in 1.2.895), where SUM does not.

    >>> counted_over(exp.Window(this=exp.Count(this=exp.column("x")), partition_by=[exp.column("g")])).sql("snowflake")
    'SUM(CASE WHEN x IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY g)'
    """
    if isinstance(node, exp.Window) and isinstance(node.this, exp.Count) and not isinstance(node.this.this, exp.Star):
        unknown = exp.Is(this=node.this.this, expression=exp.Null())
        node.set("this", exp.Sum(this=exp.Case(ifs=[exp.If(this=unknown, true=number(0))], default=number(1))))
    return node


def wide_sums(node: Tree) -> Tree:
    """Sums of whole numbers are decimals: past 64 bits they would begin again below zero.

    >>> from kpidef.sql.tree import column, typed
    >>> wide_sums(exp.Sum(this=typed(column("x"), "integer"))).sql("snowflake")
    'SUM(CAST("x" AS DECIMAL(38, 0)))'
    """
    if isinstance(node, exp.Sum) and kind_of(node.this) is exp.DType.BIGINT and not isinstance(node.parent, exp.Window):
        node.set("this", exp.Cast(this=node.this, to=_WIDEST.copy()))
    return node


def rounded_to_even(node: Tree) -> Tree:
    """A double cast to an integer goes to the nearest one, and to the even one from the middle of two.

    >>> from kpidef.sql.tree import cast as neutral, column, typed
    >>> rounded_to_even(neutral(typed(column("x"), "float"), "integer")).sql("snowflake")
    'CAST(CASE WHEN ABS("x" - FLOOR("x")) = 0.5 THEN 2 * ROUND("x" / 2) ELSE ROUND("x") END AS BIGINT)'
    """
    if not isinstance(node, exp.Cast) or node.to.this is not exp.DType.BIGINT:
        return node
    value = node.this
    if kind_of(value) is not exp.DType.DOUBLE or isinstance(value, exp.Floor | exp.Ceil):
        return node
    fraction = exp.Abs(this=exp.Sub(this=value.copy(), expression=exp.Floor(this=value.copy())))
    is_middle = exp.EQ(this=fraction, expression=exp.Literal.number("0.5"))
    half = exp.Round(this=exp.Div(this=value.copy(), expression=number(2)))
    even = exp.Mul(this=number(2), expression=half)
    rounded = exp.Case(ifs=[exp.If(this=is_middle, true=even)], default=exp.Round(this=value))
    return cast(rounded, exp.DType.BIGINT)

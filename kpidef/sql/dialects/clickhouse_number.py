"""Numbers in ClickHouse: signed integers everywhere, decimals that stay decimals, exact quantiles."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, cast, is_text, kind_of, number, text
from kpidef.sql.dialects.clickhouse_text import read_as
from kpidef.sql.dialects.sqlite_number import remainders

_READERS = {exp.DType.BIGINT: "toInt64", exp.DType.DOUBLE: "toFloat64", exp.DType.BOOLEAN: "toBool"}
_SCALE = 10


def signed_counts(node: Tree) -> Tree:
    """Counts are signed, and sums of whole numbers, which are wide too: past 64 bits they would begin again below zero.

    An unsigned number has no type in common with a signed one.

    >>> signed_counts(exp.Count(this=exp.Star())).sql("clickhouse")
    'CAST(COUNT(*) AS Nullable(Int64))'
    >>> from kpidef.sql.tree import column, typed
    >>> signed_counts(exp.Sum(this=typed(column("x"), "integer"))).sql("clickhouse")
    'SUM(CAST("x" AS Nullable(Int128)))'
    """
    if isinstance(node.parent, exp.Window | exp.Filter) and isinstance(node, exp.Count):
        return node
    if isinstance(node, exp.Filter):
        return cast(node, exp.DType.BIGINT) if isinstance(node.this, exp.Count) else node
    if isinstance(node.parent, exp.Window):
        return node
    if isinstance(node, exp.Sum) and kind_of(node.this) is exp.DType.BIGINT:
        node.set("this", cast(node.this, exp.DType.INT128))
        return node
    return cast(node, exp.DType.BIGINT) if isinstance(node, exp.Count) else node


def following_or_null(node: Tree) -> Tree:
    """After the last line of a group there is nothing: not the type's zero.

    >>> following_or_null(exp.Lead(this=exp.column("a"))).sql("clickhouse")
    'lead(toNullable(a))'
    """
    if isinstance(node, exp.Lead):
        node.set("this", call("toNullable", node.this))
    return node


def bits_by_function(node: Tree) -> Tree:
    """Bits have functions, no operators.

    >>> bits_by_function(exp.BitwiseAnd(this=exp.column("a"), expression=exp.column("b"))).sql("clickhouse")
    'bitAnd(a, b)'
    """
    return call("bitAnd", node.this, node.expression) if isinstance(node, exp.BitwiseAnd) else node


def exact_literals(node: Tree) -> Tree:
    """A decimal's literal would be a double.

    >>> from decimal import Decimal
    >>> from kpidef.sql.tree import number, typed
    >>> exact_literals(typed(number(Decimal("0.10")), "decimal")).sql("clickhouse")
    "toDecimal128('0.10', 2)"
    """
    if kind_of(node) is not exp.DType.DECIMAL:
        return node
    sign, value = ("-", node.this) if isinstance(node, exp.Neg) else ("", node)
    if not isinstance(value, exp.Literal) or value.is_string:
        return node
    found = call("toDecimal128", text(sign + value.name), number(len(value.name.partition(".")[2])))
    found.type = exp.DataType(this=exp.DType.DECIMAL)
    return found


def exact_remainders(node: Tree) -> Tree:
    """By zero it is null; that of decimals is subtracted.

    >>> exact_remainders(exp.Mod(this=exp.column("a"), expression=exp.column("b"))).sql("clickhouse")
    'a % nullIf(b, 0)'
    """
    if not isinstance(node, exp.Mod):
        return node
    below = exp.Nullif(this=node.expression, expression=number(0))
    below.type = node.expression.type
    decimal = exp.DType.DECIMAL in (kind_of(node.this), kind_of(node.expression))
    divided = exp.Mod(this=node.this, expression=below)
    return remainders(divided) if decimal else divided


def read_numbers(node: Tree) -> Tree:
    """A text that is no number is an error, where a cast to a nullable type makes null of it.

    >>> from kpidef.sql.tree import cast, column, typed
    >>> read_numbers(cast(typed(column("x"), "text"), "integer")).sql("clickhouse")
    'CASE WHEN NOT ("x" IS NULL) THEN toInt64(assumeNotNull("x")) END'
    """
    if not isinstance(node, exp.Cast) or isinstance(bare(node.this), exp.Literal | exp.Null):
        return node
    kind = node.to.this
    if is_text(node.this) and kind in _READERS:
        return read_as(_READERS[kind], node.this)
    if kind is exp.DType.DECIMAL and is_text(node.this):
        return read_as("toDecimal128", node.this, number(_SCALE))
    if kind is exp.DType.DECIMAL and kind_of(node.this) is exp.DType.DOUBLE:
        # A cast cuts off what a rounding would keep.
        return call("toDecimal128", exp.Round(this=node.this, decimals=number(_SCALE)), number(_SCALE))
    return node


def exact_quantiles(node: Tree) -> Tree:
    """The quantile that interpolates between two rows, both ends included.

    >>> exact_quantiles(exp.PercentileCont(this=exp.column("x"), expression=number(0.5))).sql("clickhouse")
    'quantileExactInclusive(0.5)(x)'
    """
    if not isinstance(node, exp.PercentileCont):
        return node
    return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[node.expression], params=[node.this])

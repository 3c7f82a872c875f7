"""Spark, in a session whose time zone is UTC: instants are TIMESTAMP, wall-clock times TIMESTAMP_NTZ."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.backslash import doubled_backslash
from kpidef.sql.dialects.build import Tree, call, cast, number, text
from kpidef.sql.dialects.parse import format_of, moment, pattern_of
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.remainder import null_at_zero


def exact_percentile(node: Tree) -> Tree:
    """PERCENTILE interpolates between the two nearest rows; WITHIN GROUP would become an approximation.

    >>> exact_percentile(exp.PercentileCont(this=exp.column("x"), expression=number(1))).sql("spark")
    'PERCENTILE(x, 1)'
    """
    return call("PERCENTILE", node.this, node.expression) if isinstance(node, exp.PercentileCont) else node


def elapsed(node: Tree) -> Tree:
    """Whole days between dates, microseconds between times.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("DAY"))).sql("spark")
    'DATEDIFF(b, a)'
    """
    if isinstance(node, exp.DateDiff):
        return call("DATEDIFF", node.this, node.expression)
    if isinstance(node, exp.TimestampDiff):
        return call("TIMESTAMPDIFF", exp.var("MICROSECOND"), node.expression, node.this)
    return node


def zoned(node: Tree) -> Tree:
    """UTC is the session's zone, so that either way the clock's reading stays; another zone's time becomes an instant.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("Europe/Paris"))).sql("spark")
    "TO_UTC_TIMESTAMP(t, 'Europe/Paris')"
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    if isinstance(node.args["zone"], exp.Literal) and node.args["zone"].name == "UTC":
        return node.this  # type: ignore[no-any-return]
    return call("TO_UTC_TIMESTAMP", node.this, node.args["zone"])


def wall_clock_types(node: Tree) -> Tree:
    """A wall-clock time has no time zone.

    >>> wall_clock_types(exp.DataType(this=exp.DType.TIMESTAMP)).sql("databricks")
    'TIMESTAMP_NTZ'
    """
    if isinstance(node, exp.DataType) and node.this is exp.DType.TIMESTAMP:
        return exp.DataType(this=exp.DType.TIMESTAMPNTZ)
    return node


def parsed(node: Tree) -> Tree:
    """A text that follows the format, and whose day exists, else null.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%Y"))).sql("spark")[:48]
    "CASE WHEN RLIKE(t, '^(?:[0-9]{4})$') THEN CASE W"
    """
    written = format_of(node)
    if written is None:
        return node
    value = node.expressions[0]

    def part(pattern: str) -> Tree:
        found = call("REGEXP_EXTRACT", value.copy(), text(pattern), number(1))
        return exp.TryCast(this=found, to=exp.DataType(this=exp.DType.INT), safe=True)

    numbers, exists = moment(written, part)
    known = exp.Case(ifs=[exp.If(this=exists, true=call("MAKE_TIMESTAMP_NTZ", *numbers))])
    matches = call("RLIKE", value.copy(), text(pattern_of(written)))
    return exp.Case(ifs=[exp.If(this=matches, true=known)])


def rounded_integers(node: Tree) -> Tree:
    """A number cast to an integer is rounded, where the engine would cut it.

    >>> from kpidef.sql.tree import cast as neutral, column, typed
    >>> rounded_integers(neutral(typed(column("a"), "float"), "integer")).sql("spark")
    'CAST(BROUND(`a`) AS BIGINT)'
    """
    if not isinstance(node, exp.Cast) or node.to.this is not exp.DType.BIGINT:
        return node
    # Halves of a double go to the even side, those of a decimal away from zero: as DuckDB and PostgreSQL have it.
    if node.this.is_type(exp.DType.DOUBLE) and not isinstance(node.this, exp.Floor | exp.Ceil):
        return cast(call("BROUND", node.this), exp.DType.BIGINT)
    if node.this.is_type(exp.DType.DECIMAL):
        return cast(exp.Round(this=node.this), exp.DType.BIGINT)
    return node


REWRITES = (
    exact_percentile,
    elapsed,
    zoned,
    parsed,
    doubled_backslash,
    null_at_zero,
    rounded_integers,
    wall_clock_types,
)
HEADER = "SET TIME ZONE 'UTC'"
RECORD = Dialect(
    "spark", "spark", rewrites=REWRITES, header=HEADER, executed=True, gathers_bits=True, keeps_by="filter"
)

"""BigQuery: instants are TIMESTAMP, wall-clock times DATETIME; it has no exact median of a group."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.backslash import doubled_backslash
from kpidef.sql.dialects.build import Tree, call, cast, kind_of, number, text
from kpidef.sql.dialects.named_like_column import grouped_by_place
from kpidef.sql.dialects.null import decimal_nulls
from kpidef.sql.dialects.parse import format_of, moment, pattern_of
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.remainder import null_at_zero

_DATETIME, _INTEGER = exp.DType.TIMESTAMP, exp.DType.BIGINT
_NUMERIC_SCALE, _NUMERIC_DIGITS = 9, 29


def exact_literals(node: Tree) -> Tree:
    """A number with a decimal point is a decimal, where the engine would read a float.

    >>> exact_literals(exp.Literal.number("0.10")).sql("bigquery")
    "CAST('0.10' AS NUMERIC)"
    """
    if not isinstance(node, exp.Literal) or node.is_string or "." not in node.name or "e" in node.name.lower():
        return node
    whole, _, decimals = node.name.partition(".")
    fits = len(decimals) <= _NUMERIC_SCALE and len(whole) <= _NUMERIC_DIGITS
    kind = exp.DataType(this=exp.DType.DECIMAL if fits else exp.DType.BIGDECIMAL)
    return exp.Cast(this=text(node.name), to=kind)


def elapsed(node: Tree) -> Tree:
    """Instants and wall-clock times have their own functions; what is not known to be either is read in UTC.

    >>> elapsed(exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"))).sql("bigquery")
    'DATETIME_DIFF(CAST(b AS DATETIME), CAST(a AS DATETIME), MICROSECOND)'
    """
    if not isinstance(node, exp.TimestampDiff):
        return node
    ends, kinds = (node.this, node.expression), {kind_of(node.this), kind_of(node.expression)}
    if kinds == {exp.DType.TIMESTAMPTZ}:
        return call("TIMESTAMP_DIFF", *ends, exp.var("MICROSECOND"))
    wall = ends if kinds == {_DATETIME} else [cast(one, _DATETIME) for one in ends]
    return call("DATETIME_DIFF", *wall, exp.var("MICROSECOND"))


def zoned(node: Tree) -> Tree:
    """An instant as wall-clock time, or a wall-clock time as an instant.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("bigquery")
    "TIMESTAMP(t, 'UTC')"
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    is_instant = kind_of(node.this) is exp.DType.TIMESTAMPTZ
    return call("DATETIME" if is_instant else "TIMESTAMP", node.this, node.args["zone"])


def bare_intervals(node: Tree) -> Tree:
    """The count of an interval is a number, not a text.

    >>> bare_intervals(exp.Interval(this=text("3600"), unit=exp.var("SECOND"))).sql("bigquery")
    'INTERVAL 3600 SECOND'
    """
    if isinstance(node, exp.Interval) and isinstance(node.this, exp.Literal):
        node.set("this", exp.Literal.number(node.this.name))
    return node


def remainder(node: Tree) -> Tree:
    """There is no remainder of floats: it is taken of decimals.

    >>> from kpidef.sql.tree import column, typed
    >>> remainder(exp.Mod(this=typed(column("a"), "float"), expression=number(2))).sql("bigquery")
    'CAST(MOD(CAST(`a` AS BIGNUMERIC), CAST(2 AS BIGNUMERIC)) AS FLOAT64)'
    """
    if not isinstance(node, exp.Mod) or exp.DType.DOUBLE not in (kind_of(node.this), kind_of(node.expression)):
        return node
    sides = [exp.Cast(this=side, to=exp.DataType(this=exp.DType.BIGDECIMAL)) for side in (node.this, node.expression)]
    return cast(call("MOD", *sides), exp.DType.DOUBLE)


def trimmed_spaces(node: Tree) -> Tree:
    """Spaces are trimmed, and no other white space.

    >>> trimmed_spaces(exp.Trim(this=exp.column("nom"))).sql("bigquery")
    "TRIM(nom, ' ')"
    """
    return call("TRIM", node.this, text(" ")) if isinstance(node, exp.Trim) else node


def parsed(node: Tree) -> Tree:
    """A text that follows the format, and whose day exists, else null.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%Y"))).sql("bigquery")[:60]
    "CASE WHEN REGEXP_CONTAINS(t, '^(?:[0-9]{4})$') THEN CASE WHE"
    """
    written = format_of(node)
    if written is None:
        return node
    value = node.expressions[0]

    def part(pattern: str) -> Tree:
        return cast(call("REGEXP_EXTRACT", value.copy(), text(pattern)), _INTEGER)

    numbers, exists = moment(written, part)
    known = exp.Case(ifs=[exp.If(this=exists, true=call("DATETIME", *numbers))])
    matches = call("REGEXP_CONTAINS", value.copy(), text(pattern_of(written)))
    return exp.Case(ifs=[exp.If(this=matches, true=known)])


def condition_on_a_line(node: Tree) -> Tree:
    """A condition needs a FROM, if only of one line.

    >>> condition_on_a_line(exp.Select(expressions=[number(0)], where=exp.Where(this=exp.false()))).sql("bigquery")
    'SELECT 0 FROM UNNEST([1]) WHERE FALSE'
    """
    if isinstance(node, exp.Select) and node.args.get("where") is not None and node.args.get("from_") is None:
        line = exp.Unnest(expressions=[exp.Array(expressions=[number(1)])])
        node.set("from_", exp.From(this=line))
    return node


REWRITES = (
    percentile_by_row_number,
    grouped_by_place,
    condition_on_a_line,
    decimal_nulls,
    exact_literals,
    elapsed,
    zoned,
    bare_intervals,
    null_at_zero,
    remainder,
    trimmed_spaces,
    doubled_backslash,
    parsed,
)
RECORD = Dialect("bigquery", "bigquery", rewrites=REWRITES, executed=True, gathers_bits=True)

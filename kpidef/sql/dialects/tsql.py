"""SQL Server (2022) and Fabric: instants are DATETIMEOFFSET; texts in the order of their code points."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast, is_text, kind_of, number, text
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_FLOAT_REMAINDER, NO_PARSE, UTC_ONLY
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import date_add, same_by_cases, typed_as

_COLLATION = "Latin1_General_100_BIN2"
_TEXT, _WALL, _BIT = "NVARCHAR(MAX)", exp.DType.TIMESTAMP, exp.DType.BOOLEAN
_COMPARED = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Like, exp.In, exp.Between)
_ORDERED = (exp.Max, exp.Min, exp.Ordered)


def zoned(node: Tree) -> Tree:
    """An instant as wall-clock time in UTC, or the reverse.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("tsql")
    "t AT TIME ZONE 'UTC'"
    """
    if isinstance(node, exp.AtTimeZone) and kind_of(node.this) is exp.DType.TIMESTAMPTZ:
        return cast(exp.AtTimeZone(this=node.this, zone=node.args["zone"]), _WALL)
    return node


def elapsed(node: Tree) -> Tree:
    """Days between dates, microseconds between times, in 64 bits.

    >>> elapsed(exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"))).sql("tsql")
    'DATEDIFF_BIG(MICROSECOND, a, b)'
    """
    if not isinstance(node, exp.TimestampDiff | exp.DateDiff):
        return node
    unit = "DAY" if isinstance(node, exp.DateDiff) else "MICROSECOND"
    return call("DATEDIFF_BIG", exp.var(unit), node.expression, node.this)


def big_counts(node: Tree) -> Tree:
    """A count goes beyond two billion.

    >>> big_counts(exp.Count(this=exp.Star())).sql("tsql")
    'COUNT_BIG(*)'
    """
    return call("COUNT_BIG", node.this) if isinstance(node, exp.Count) else node


def bit_extremes(node: Tree) -> Tree:
    """The greatest of truths, as numbers.

    >>> bit_extremes(exp.LogicalOr(this=exp.column("ok"))).sql("tsql")
    'CAST(MAX(CAST(ok AS TINYINT)) AS BIT)'
    """
    if not isinstance(node, exp.LogicalOr | exp.LogicalAnd):
        return node
    kind = exp.Max if isinstance(node, exp.LogicalOr) else exp.Min
    number_of = exp.Cast(this=node.this, to=exp.DataType(this=exp.DType.UTINYINT))
    return cast(kind(this=number_of), _BIT)


def whole_length(node: Tree) -> Tree:
    """LEN leaves out the spaces at the end.

    >>> whole_length(exp.Length(this=exp.column("nom"))).sql("tsql")
    "(LEN(nom + '.') - 1)"
    """
    if not isinstance(node, exp.Length):
        return node
    marked = exp.Add(this=node.this, expression=text("."))
    return exp.Paren(this=exp.Sub(this=call("LEN", marked), expression=number(1)))


def whole_substring(node: Tree) -> Tree:
    """A part of a text states its length.

    >>> whole_substring(exp.Substring(this=exp.column("nom"), start=number(2))).sql("tsql")
    'SUBSTRING(nom, 2, LEN(nom))'
    """
    if isinstance(node, exp.Substring) and node.args.get("length") is None:
        node.set("length", call("LEN", node.this.copy()))
    return node


def starting(node: Tree) -> Tree:
    """The first letters of a text, compared.

    >>> starting(exp.StartsWith(this=exp.column("a"), expression=text("b"))).sql("tsql")
    "LEFT(a, LEN('b' + '.') - 1) = 'b'"
    """
    if not isinstance(node, exp.StartsWith):
        return node
    marked = exp.Add(this=node.expression.copy(), expression=text("."))
    length = exp.Sub(this=call("LEN", marked), expression=number(1))
    return exp.EQ(this=call("LEFT", node.this, length), expression=node.expression)


def code_points(node: Tree) -> Tree:
    """Texts are compared letter by letter, with their case and their accents.

    >>> from kpidef.sql.tree import column, typed
    >>> code_points(exp.EQ(this=typed(column("pays"), "text"), expression=text("FR"))).sql("tsql")
    "[pays] COLLATE Latin1_General_100_BIN2 = 'FR'"
    """
    if isinstance(node, (*_COMPARED, *_ORDERED)) and is_text(node.this) and not isinstance(node.this, exp.Collate):
        found = exp.Collate(this=node.this, expression=exp.var(_COLLATION))
        found.type = exp.DataType(this=exp.DType.VARCHAR)
        node.set("this", found)
    return node


def national_texts(node: Tree) -> Tree:
    """A literal beyond ASCII keeps its letters.

    >>> national_texts(text("été")).sql("tsql")
    "N'été'"
    """
    if isinstance(node, exp.Literal) and node.is_string and not node.name.isascii():
        return exp.National(this=node.name)
    return node


REWRITES = (
    percentile_by_row_number,
    zoned,
    date_add("DATEADD", exp.var),
    elapsed,
    same_by_cases,
    starting,
    whole_length,
    whole_substring,
    code_points,
    big_counts,
    bit_extremes,
    null_at_zero,
    national_texts,
    typed_as({exp.DType.VARCHAR: _TEXT, exp.DType.TEXT: _TEXT}),
)
RECORD = Dialect("tsql", "tsql", rewrites=REWRITES, refusals=(NO_PARSE, UTC_ONLY, NO_FLOAT_REMAINDER))

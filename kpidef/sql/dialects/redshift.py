"""Redshift, after its documentation: nothing here was run on it.

What differs from PostgreSQL: no IS NOT DISTINCT FROM; one ORDER BY for all the percentiles of a SELECT; a bare DECIMAL
is DECIMAL(18, 0); intervals are literals only; no MAKE_TIMESTAMP. Texts are in the order of their bytes already.
"""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call
from kpidef.sql.dialects.move import move_of
from kpidef.sql.dialects.parse import format_of
from kpidef.sql.dialects.percentile import percentile_by_row_number
from kpidef.sql.dialects.record import Dialect, Refusal
from kpidef.sql.tree import cast


def equal_or_both_null(node: Tree) -> Tree:
    """Null-safe equality by hand.

    >>> equal_or_both_null(exp.NullSafeEQ(this=exp.column("a"), expression=exp.column("b"))).sql("redshift")
    '(a = b OR (a IS NULL AND b IS NULL))'
    """
    if not isinstance(node, exp.NullSafeEQ):
        return node
    left, right = node.this, node.expression
    both = exp.And(
        this=exp.Is(this=left.copy(), expression=exp.Null()),
        expression=exp.Is(this=right.copy(), expression=exp.Null()),
    )
    return exp.Paren(this=exp.Or(this=exp.EQ(this=left, expression=right), expression=exp.Paren(this=both)))


def moved_by_dateadd(node: Tree) -> Tree:
    """An interval that a CASE chooses, as a number of seconds, days or months.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved_by_dateadd(exp.Add(this=exp.column("t"), expression=seconds_interval(60))).sql("redshift")
    'DATEADD(SECOND, 60, t)'
    """
    move = move_of(node)
    return node if move is None else call("DATEADD", exp.var(move.unit), move.amount, move.value)


def elapsed_by_datediff(node: Tree) -> Tree:
    """Microseconds are no boundaries that are crossed: the difference is exact.

    >>> between = exp.TimestampDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("MICROSECOND"))
    >>> elapsed_by_datediff(between).sql("redshift")
    'DATEDIFF(MICROSECOND, a, b)'
    """
    if not isinstance(node, exp.TimestampDiff):
        return node
    return call("DATEDIFF", exp.var("MICROSECOND"), node.expression, node.this)


def texts(node: Tree) -> Tree:
    r"""A beginning is compared, not matched; a backslash in a pattern is a backslash.

    >>> texts(exp.StartsWith(this=exp.column("a"), expression=exp.Literal.string("5_"))).sql("redshift")
    "LEFT(a, LENGTH('5_')) = '5_'"
    """
    if isinstance(node, exp.StartsWith):
        start = exp.Left(this=node.this, expression=exp.Length(this=node.expression.copy()))
        return exp.EQ(this=start, expression=node.expression)
    if isinstance(node, exp.Like):
        # The escape character is one that no text holds.
        return exp.Escape(this=node, expression=exp.Literal.string("\x01"))
    return node


def scaled_nulls(node: Tree) -> Tree:
    """A decimal's null has a scale.

    >>> from kpidef.sql.tree import null
    >>> scaled_nulls(null("decimal")).sql("redshift")
    'CAST(NULL AS DECIMAL(38, 10))'
    """
    if isinstance(node, exp.Null) and node.is_type(exp.DType.DECIMAL):
        return cast(exp.Null(), "decimal")
    return node


def _is_parse(node: Tree) -> bool:
    return format_of(node) is not None


def _is_float(node: Tree) -> bool:
    return node.is_type(exp.DType.DOUBLE)


REFUSALS = (
    Refusal(
        exp.Anonymous,
        "parse() : Redshift arrête la requête sur un texte qui ne suit pas le format",
        "parse(): Redshift stops the query at a text that does not follow the format",
        "rangez la date dans son type, ou lisez-la dans la liaison par du SQL de Redshift",
        "store the date in its type, or read it in the binding with Redshift's own SQL",
        _is_parse,
    ),
    Refusal(
        exp.Mod,
        "le reste d'une division de nombres flottants",
        "the remainder of a division of floats",
        "convertissez les deux nombres : cast(x as decimal)",
        "convert both numbers: cast(x as decimal)",
        _is_float,
    ),
)
RECORD = Dialect(
    "redshift",
    "redshift",
    rewrites=(
        percentile_by_row_number,
        equal_or_both_null,
        scaled_nulls,
        texts,
        elapsed_by_datediff,
        moved_by_dateadd,
    ),
    refusals=REFUSALS,
    header="SET enable_case_sensitive_identifier TO true, where a table or a column has capital letters",
)

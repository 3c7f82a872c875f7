"""Oracle (23ai, for its booleans): literal times state their format, so that no session's settings matter."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, call, number, text
from kpidef.sql.dialects.literal_table import values_as_selects
from kpidef.sql.dialects.move import move_of
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.refused import NO_FLOAT_REMAINDER, NO_MONTHS, NO_PARSE
from kpidef.sql.dialects.remainder import null_at_zero
from kpidef.sql.dialects.sql_call import same_by_cases, starts_by_substring, typed_as

_FORMATS = {
    exp.DType.DATE: ("TO_DATE", "YYYY-MM-DD"),
    exp.DType.TIMESTAMP: ("TO_TIMESTAMP", "YYYY-MM-DD HH24:MI:SS.FF6"),
    exp.DType.TIMESTAMPTZ: ("TO_TIMESTAMP_TZ", "YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM"),
}
_PARTS = (("DAY", 86_400_000_000), ("HOUR", 3_600_000_000), ("MINUTE", 60_000_000), ("SECOND", 1_000_000))


def written_times(node: Tree) -> Tree:
    """A literal time with its format.

    >>> from datetime import date
    >>> from kpidef.sql.tree import moment
    >>> written_times(moment(date(2026, 3, 1), "date")).sql("oracle")
    "TO_DATE('2026-03-01', 'YYYY-MM-DD')"
    """
    if not isinstance(node, exp.Cast) or node.to.this not in _FORMATS or not isinstance(node.this, exp.Literal):
        return node
    function, written = _FORMATS[node.to.this]
    found = call(function, node.this, text(written))
    found.type = node.to.copy()
    return found


def elapsed(node: Tree) -> Tree:
    """Days between dates; between times, the parts of their interval, in microseconds.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"))).sql("oracle")
    '(b - a)'
    """
    if not isinstance(node, exp.TimestampDiff | exp.DateDiff):
        return node
    between = exp.Paren(this=exp.Sub(this=node.this, expression=node.expression))
    if isinstance(node, exp.DateDiff):
        return between
    whole: Tree | None = None
    for part, microseconds in _PARTS:
        one = exp.Mul(this=exp.Extract(this=exp.var(part), expression=between.copy()), expression=number(microseconds))
        whole = one if whole is None else exp.Add(this=whole, expression=one)
    return exp.Paren(this=whole)


def moved_times(node: Tree) -> Tree:
    """Seconds and days as an interval, whose number may be a CASE.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved_times(exp.Sub(this=exp.column("t"), expression=seconds_interval(60))).sql("oracle")
    "(t + NUMTODSINTERVAL(-60, 'SECOND'))"
    """
    move = move_of(node)
    if move is None:
        return node
    interval = call("NUMTODSINTERVAL", move.amount, text(move.unit))
    return exp.Paren(this=exp.Add(this=move.value, expression=interval))


def exact_percentile(node: Tree) -> Tree:
    """Interpolated between the two nearest values.

    >>> exact_percentile(exp.PercentileCont(this=exp.column("x"), expression=number(1))).sql("oracle")
    'PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY x)'
    """
    if not isinstance(node, exp.PercentileCont):
        return node
    order = exp.Order(expressions=[exp.Ordered(this=node.this, nulls_first=False)])
    return exp.WithinGroup(this=call("PERCENTILE_CONT", node.expression), expression=order)


def zoned(node: Tree) -> Tree:
    """An instant as wall-clock time, or a wall-clock time as an instant.

    >>> zoned(exp.AtTimeZone(this=exp.column("t"), zone=text("UTC"))).sql("oracle")
    "FROM_TZ(CAST(t AS TIMESTAMP), 'UTC')"
    """
    if not isinstance(node, exp.AtTimeZone):
        return node
    inner = bare(node.this)
    wall = exp.DataType(this=exp.DType.TIMESTAMP)
    if inner.is_type(exp.DType.TIMESTAMPTZ):
        return exp.Cast(this=exp.AtTimeZone(this=inner, zone=node.args["zone"]), to=wall)
    return call("FROM_TZ", exp.Cast(this=inner, to=wall), node.args["zone"])


def last_letters(node: Tree) -> Tree:
    """The end of a text, counted from its end.

    >>> last_letters(exp.Right(this=exp.column("nom"), expression=number(2))).sql("oracle")
    'SUBSTR(nom, -(2))'
    """
    if not isinstance(node, exp.Right):
        return node
    return exp.Substring(this=node.this, start=exp.Neg(this=exp.Paren(this=node.expression)))


def from_dual(node: Tree) -> Tree:
    """A SELECT of one line reads DUAL.

    >>> from_dual(exp.Select(expressions=[number(1)])).sql("oracle")
    'SELECT 1 FROM DUAL'
    """
    if isinstance(node, exp.Select) and node.args.get("from_") is None:
        node.set("from_", exp.From(this=exp.Table(this=exp.Identifier(this="DUAL", quoted=False))))
    return node


REWRITES = (
    values_as_selects,
    from_dual,
    zoned,
    written_times,
    moved_times,
    elapsed,
    exact_percentile,
    same_by_cases,
    starts_by_substring,
    last_letters,
    null_at_zero,
    typed_as({exp.DType.DOUBLE: "BINARY_DOUBLE", exp.DType.VARCHAR: "VARCHAR2(4000)", exp.DType.BIGINT: "NUMBER(19)"}),
)
RECORD = Dialect("oracle", "oracle", rewrites=REWRITES, refusals=(NO_PARSE, *NO_MONTHS, NO_FLOAT_REMAINDER))

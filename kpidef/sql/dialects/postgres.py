"""PostgreSQL: exact as it is, but for elapsed time, the order of texts, patterns and texts that say a time."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast, kind_of, number, text
from kpidef.sql.dialects.collation import code_point_order
from kpidef.sql.dialects.null import decimal_nulls
from kpidef.sql.dialects.parse import format_of, moment, pattern_of
from kpidef.sql.dialects.pattern import like_without_escape
from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.short_name import short_names


def whole_parts(node: Tree) -> Tree:
    """A part of a date is an integer, not a numeric.

    >>> whole_parts(exp.Extract(this=exp.var("YEAR"), expression=exp.column("jour"))).sql("postgres")
    'CAST(EXTRACT(YEAR FROM jour) AS BIGINT)'
    """
    return cast(node, exp.DType.BIGINT) if isinstance(node, exp.Extract) else node


def elapsed(node: Tree) -> Tree:
    """Microseconds by the epoch, days by subtraction: both are exact.

    >>> elapsed(exp.DateDiff(this=exp.column("b"), expression=exp.column("a"), unit=exp.var("DAY"))).sql("postgres")
    '(b - a)'
    """
    if isinstance(node, exp.DateDiff):
        return exp.Paren(this=exp.Sub(this=_operand(node.this), expression=_operand(node.expression)))
    if not isinstance(node, exp.TimestampDiff):
        return node
    between = exp.Paren(this=exp.Sub(this=_operand(node.this), expression=_operand(node.expression)))
    return exp.Mul(this=exp.Extract(this=exp.var("EPOCH"), expression=between), expression=number(1_000_000))


def exact_rounding(node: Tree) -> Tree:
    """Doubles are rounded, and divided with a remainder, as numerics: halves away from zero.

    >>> from kpidef.sql.tree import column, typed
    >>> exact_rounding(exp.Round(this=typed(column("note"), "float"), decimals=exp.Literal.number(1))).sql("postgres")
    'CAST(ROUND(CAST("note" AS DECIMAL), 1) AS DOUBLE PRECISION)'
    """
    if not isinstance(node, exp.Round | exp.Mod):
        return node
    parts = [name for name in ("this", "expression") if kind_of(node.args.get(name) or exp.Null()) is exp.DType.DOUBLE]
    for name in parts:
        node.set(name, cast(node.args[name], exp.DType.DECIMAL))
    return cast(node if isinstance(node, exp.Round) else exp.Paren(this=node), exp.DType.DOUBLE) if parts else node


def parsed(node: Tree) -> Tree:
    """A text that follows the format, and whose day exists, else null.

    >>> parsed(call("TRY_STRPTIME", exp.column("t"), text("%Y"))).sql("postgres")[:45]
    "CASE WHEN t ~ '^(?:[0-9]{4})$' THEN CASE WHEN"
    """
    written = format_of(node)
    if written is None:
        return node
    value = node.expressions[0]

    def part(pattern: str) -> Tree:
        return cast(call("SUBSTRING", value.copy(), text(pattern)), exp.DType.INT)

    numbers, exists = moment(written, part)
    found = call("MAKE_TIMESTAMP", *numbers)
    known = exp.Case(ifs=[exp.If(this=exists, true=found)])
    matches = exp.RegexpLike(this=value.copy(), expression=text(pattern_of(written)))
    return exp.Case(ifs=[exp.If(this=matches, true=known)])


def _operand(tree: Tree) -> Tree:
    return tree if isinstance(tree, exp.Column | exp.Paren | exp.Cast) else exp.Paren(this=tree)


REWRITES = (
    short_names,
    decimal_nulls,
    code_point_order,
    like_without_escape,
    whole_parts,
    elapsed,
    exact_rounding,
    parsed,
)
RECORD = Dialect("postgres", "postgres", rewrites=REWRITES, executed=True, gathers_bits=True, keeps_by="filter")

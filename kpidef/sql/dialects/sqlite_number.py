"""Numbers in SQLite: no decimals, and functions that its builds may lack."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare, cast, kind_of, number


def whole_numbers(node: Tree) -> Tree:
    """Floor and ceiling by what a cast cuts off.

    >>> whole_numbers(exp.Floor(this=exp.column("x"))).sql("sqlite")
    '(CAST(x AS INTEGER) - (x < CAST(x AS INTEGER)))'
    """
    if not isinstance(node, exp.Floor | exp.Ceil):
        return node
    value = exp.Paren(this=node.this) if not isinstance(node.this, exp.Column | exp.Paren | exp.Func) else node.this
    cut = cast(value.copy(), exp.DType.BIGINT)
    if isinstance(node, exp.Floor):
        below = exp.Paren(this=exp.LT(this=value, expression=cut.copy()))
        return exp.Paren(this=exp.Sub(this=cut, expression=below))
    above = exp.Paren(this=exp.GT(this=value, expression=cut.copy()))
    return exp.Paren(this=exp.Add(this=cut, expression=above))


def halves_away_from_zero(node: Tree) -> Tree:
    """1.15 is a little less than it says: rounded as the decimal that it stands for.

    >>> halves_away_from_zero(exp.Round(this=exp.column("x"), decimals=number(1))).sql("sqlite")
    'CAST(CASE WHEN x < 0 THEN -1.0 ELSE 1.0 END * CAST(ABS(x) * 10 + 0.5 AS INTEGER) AS REAL) / 10'
    """
    digits = node.args.get("decimals") if isinstance(node, exp.Round) else None
    if not isinstance(node, exp.Round) or not (digits is None or isinstance(digits, exp.Literal)):
        return node
    factor = number(10 ** int(digits.name)) if digits is not None else number(1)
    value = exp.Paren(this=node.this) if isinstance(node.this, exp.Binary) else node.this
    below = exp.If(this=exp.LT(this=value, expression=number(0)), true=exp.Literal.number("-1.0"))
    sign = exp.Case(ifs=[below], default=exp.Literal.number("1.0"))
    scaled = exp.Mul(this=exp.Abs(this=value.copy()), expression=factor.copy())
    cut = cast(exp.Add(this=scaled, expression=exp.Literal.number("0.5")), exp.DType.BIGINT)
    return exp.Div(this=exp.Mul(this=sign, expression=cut), expression=factor)


def remainders(node: Tree) -> Tree:
    """`%` is of integers only; other remainders are subtracted.

    >>> from kpidef.sql.tree import column, typed
    >>> both = exp.Mod(this=typed(column("a"), "decimal"), expression=number(2))
    >>> remainders(both).sql("sqlite")
    '("a" - 2 * CAST(CAST("a" AS REAL) / 2 AS INTEGER))'
    """
    if not isinstance(node, exp.Mod) or all(_is_whole(one) for one in (node.this, node.expression)):
        return node
    times = exp.Div(this=cast(node.this.copy(), exp.DType.DOUBLE), expression=node.expression)
    whole = exp.Mul(this=node.expression.copy(), expression=cast(times, exp.DType.BIGINT))
    return exp.Paren(this=exp.Sub(this=node.this, expression=whole))


def decimals_as_floats(node: Tree) -> Tree:
    """Money is a float here.

    >>> decimals_as_floats(exp.cast(exp.column("x"), "decimal(38, 10)")).sql("sqlite")
    'CAST(x AS REAL)'
    """
    if isinstance(node, exp.Cast) and node.to.this is exp.DType.DECIMAL:
        return cast(node.this, exp.DType.DOUBLE)
    return node


def _is_whole(tree: Tree) -> bool:
    found = bare(tree)
    return kind_of(found) is exp.DType.BIGINT or (isinstance(found, exp.Literal) and found.is_int)

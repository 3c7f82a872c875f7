"""What engines say by functions of their own: comparisons of nulls, ends of texts, moves in time."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, text
from kpidef.sql.dialects.move import move_of


def same_by_cases(node: Tree) -> Tree:
    """Equal, or both null.

    >>> same_by_cases(exp.NullSafeEQ(this=exp.column("a"), expression=exp.column("b"))).sql()
    '(a = b OR (a IS NULL AND b IS NULL))'
    """
    if not isinstance(node, exp.NullSafeEQ):
        return node
    left, right = node.this, node.expression
    unknown = [exp.Is(this=side.copy(), expression=exp.Null()) for side in (left, right)]
    both = exp.Paren(this=exp.And(this=unknown[0], expression=unknown[1]))
    return exp.Paren(this=exp.Or(this=exp.EQ(this=left, expression=right), expression=both))


def starts_by_substring(node: Tree) -> Tree:
    """The first letters of a text, compared.

    >>> starts_by_substring(exp.StartsWith(this=exp.column("a"), expression=text("b"))).sql("oracle")
    "SUBSTR(a, 1, LENGTH('b')) = 'b'"
    """
    if not isinstance(node, exp.StartsWith):
        return node
    length = exp.Length(this=node.expression.copy())
    start = exp.Substring(this=node.this, start=exp.Literal.number(1), length=length)
    return exp.EQ(this=start, expression=node.expression)


def date_add(name: str, unit: Callable[[str], Tree]) -> Callable[[Tree], Tree]:
    """An addition of whole units, whose number may be a CASE.

    >>> from kpidef.sql.zone import seconds_interval
    >>> moved = exp.Sub(this=exp.column("t"), expression=seconds_interval(60))
    >>> date_add("DATEADD", exp.var)(moved).sql("snowflake")
    'DATEADD(SECOND, -60, t)'
    """

    def rewrite(node: Tree) -> Tree:
        move = move_of(node)
        return node if move is None else call(name, unit(move.unit), move.amount, move.value)

    return rewrite


def typed_as(kinds: dict[exp.DType, str]) -> Callable[[Tree], Tree]:
    """The engine's own types for those that sqlglot writes otherwise.

    >>> typed_as({exp.DType.TIMESTAMP: "TIMESTAMP(6)"})(exp.DataType(this=exp.DType.TIMESTAMP)).sql("trino")
    'TIMESTAMP(6)'
    """

    def rewrite(node: Tree) -> Tree:
        if not isinstance(node, exp.DataType) or node.this not in kinds:
            return node
        found = exp.DataType(this=exp.DType.USERDEFINED, kind=kinds[node.this])
        found.type = exp.DataType(this=node.this)
        return found

    return rewrite


def spaces_trimmed(node: Tree) -> Tree:
    """Spaces are trimmed, and no other white space.

    >>> spaces_trimmed(exp.Trim(this=exp.column("nom"))).sql("trino")
    "TRIM(BOTH ' ' FROM nom)"
    """
    if isinstance(node, exp.Trim) and node.args.get("expression") is None:
        node.set("expression", text(" "))
        node.set("position", "BOTH")
    return node

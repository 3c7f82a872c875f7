"""Texts in ClickHouse: functions that count characters, not bytes."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast, text

_BY_CHARACTER = {exp.Lower: "lowerUTF8", exp.Upper: "upperUTF8", exp.Trim: "trimBoth"}


def by_character(node: Tree) -> Tree:
    """The functions of UTF-8.

    >>> by_character(exp.Lower(this=exp.column("a"))).sql("clickhouse")
    'lowerUTF8(a)'
    """
    match node:
        case exp.Lower() | exp.Upper() | exp.Trim():
            return call(_BY_CHARACTER[type(node)], node.this)
        case exp.Length():
            return cast(call("lengthUTF8", node.this), exp.DType.BIGINT)
        case exp.Right():
            return call("rightUTF8", node.this, node.expression)
        case exp.StrPosition():
            return call("positionUTF8", node.this, node.args["substr"])
        case exp.Substring():
            return call(
                "substringUTF8", *(one for one in (node.this, node.args["start"], node.args.get("length")) if one)
            )
        case exp.Anonymous() if node.name == "REPLACE":
            return call("replaceAll", *node.expressions)
        case _:
            return node


def read_as(function: str, value: Tree, *more: Tree) -> Tree:
    """A text read by a function that fails on what it can't read; of a nullable text it would make null.

    >>> read_as("toInt64", exp.column("a")).sql("clickhouse")
    'CASE WHEN NOT (a IS NULL) THEN toInt64(assumeNotNull(a)) END'
    """
    known = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
    # toBool reads what the condition leaves out too.
    held = call("ifNull", value, text("false")) if function == "toBool" else call("assumeNotNull", value)
    return exp.Case(ifs=[exp.If(this=known, true=call(function, held, *more))])

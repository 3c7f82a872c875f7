"""Texts in ClickHouse: functions that count characters, not bytes."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, call, cast

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

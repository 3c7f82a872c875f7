"""A dialect's tree -> its text. sqlglot looks in each SELECT for what it would translate: not where there is none."""

from __future__ import annotations

from functools import cache, lru_cache

import sqlglot.generator
from sqlglot import ErrorLevel, Generator, exp
from sqlglot.dialects.dialect import Dialect

# The compiled sqlglot takes no subclass of its generators.
IS_COMPILED = not str(sqlglot.generator.__file__).endswith(".py")
# What makes sqlglot rewrite a SELECT on its way to text, in one dialect or another.
_TRANSLATED = (exp.UDTF, exp.GenerateDateArray, exp.GenerateTimestampArray, exp.GenerateSeries, exp.Any, exp.Qualify)
_JOINS = frozenset({"SEMI", "ANTI", "FULL"})
_HOLDS_NONE = frozenset({exp.Column, exp.Literal, exp.Identifier, exp.DataType})
_NAMED = frozenset({"this", "quoted"})  # all that our names say


def write(query: exp.Expr, dialect: str) -> str:
    """The text, on several lines; the tree is used up. Raises sqlglot's UnsupportedError."""
    known = Dialect.get_or_raise(dialect)
    is_light = not IS_COMPILED and is_plain(query)
    kind = _light(dialect) if is_light else known.generator_class
    writer = kind(dialect=known, pretty=True, comments=not is_light, unsupported_level=ErrorLevel.RAISE)
    return writer.generate(query, copy=False)


@cache
def _light(dialect: str) -> type[Generator]:
    """The dialect's generator, which writes a SELECT as it finds it, and each name once."""
    full: type[Generator] = Dialect.get_or_raise(dialect).generator_class

    def name(writer: Generator, node: exp.Identifier) -> str:
        if node.args.keys() <= _NAMED and node.args.get("quoted"):
            return _quoted(dialect, node.this)
        return full.identifier_sql(writer, node)

    kept = {node: write for node, write in full.TRANSFORMS.items() if node is not exp.Select}
    return type(f"Light{full.__name__}", (full,), {"TRANSFORMS": {**kept, exp.Identifier: name}})


@lru_cache(maxsize=65536)
def _quoted(dialect: str, name: str) -> str:
    return exp.Identifier(this=name, quoted=True).sql(dialect=dialect)


def is_plain(query: exp.Expr) -> bool:
    """Whether no SELECT of the tree holds what sqlglot translates from a dialect to another, nor a comment.

    >>> from sqlglot import parse_one
    >>> is_plain(parse_one("SELECT a FROM t")), is_plain(parse_one("SELECT DISTINCT ON (a) a FROM t"))
    (True, False)
    """
    waiting = [query]
    for node in waiting:
        if node.comments or _is_translated(node):
            return False
        for value in node.args.values():
            if value.__class__ is list:
                waiting += [one for one in value if isinstance(one, exp.Expr) and one.__class__ not in _HOLDS_NONE]
            elif isinstance(value, exp.Expr) and value.__class__ not in _HOLDS_NONE:
                waiting.append(value)
    return True


def _is_translated(node: exp.Expr) -> bool:
    match node:
        case exp.Select():
            return bool(node.args.get("windows")) or bool(node.args.get("group") and node.args.get("order"))
        case exp.Distinct():
            return node.args.get("on") is not None
        case exp.Join():
            return node.kind in _JOINS or node.side in _JOINS
        case exp.Values():
            return False
        case _:
            return isinstance(node, _TRANSLATED) or "native" in node.args

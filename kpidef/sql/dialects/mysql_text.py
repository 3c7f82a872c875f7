"""Texts in the MySQL family: compared by code point, accents, cases and trailing spaces included."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from kpidef.sql.dialects.apply import is_native
from kpidef.sql.dialects.build import Tree, call, is_text


def stored_texts(collation: str) -> Callable[[Tree], Tree]:
    """A stored text is given the collation where it is read; what is computed from it keeps it.

    >>> from kpidef.sql.tree import column, select, table, typed
    >>> query = select([typed(column("pays", "t"), "text")], table("clients", "t"))
    >>> stored_texts("utf8mb4_bin")(query).sql("mysql")
    'SELECT CAST(`t`.`pays` AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin AS `pays` FROM `clients` AS `t`'
    """

    def rewrite(node: Tree) -> Tree:
        if not isinstance(node, exp.Query) or node.parent is not None:
            return node
        own = {cte.alias for cte in node.ctes if not is_native(cte.this)}
        for query in list(node.find_all(exp.Select)):
            if not is_native(query):
                stored = {one.alias_or_name for one in _tables(query) if one.db or one.name not in own}
                _collate(query, stored, collation)
        return node

    return rewrite


def text_functions(node: Tree) -> Tree:
    """STARTS_WITH by the beginning; `||` is OR here.

    >>> text_functions(exp.StartsWith(this=exp.column("a"), expression=exp.column("b"))).sql("mysql")
    'LEFT(a, CHAR_LENGTH(b)) = b'
    """
    match node:
        case exp.StartsWith():
            start = call("LEFT", node.this, exp.Length(this=node.expression.copy()))
            return exp.EQ(this=start, expression=node.expression)
        case exp.DPipe():
            return call("CONCAT", node.this, node.expression)
        case _:
            return node


def _tables(query: exp.Select) -> list[exp.Table]:
    sources = [query.args.get("from_"), *(query.args.get("joins") or ())]
    return [one.this for one in sources if one is not None and isinstance(one.this, exp.Table)]


def _collate(query: exp.Select, stored: set[str], collation: str) -> None:
    parts = [node for name, part in query.args.items() if name not in ("with_", "from_") for node in _listed(part)]
    joins = [one.args["on"] for one in query.args.get("joins") or () if one.args.get("on") is not None]
    for part in [one for one in parts if not isinstance(one, exp.Join)] + joins:
        for node in list(part.walk(prune=lambda one: is_native(one) or isinstance(one, exp.Query))):
            if _is_stored_text(node, stored) and not isinstance(node.parent, exp.Is):
                _replace(node, collation)


def _listed(part: object) -> list[Tree]:
    found = part if isinstance(part, list) else [part]
    return [one for one in found if isinstance(one, exp.Expr)]


def _is_stored_text(node: Tree, stored: set[str]) -> bool:
    if is_native(node):
        return node.is_type(exp.DType.VARCHAR)
    return isinstance(node, exp.Column) and node.table in stored and is_text(node)


def _replace(node: Tree, collation: str) -> None:
    parent, place = node.parent, node.arg_key
    name = node.alias_or_name
    holder = exp.Tuple(expressions=[exp.null()])
    node.replace(holder)
    # The column may be of any character set.
    whole = exp.Cast(this=node, to=exp.DataType(this=exp.DType.CHARACTER_SET, kind=exp.var("utf8mb4")))
    found: Tree = exp.Collate(this=whole, expression=exp.var(collation))
    found.type = exp.DataType(this=exp.DType.VARCHAR)
    if isinstance(parent, exp.Select) and place == "expressions":
        found = exp.Alias(this=found, alias=exp.Identifier(this=name, quoted=True))
    holder.replace(found)

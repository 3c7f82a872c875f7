"""A neutral tree -> the tree of a dialect, or a coded refusal before any text is written."""

from __future__ import annotations

from sqlglot import UnsupportedError, exp

from kpidef.errors.dialect import UnsupportedByDialect
from kpidef.sql.dialects.record import Dialect, Rewrite
from kpidef.sql.dialects.writer import write

_HOLDS_NONE = (exp.Column, exp.Literal)  # nodes in which there is nothing more to rewrite


def adapted(query: exp.Query, dialect: Dialect) -> exp.Query:
    """The query as the dialect needs it. Raises UnsupportedByDialect where it can't say it exactly."""
    _refuse(query, dialect)
    for rewrite in dialect.rewrites:
        query = _rewritten(query, rewrite)
    return query


def text_of(query: exp.Query, dialect: Dialect) -> str:
    """The adapted query's text. Raises UnsupportedByDialect for what the dialect's writer would leave out of it."""
    try:
        return write(query, dialect.sqlglot)
    except UnsupportedError as error:
        raise UnsupportedByDialect(
            None,
            dialect=dialect.name,
            reason_fr=str(error),
            reason_en=str(error),
            next_fr="dites-le autrement, ou dans la liaison, par une expression `sql` de ce dialecte",
            next_en="say it otherwise, or in the binding, by an expression in this dialect's own `sql`",
        ) from None


def native(tree: exp.Expr) -> exp.Expr:
    """The tree, which was written in the engine's own dialect: nothing in it is rewritten."""
    tree.args["native"] = True
    return tree


def is_native(node: exp.Expr) -> bool:
    """Whether the tree was written in the engine's own dialect."""
    return "native" in node.args


def _refuse(query: exp.Query, dialect: Dialect) -> None:
    if not dialect.refusals:
        return
    for node in query.walk(prune=is_native):
        for refusal in dialect.refusals:
            if isinstance(node, refusal.node) and (refusal.when is None or refusal.when(node)):
                raise UnsupportedByDialect(
                    None,
                    dialect=dialect.name,
                    reason_fr=refusal.reason_fr,
                    reason_en=refusal.reason_en,
                    next_fr=refusal.next_fr,
                    next_en=refusal.next_en,
                )


def _rewritten(query: exp.Query, rewrite: Rewrite) -> exp.Query:
    """Each node replaced by what the rewrite makes of it, children first."""
    for node in reversed(_nodes(query)):
        # A rewrite may put the node inside what replaces it, and so change its parent.
        parent, key, index = node.parent, node.arg_key, node.index
        changed = rewrite(node)
        if changed is not node:
            if changed.type is None:
                changed.type = node.type  # it says the same value, and later rewrites may ask
            if node is query:
                assert isinstance(changed, exp.Query)
                query = changed
            else:
                assert parent is not None and key is not None  # noqa: PT018
                parent.set(key, changed, index)
    return query


def _nodes(query: exp.Expr) -> list[exp.Expr]:
    """The nodes to rewrite, parents before their children: all but identifiers, and what is in the engine's own SQL."""
    found = [query]
    for node in found:
        if node.__class__ in _HOLDS_NONE:
            continue
        for value in node.args.values():
            if value.__class__ is list:
                found += [one for one in value if isinstance(one, exp.Expr) and "native" not in one.args]
            elif isinstance(value, exp.Expr) and value.__class__ is not exp.Identifier and "native" not in value.args:
                found.append(value)
    return found

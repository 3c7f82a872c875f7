"""Searches by halves as one list of bounds, for parsers that bear no depth."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare


def flat_halves(node: Tree) -> Tree:
    """`CASE` of a time against bounds, nested by halves, as one `CASE`; no other.

    >>> from sqlglot import parse_one
    >>> halves = "CASE WHEN t < '2' THEN CASE WHEN t < '1' THEN 0 ELSE 1 END ELSE 2 END"
    >>> flat_halves(parse_one(halves)).sql()
    "CASE WHEN t < '1' THEN 0 WHEN t < '2' THEN 1 ELSE 2 END"
    """
    if not isinstance(node, exp.Case) or len(node.args["ifs"]) != 1:
        return node
    first = node.args["ifs"][0]
    time, bound = _bound(first.this)
    below, above = bare(first.args["true"]), node.args.get("default")
    if bound is None or above is None:
        return node
    low = below.args["ifs"] if _is_sorted(below, time) and _last(below) < bound else []
    high = bare(above).args["ifs"] if _is_sorted(bare(above), time) else []
    inner = below.args["default"] if low else first.args["true"]
    outer = bare(above).args["default"] if high else above
    return exp.Case(ifs=[*low, exp.If(this=first.this, true=inner), *high], default=outer)


def _is_sorted(tree: Tree, time: Tree | None) -> bool:
    if not isinstance(tree, exp.Case) or tree.this is not None or tree.args.get("default") is None:
        return False
    found = [_bound(one.this) for one in tree.args["ifs"]]
    bounds = [bound or "" for _, bound in found]
    return all(bound and left == time for left, bound in found) and bounds == sorted(bounds)


def _last(tree: Tree) -> str:
    return _bound(tree.args["ifs"][-1].this)[1] or ""


def _bound(condition: Tree) -> tuple[Tree | None, str | None]:
    """`time < literal`: the time, and the literal's text, which is in the order of time."""
    if not isinstance(condition, exp.LT):
        return None, None
    right = condition.expression.this if isinstance(condition.expression, exp.Cast) else condition.expression
    is_moment = isinstance(right, exp.Literal) and right.is_string
    return condition.this, right.name if is_moment else None

"""Times moved by an interval, as what they are: a value, an amount and a unit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare


@dataclass(frozen=True, slots=True)
class Move:
    """`value + amount unit`; the amount is a whole number, or a CASE of them; the unit SECOND, DAY or MONTH."""

    value: Tree
    amount: Tree
    unit: str


def move_of(node: Tree) -> Move | None:
    """What an addition or a subtraction of intervals says; None of any other node.

    >>> from kpidef.sql.zone import seconds_interval
    >>> found = move_of(exp.Sub(this=exp.column("t"), expression=seconds_interval(3600)))
    >>> found.amount.sql(), found.unit
    ('-3600', 'SECOND')
    """
    if not isinstance(node, exp.Add | exp.Sub):
        return None
    unit = _unit(bare(node.expression))
    if unit is None:
        return None
    return Move(bare(node.this), _amount(bare(node.expression), isinstance(node, exp.Sub)), unit)


def _unit(tree: Tree) -> str | None:
    match tree:
        case exp.Interval():
            return str(tree.args["unit"].name).upper()
        case exp.Case():
            return _unit(bare(tree.args["ifs"][0].args["true"]))
        case _:
            return None


def _amount(tree: Tree, is_back: bool) -> Tree:
    if isinstance(tree, exp.Interval):
        count = int(tree.this.name)
        return exp.Literal.number(-count if is_back else count)
    assert isinstance(tree, exp.Case)
    ifs = [exp.If(this=one.this, true=_amount(bare(one.args["true"]), is_back)) for one in tree.args["ifs"]]
    otherwise = tree.args.get("default")
    return exp.Case(ifs=ifs, default=_amount(bare(otherwise), is_back) if otherwise is not None else None)

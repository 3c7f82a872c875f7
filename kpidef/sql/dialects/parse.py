"""`parse(text, format)` where the engine's own reading is lax: a pattern that must match, then its parts."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, bare

PARSE = "TRY_STRPTIME"  # the neutral tree's name for it
# Padded or not, as strptime takes them; the day of the month is checked afterwards.
_CODES = {
    "%Y": r"[0-9]{4}",
    "%y": r"[0-9]{2}",
    "%m": r"1[0-2]|0?[1-9]",
    "%d": r"3[01]|[12][0-9]|0?[1-9]",
    "%H": r"2[0-3]|[01]?[0-9]",
    "%M": r"[0-5]?[0-9]",
    "%S": r"[0-5]?[0-9]",
}
_PIECE = re.compile(r"%.|[^%]")
_SPECIAL = frozenset(".^$*+?()[]{}|\\")


def format_of(node: Tree) -> str | None:
    """The format of a neutral `parse`; None of any other node."""
    if not isinstance(node, exp.Anonymous) or node.name != PARSE:
        return None
    found = bare(node.expressions[1])
    assert isinstance(found, exp.Literal)
    return found.name


def pattern_of(written: str, kept: str | None = None) -> str:
    """The regular expression of a format; the part `kept` is its one group.

    >>> pattern_of("%d/%m", "%m")
    '^(?:3[01]|[12][0-9]|0?[1-9])/(1[0-2]|0?[1-9])$'
    """
    return "^" + "".join(_piece(one, kept) for one in _PIECE.findall(written)) + "$"


def parts_of(written: str) -> dict[str, str]:
    """What the format says: its codes, each with the pattern that reads it."""
    return {code: pattern_of(written, code) for code in _PIECE.findall(written) if code in _CODES}


def moment(written: str, part: Callable[[str], Tree]) -> tuple[list[Tree], Tree]:
    """Year, month, day, hour, minute and second as integers, and the condition that the day exists in its month."""
    codes = parts_of(written)

    def given(code: str, missing: int) -> Tree:
        return part(codes[code]) if code in codes else exp.Literal.number(missing)

    year = part(codes["%Y"]) if "%Y" in codes else _short_year(given("%y", 0)) if "%y" in codes else _year(1900)
    month, day = given("%m", 1), given("%d", 1)
    return [year, month, day, given("%H", 0), given("%M", 0), given("%S", 0)], _exists(year, month, day)


def _piece(one: str, kept: str | None) -> str:
    if one in _CODES:
        return f"({_CODES[one]})" if one == kept else f"(?:{_CODES[one]})"
    literal = one[-1]
    return f"\\{literal}" if literal in _SPECIAL else literal


def _year(value: int) -> Tree:
    return exp.Literal.number(value)


def _short_year(short: Tree) -> Tree:
    """69 to 99 are of the twentieth century, as in strptime."""
    older = exp.GTE(this=short.copy(), expression=exp.Literal.number(69))
    century = exp.Case(ifs=[exp.If(this=older, true=_year(1900))], default=_year(2000))
    return exp.Paren(this=exp.Add(this=short, expression=century))


def _exists(year: Tree, month: Tree, day: Tree) -> Tree:
    def listed(values: tuple[int, ...]) -> Tree:
        return exp.In(this=month.copy(), expressions=[exp.Literal.number(one) for one in values])

    def at_most(last: int) -> Tree:
        return exp.LTE(this=day.copy(), expression=exp.Literal.number(last))

    def divides(by: int) -> Tree:
        left = exp.Mod(this=exp.Paren(this=year.copy()), expression=exp.Literal.number(by))
        return exp.EQ(this=left, expression=exp.Literal.number(0))

    leap = exp.and_(divides(4), exp.or_(exp.not_(divides(100)), divides(400)))
    return exp.or_(
        at_most(28),
        exp.and_(at_most(29), leap),
        exp.and_(at_most(30), exp.not_(listed((2,)))),
        listed((1, 3, 5, 7, 8, 10, 12)),
        copy=False,
    )

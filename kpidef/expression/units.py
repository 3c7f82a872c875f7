"""Units of measure: what a written unit says, and which unit a formula's value has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, assert_never

from kpidef.errors import Position
from kpidef.errors.expression import UnitsDiffer, UnreadableUnit
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term

Powers = tuple[tuple[str, int], ...]  # sorted by name, none of them 0
Named = Field | HostField | Term
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers. Nothing at all is a plain number: a count, a ratio, points, a score."""

    currencies: Powers = ()
    times: Powers = ()
    nouns: Powers = ()
    known: bool = True

    def __str__(self) -> str:
        if not self.known:
            return "?"
        powers = (*self.currencies, *self.times, *self.nouns)
        above = [name for name, power in powers for _ in range(power)]
        below = [name for name, power in powers for _ in range(-power)]
        return "/".join(["*".join(above) or "count", *below])

    @property
    def is_plain(self) -> bool:
        """Whether it is a number without currency or time."""
        return self.known and not self.currencies and not self.times


COUNT = Unit()
UNKNOWN = Unit(known=False)
_PLAIN_NAMES = ("percent", "points", "count", "score")
_TIMES = ("second", "minute", "hour", "day", "month")
_SAID_OTHERWISE = {
    **dict.fromkeys(("%", "pourcent", "pourcentage", "percentage", "pct", "taux", "ratio"), "percent"),
    **dict.fromkeys(("€", "euro", "eur"), "EUR"),
    **dict.fromkeys(("$", "dollar", "usd"), "USD"),
    **dict.fromkeys(("point", "pt"), "points"),
    **dict.fromkeys(("nombre", "compte", "number"), "count"),
    **dict.fromkeys(("note",), "score"),
    **dict.fromkeys(("seconde", "second"), "second"),
    **dict.fromkeys(("minute", "min"), "minute"),
    **dict.fromkeys(("heure", "hour", "h"), "hour"),
    **dict.fromkeys(("jour", "day"), "day"),
    **dict.fromkeys(("mois", "month"), "month"),
}
# Their operands must agree, and a written number among them has whatever unit the others have.
_ALIKE = frozenset({"=", "<>", "<", "<=", ">", ">=", "between", "in", "coalesce", "greatest", "least", "nullif"})
_VERDICTS = frozenset({"=", "<>", "<", "<=", ">", ">=", "between", "in"})
_SAME_AS_FIRST = frozenset({"neg", "abs", "round", "floor", "ceil", "cast", "%", "previous", "total"})


def parse_unit(text: str, at: Position | None = None) -> Unit:
    """`EUR/client` -> a currency over a count noun."""
    first, *others = text.split("/")
    alone = not others
    unit = _factor(first, text, alone, at)
    for other in others:
        unit = _times(unit, _factor(other, text, alone, at), -1)
    return unit


def _factor(name: str, text: str, alone: bool, at: Position | None) -> Unit:
    if name in _PLAIN_NAMES:
        return COUNT
    if name in _TIMES:
        return Unit(times=((name, 1),))
    if re.fullmatch("[A-Z]{3}", name):
        return Unit(currencies=((name, 1),))
    if not alone and re.fullmatch("[a-zà-öø-ÿœ][a-zà-öø-ÿœ_]*", name):
        return Unit(nouns=((name, 1),))
    raise UnreadableUnit(at, text=text, meant=_meant_by(text) if _meant(name) else "")


def _meant(name: str) -> str:
    """What a part of a unit is called here, where it is written as in a text; "" where that is not known."""
    word = name.strip().lower()
    return _SAID_OTHERWISE.get(word) or _SAID_OTHERWISE.get(word.removesuffix("s"), "")


def _meant_by(text: str) -> str:
    return "/".join(_meant(part) or part for part in text.split("/"))


def compatible(declared: Unit, inferred: Unit) -> bool:
    """Whether a value of the inferred unit may be shown in the declared one, which may be silent on nouns."""
    if not declared.known or not inferred.known:
        return True
    if (declared.currencies, declared.times) != (inferred.currencies, inferred.times):
        return False
    return not inferred.nouns or set(declared.nouns) <= set(inferred.nouns)


def unit_of(expression: Expression, unit_of_name: Callable[[Named], Unit], at: Position | None = None) -> Unit:
    """The unit of a value, given those of the columns or terms that it names."""
    match expression:
        case Constant():
            return COUNT
        case Field() | HostField() | Term():
            return unit_of_name(expression)
        case Aggregate(operand=operand):
            unit = COUNT if operand is None else unit_of(operand, unit_of_name, at)
            return COUNT if expression.function.startswith("count") else unit
        case Operation():
            units = tuple(unit_of(one, unit_of_name, at) for one in expression.arguments)
            return _of_operation(expression, units, at)
        case _:
            assert_never(expression)


def _of_operation(operation: Operation, units: tuple[Unit, ...], at: Position | None) -> Unit:
    name = operation.name
    if name in ("*", "/"):
        return _times(units[0], units[1], 1 if name == "*" else -1)
    if name in ("+", "-"):
        return _agreed(name, units, at)
    if name in _ALIKE:
        agreed = _agreed(name, _of_unwritten(operation.arguments, units), at)
        return COUNT if name in _VERDICTS else agreed
    if name in _SAME_AS_FIRST:
        return units[0]
    if name == "case":
        values, found = _values(operation.arguments), _values(units)
        return _agreed(name, _of_unwritten(values, found), at)
    if name in ("duration", "overlap"):
        return _elapsed(operation.arguments[-1])
    return COUNT


def _values(branches: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """What a case gives, without its conditions."""
    return (*branches[1:-1:2], branches[-1])


def _of_unwritten(arguments: tuple[Expression, ...], units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    return tuple(unit for argument, unit in zip(arguments, units, strict=True) if not isinstance(argument, Constant))


def _elapsed(argument: Expression) -> Unit:
    name = str(argument.value) if isinstance(argument, Constant) else ""
    return Unit(times=((name, 1),))


def _agreed(operation: str, units: Iterable[Unit], at: Position | None) -> Unit:
    """The one unit of them all; what is unknown agrees with anything, and counts of different things add up."""
    agreed: Unit | None = None
    for unit in units:
        if agreed is None or not agreed.known or agreed == unit:
            agreed = unit
        elif agreed.is_plain and unit.is_plain:
            agreed = COUNT
        elif unit.known:
            raise UnitsDiffer(at, operation=operation, left=agreed, right=unit)
    return agreed or COUNT


def _times(left: Unit, right: Unit, sign: int) -> Unit:
    if not left.known or not right.known:
        return UNKNOWN
    return Unit(
        _powers(left.currencies, right.currencies, sign),
        _powers(left.times, right.times, sign),
        _powers(left.nouns, right.nouns, sign),
    )


def _powers(left: Powers, right: Powers, sign: int) -> Powers:
    total = Counter(dict(left))
    for name, power in right:
        total[name] += sign * power
    return tuple(sorted((name, power) for name, power in total.items() if power))

"""A condition or an expression over rows, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from kpidef.calendar import Duration
from kpidef.catalog.model import Catalog, Column
from kpidef.errors import Language
from kpidef.expression.text import to_text
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term
from kpidef.report.formats import format_date, format_number
from kpidef.site.name import column_name, column_of
from kpidef.site.noun import contracted, of_several
from kpidef.site.texts import has, say

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "+": "+", "-": "−", "*": "×", "/": "÷"}
_EQUAL = {"=": "=", "<>": "≠"}
_LOOSE = frozenset({"and", "or"})
_RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}  # what binds tighter
_FREE = frozenset({("+", "+"), ("*", "*")})
_WORDY = frozenset({"case", "coalesce", "nullif", "greatest", "least", "duration", "overlap", "round", "floor", "ceil"})
_PHRASES = frozenset({"duration", "overlap", "greatest", "least", "abs", "calendar"})


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a row, for a reader, and as it is written."""

    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """What names mean where an expression stands."""

    catalog: Catalog
    source: str
    language: Language
    extra: tuple[Column, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()

    def condition(self, expression: Expression) -> Condition:
        """The condition in words and as written."""
        return Condition(self.words(expression), to_text(expression))

    def words(self, expression: Expression) -> str:
        """The expression in words; as written where no words fit."""
        match expression:
            case Constant():
                return self.constant(expression)
            case Field():
                return column_name(expression, self.source, self.catalog, self.extra)
            case HostField():
                return self.say("host", of=column_name(Field(expression.column, "any"), self.source, self.catalog))
            case Term():
                return dict(self.terms).get(expression.name, expression.name.replace("_", " "))
            case Aggregate():
                if expression.operand is None:
                    return self.say("agg.rows")
                return self.aggregated(expression.function, expression.operand)
            case Operation():
                return self._operation(expression)
            case _:
                assert_never(expression)

    def say(self, name: str, /, **fields: object) -> str:
        """A text of the catalogue."""
        return say(name, self.language, default=None, **fields)

    def aggregated(self, function: str, of: Expression, fraction: str = "") -> str:
        """What an aggregate makes of an expression: « le nombre de clients, sans doublon »."""
        if function == "count_distinct":
            match of:
                case Operation(name="calendar", arguments=(moment, Constant(value=str() as unit))):
                    return self.say(f"distinct.{unit}", of=self.words(moment))
                case Field() if noun := of_several(self.words(of), self.language):
                    return self.say("distinct.noun", of=noun)
                case _:
                    pass
        return contracted(self.say(f"agg.{function}", of=self.named(of), fraction=fraction), self.language)

    def named(self, expression: Expression) -> str:
        """The expression between quotes, unless its words quote what they name."""
        is_phrase = isinstance(expression, Operation) and expression.name in _PHRASES
        words = self.words(expression)
        return words if is_phrase else self.say("quoted", of=words)

    def constant(self, constant: Constant) -> str:
        """A value as readers write it."""
        match constant.value:
            case None:
                return self.say("op.nothing")
            case bool():
                return self.say("yes" if constant.value else "no")
            case int() | float() | Decimal():
                return format_number(constant.value, self.language, 6)
            case Duration():
                return duration_words(constant.value, self.language)
            case datetime() | date():
                return day_words(constant.value, self.language)
            case str():
                return self.say("quoted", of=constant.value)
            case _:
                assert_never(constant.value)

    def _operation(self, operation: Operation) -> str:
        name, arguments = operation.name, operation.arguments
        match name:
            case "and" | "or":
                return f" {self.say(f'op.{name}')} ".join(self._held(one, name) for one in arguments)
            case "not":
                return self._not(arguments[0])
            case "=" | "<>" if _is_boolean(arguments):
                return self._boolean(arguments, name)
            case "=" | "<>" if not _is_text(arguments[1]):
                return f" {_EQUAL[name]} ".join(self._held(one, name) for one in arguments)
            case "in":
                items = ", ".join(self.words(one) for one in arguments[1:])
                return self.say("op.in", of=self.words(arguments[0]), items=items)
            case "duration":
                unit = arguments[2].value if isinstance(arguments[2], Constant) else ""
                start, end = self.words(arguments[0]), self.words(arguments[1])
                return self.say("op.duration", unit=self.say(f"units.{unit}s"), a=start, b=end)
            case "calendar":
                unit = arguments[1].value if isinstance(arguments[1], Constant) else ""
                return self.say(f"calendar.{unit}", a=self.words(arguments[0]))
            case "shift":
                return self._shift(arguments)
            case "case":
                return self._case(arguments)
            case "cast":
                return self.words(arguments[0])
            case "neg":
                return f"−{self.words(arguments[0])}"
            case _ if name in _SIGNS:
                said = [self._held(one, name, is_first=rank == 0) for rank, one in enumerate(arguments)]
                return f" {_SIGNS[name]} ".join(said)
            case _ if has(f"op.{name}"):
                said = [self.words(one) for one in arguments]
                a, b, c = (*said, "", "", "")[:3]
                return self.say(f"op.{name}", a=a, b=b, c=c, items=f" {self.say('op.and')} ".join(said))
            case _:
                return to_text(operation)

    def _held(self, expression: Expression, around: str, *, is_first: bool = True) -> str:
        """The words of an operand, between brackets where they would be read with what is around."""
        words = self.words(expression)
        if not isinstance(expression, Operation):
            return words
        if around not in _RANKS:
            return f"({words})" if expression.name in _LOOSE and expression.name != around else words
        rank = _RANKS.get(expression.name, 0 if expression.name in _WORDY else _RANKS["*"] + 1)
        is_loose = rank < _RANKS[around] or (
            rank == _RANKS[around] and not is_first and (around, expression.name) not in _FREE
        )
        return f"({words})" if is_loose else words

    def _not(self, operand: Expression) -> str:
        match operand:
            case Operation(name="is_null", arguments=(one,)):
                return self.say("op.is_known", a=self.words(one))
            case Operation(name="in", arguments=arguments):
                items = ", ".join(self.words(one) for one in arguments[1:])
                return self.say("op.not_in", of=self.words(arguments[0]), items=items)
            case Field():
                return self.say("op.is_false", a=self.words(operand))
            case _:
                return self.say("op.not", a=self.words(operand))

    def _boolean(self, arguments: tuple[Expression, ...], name: str) -> str:
        wanted = arguments[1].value is True if isinstance(arguments[1], Constant) else True
        is_true = wanted == (name == "=")
        return self.say("op.is_true" if is_true else "op.is_false", a=self.words(arguments[0]))

    def _shift(self, arguments: tuple[Expression, ...]) -> str:
        moved, by = arguments[0], arguments[1]
        if isinstance(by, Constant) and isinstance(by.value, Duration):
            sign = "+" if by.value.count >= 0 else "−"
            length = Duration(abs(by.value.count), by.value.unit)
            return f"{self.words(moved)} {sign} {duration_words(length, self.language)}"
        return f"{self.words(moved)} + {self.words(by)}"

    def _case(self, arguments: tuple[Expression, ...]) -> str:
        pairs = [
            self.say("op.when", condition=self.words(arguments[i]), value=self.words(arguments[i + 1]))
            for i in range(0, len(arguments) - 1, 2)
        ]
        last = arguments[-1]
        if not (isinstance(last, Constant) and last.value is None):
            pairs.append(self.say("op.otherwise", value=self.words(last)))
        return " ; ".join(pairs)

    def filter_words(self, expression: Expression) -> str:
        """A condition that stands alone: a bare column is said to be true."""
        if isinstance(expression, Field):
            column = column_of(expression, self.source, self.catalog, self.extra)
            if column is None or column.type == "boolean":
                return self.say("op.is_true", a=self.words(expression))
        return self.words(expression)


def day_words(day: date, language: Language) -> str:
    """A date as readers write it: the first of a month is « 1er » in French."""
    written = format_date(day, language)
    return f"1er{written[1:]}" if language == "fr" and written.startswith("1 ") else written


def duration_words(duration: Duration, language: Language) -> str:
    """« 90 jours », « 1 mois »."""
    number = format_number(duration.count, language, 0)
    unit = f"units.{duration.unit}{'s' if abs(duration.count) > 1 else ''}"
    return f"{number} {say(unit, language)}"


def _is_text(expression: Expression) -> bool:
    return isinstance(expression, Constant) and isinstance(expression.value, str)


def _is_boolean(arguments: tuple[Expression, ...]) -> bool:
    return len(arguments) == 2 and isinstance(arguments[1], Constant) and isinstance(arguments[1].value, bool)

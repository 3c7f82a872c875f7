"""A resolved formula as MathML, its terms named as readers know them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from markupsafe import Markup

from kpidef.catalog.model import Catalog, Kpi
from kpidef.errors import Language
from kpidef.expression.text import to_text
from kpidef.expression.typed import Aggregate, Constant, Expression, Field, HostField, Operation, Term
from kpidef.expression.walk import walk
from kpidef.report.formats import format_number
from kpidef.site.condition import duration_words
from kpidef.site.element import element, joined
from kpidef.site.name import term_name
from kpidef.site.texts import say
from kpidef.site.typography import typeset

_SIGNS = {"*": "×", "+": "+", "-": "−", ">=": "≥", "<=": "≤", "<>": "≠", "=": "=", "<": "<", ">": ">"}
_WORDS = frozenset({"and", "or"})
_MANY = 3
_FEW = 2
_POWER = {"or": 1, "and": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 6, "-": 6, "*": 7, "/": 9}


def formula_math(kpi: Kpi, catalog: Catalog, language: Language) -> Markup:
    """What the KPI is equal to."""
    written = _Writer(kpi, catalog, language).write(kpi.formula)
    return element("math", written, display="block")


def is_long(kpi: Kpi) -> bool:
    """Whether a formula has so many terms, or so many side by side, that it needs a line of its own."""
    return sum(isinstance(one, Term) for one in walk(kpi.formula)) > _MANY or _abreast(kpi.formula) > _FEW


def _abreast(expression: Expression) -> int:
    """How many names stand side by side: a fraction's are one above the other."""
    match expression:
        case Operation(name="/", arguments=arguments):
            return max(map(_abreast, arguments))
        case Operation(name="previous" | "total", arguments=(of, *_)):
            return _abreast(of) + 1  # what is said below it
        case Operation(arguments=arguments):
            return sum(map(_abreast, arguments))
        case _:
            return 0 if isinstance(expression, Constant) else 1


@dataclass(frozen=True, slots=True)
class _Writer:
    kpi: Kpi
    catalog: Catalog
    language: Language

    def write(self, expression: Expression) -> Markup:
        match expression:
            case Constant():
                return self._constant(expression)
            case Term():
                return self._term(expression.name)
            case Operation():
                return self._operation(expression)
            case Field() | HostField() | Aggregate():
                return element("mtext", to_text(expression))
            case _:
                assert_never(expression)

    def _constant(self, constant: Constant) -> Markup:
        if isinstance(constant.value, int | float | Decimal) and not isinstance(constant.value, bool):
            return element("mn", format_number(constant.value, self.language, 6))
        return element("mtext", typeset(str(constant.value), self.language))

    def _term(self, name: str) -> Markup:
        return _words(typeset(term_name(name, self.kpi, self.catalog, self.language), self.language))

    def _operation(self, operation: Operation) -> Markup:
        name, arguments = operation.name, operation.arguments
        match name:
            case "/":
                return element("mfrac", self.write(arguments[0]), self.write(arguments[1]))
            case "neg":
                return element("mrow", element("mo", "−"), self._held(arguments[0], 7))
            case "previous":
                return element("msub", self._held(arguments[0], 9), element("mtext", self._previous(arguments)))
            case "total":
                return element("msub", self._held(arguments[0], 9), element("mtext", say("math.total", self.language)))
            case "case":
                return self._case(arguments)
            case "abs":
                return element("mrow", element("mo", "|"), self.write(arguments[0]), element("mo", "|"))
            case _ if name in _SIGNS or name in _WORDS:
                return self._signed(name, arguments)
            case _:
                return self._function(operation)

    def _signed(self, name: str, arguments: tuple[Expression, ...]) -> Markup:
        # What is taken away is held one step tighter: a - (b - c); sums and products need no such care.
        tighter = _POWER[name] + (name not in ("+", "*", "and", "or"))
        parts = [self._held(arguments[0], _POWER[name])]
        sign = (
            element("mo", _SIGNS[name]) if name in _SIGNS else element("mtext", f" {say(f'op.{name}', self.language)} ")
        )
        parts += [joined(sign, self._held(one, tighter)) for one in arguments[1:]]
        return element("mrow", *parts)

    def _held(self, expression: Expression, power: int) -> Markup:
        own = _POWER.get(expression.name, 9) if isinstance(expression, Operation) else 9
        written = self.write(expression)
        return written if own >= power else element("mrow", element("mo", "("), written, element("mo", ")"))

    def _previous(self, arguments: tuple[Expression, ...]) -> str:
        if len(arguments) > 1 and isinstance(arguments[1], Constant):
            from kpidef.calendar import Duration

            value = arguments[1].value
            if isinstance(value, Duration):
                return say("math.earlier", self.language, of=duration_words(value, self.language))
        return say("math.previous", self.language)

    def _case(self, arguments: tuple[Expression, ...]) -> Markup:
        rows = [
            _row(self.write(arguments[i + 1]), say("math.if", self.language), self.write(arguments[i]))
            for i in range(0, len(arguments) - 1, 2)
        ]
        last = arguments[-1]
        if not (isinstance(last, Constant) and last.value is None):
            rows.append(_row(self.write(last), say("math.otherwise", self.language), None))
        return element("mrow", element("mo", "{"), element("mtable", *rows, columnalign="left"))

    def _function(self, operation: Operation) -> Markup:
        parts: list[Markup] = []
        for argument in operation.arguments:
            parts += [element("mo", ";")] if parts else []
            parts.append(self.write(argument))
        name = say(f"math.{operation.name}", self.language, default=operation.name)
        return element("mrow", element("mi", name), element("mo", "("), *parts, element("mo", ")"))


def _words(label: str) -> Markup:
    # A long name is broken into lines by the browser, as in any text.
    return element("mtext", element("span", label, class_="term"))


def _row(value: Markup, word: str, condition: Markup | None) -> Markup:
    return element("mtr", element("mtd", value), element("mtd", element("mtext", f" {word} "), condition))

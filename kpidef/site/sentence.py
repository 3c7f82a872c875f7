"""A formula in one plain sentence."""

from __future__ import annotations

from decimal import Decimal

from kpidef.catalog.model import Catalog, Kpi
from kpidef.errors import Language
from kpidef.expression.typed import Constant, Expression, Operation, Term
from kpidef.report.formats import format_number
from kpidef.site.condition import Speaker
from kpidef.site.counting import counting
from kpidef.site.name import term_name
from kpidef.site.texts import say

_SUMS = {"+": "sum", "-": "difference"}
_SIGNS = {"+": "+", "-": "−"}
_FEW = 2


def plain_sentence(kpi: Kpi, catalog: Catalog, language: Language) -> str:
    """« On divise … par …, puis on lit le résultat en pourcentage. »"""
    speaker = _FormulaSpeaker(kpi, catalog, language)
    formula = kpi.formula
    ending = say(f"reads.{kpi.unit}", language) if kpi.unit in ("percent", "points") else ""
    match formula:
        case Term(name=name) if name in kpi.measures:
            told = counting(kpi.measures[name], kpi, catalog, language)
            label = kpi.measures[name].label
            if label:
                return say("plain.labelled", language, name=label, what=told.what)
            return say("plain.measure", language, what=told.what)
        case Term(name=name):
            return say("plain.same", language, of=speaker.words(formula))
        case Operation(name="/", arguments=(above, below)):
            return say("plain.ratio", language, a=speaker.words(above), b=speaker.words(below), ending=ending)
        case Operation(name="*"):
            factors = [speaker.words(one) for one in _factors(formula)]
            by = [say("noun.by", language, a=one) for one in factors[1:]]
            return say(
                "plain.product", language, a=factors[0], items=say("noun.then", language).join(by), ending=ending
            )
        case Operation(name="+" | "-") if len(_terms(formula)) > _FEW:
            return say("plain.other", language, of=speaker.words(formula), ending=ending)
        case Operation(name="-", arguments=(first, second)):
            return say("plain.difference", language, a=speaker.words(first), b=speaker.words(second), ending=ending)
        case Operation(name="+", arguments=(first, second)):
            return say("plain.sum", language, a=speaker.words(first), b=speaker.words(second), ending=ending)
        case _:
            return say("plain.other", language, of=speaker.words(formula), ending=ending)


def _factors(expression: Expression) -> list[Expression]:
    if isinstance(expression, Operation) and expression.name == "*":
        return [factor for one in expression.arguments for factor in _factors(one)]
    return [expression]


def _terms(expression: Expression, sign: str = "+") -> list[tuple[str, Expression]]:
    """What is added and what is taken away: a - (b - c) is a, less b, and c."""
    match expression:
        case Operation(name="+" | "-" as name, arguments=(first, second)):
            other = {"+": "-", "-": "+"}[sign] if name == "-" else sign
            return [*_terms(first, sign), *_terms(second, other)]
        case _:
            return [(sign, expression)]


class _FormulaSpeaker:
    def __init__(self, kpi: Kpi, catalog: Catalog, language: Language) -> None:
        self.kpi, self.catalog, self.language = kpi, catalog, language

    def words(self, expression: Expression) -> str:
        match expression:
            case Term(name=name):
                return say("quoted", self.language, of=term_name(name, self.kpi, self.catalog, self.language))
            case Constant(value=int() | float() | Decimal() as value) if not isinstance(value, bool):
                return format_number(value, self.language, 6)
            case Operation():
                return self._operation(expression)
            case _:
                return self._plain().words(expression)

    def _operation(self, operation: Operation) -> str:
        name, arguments = operation.name, operation.arguments
        if name in ("case", "previous", "total", "neg") or len(arguments) < 2:
            return self._special(operation)
        first, second = self.words(arguments[0]), self.words(arguments[1])
        match name:
            case "+" | "-" if len(_terms(operation)) > _FEW:
                return self._signed(operation)
            case "+" | "-":
                return say(f"noun.{_SUMS[name]}", self.language, a=first, b=second)
            case "*":
                return self._product(arguments, first, second)
            case "/" if isinstance(arguments[1], Constant):
                is_half = arguments[1].value == 2
                return say("noun.half" if is_half else "noun.quotient", self.language, a=first, b=second)
            case "/":
                return say("noun.ratio", self.language, a=first, b=second)
            case _:
                return self._plain().words(operation)

    def _signed(self, operation: Operation) -> str:
        """A long sum, as it would be written by hand."""
        (_, first), *others = _terms(operation)
        return f"({self.words(first)}{''.join(f' {_SIGNS[sign]} {self.words(one)}' for sign, one in others)})"

    def _product(self, arguments: tuple[Expression, ...], first: str, second: str) -> str:
        if isinstance(arguments[0], Constant):
            return say("noun.times", self.language, a=first, b=second)
        return say("noun.product", self.language, a=first, b=second)

    def _special(self, operation: Operation) -> str:
        match operation.name:
            case "previous":
                return say("noun.previous", self.language, a=self.words(operation.arguments[0]))
            case "total":
                return say("noun.total", self.language, a=self.words(operation.arguments[0]))
            case "case":
                return self._case(operation.arguments)
            case _:
                return self._plain().words(operation)

    def _case(self, arguments: tuple[Expression, ...]) -> str:
        said = [
            say("noun.when", self.language, condition=self._plain().words(arguments[i]), a=self.words(arguments[i + 1]))
            for i in range(0, len(arguments) - 1, 2)
        ]
        last = arguments[-1]
        if not (isinstance(last, Constant) and last.value is None):
            said.append(say("op.otherwise", self.language, value=self.words(last)))
        else:
            said.append(say("noun.else_none", self.language))
        return ", ".join(said)

    def _plain(self) -> Speaker:
        names = {*self.kpi.measures, *self.kpi.kpi_terms}
        terms = tuple(
            (name, say("quoted", self.language, of=term_name(name, self.kpi, self.catalog, self.language)))
            for name in sorted(names)
        )
        return Speaker(self.catalog, "", self.language, (), terms)

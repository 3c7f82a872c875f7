"""Calls of the closed list: may it stand here, are its arguments right, what does it give."""

from __future__ import annotations

import re

from kpidef.calendar import Duration, check_length, parse_duration
from kpidef.errors import Position
from kpidef.errors.expression import Misplaced, TypeMismatch, UnknownFunction, WrongArguments, WrongChoice, WrongType
from kpidef.expression.advice import Advice, about_function
from kpidef.expression.context import Context
from kpidef.expression.functions import CHOICES, FUNCTIONS, Function, Kind
from kpidef.expression.nodes import Call, Name, Node
from kpidef.expression.operators import timed, together
from kpidef.expression.typed import Constant, Expression, Operation, Type

_ACCEPTED: dict[Kind, tuple[Type, ...]] = {
    "text": ("text",),
    "number": ("integer", "decimal", "float"),
    "integer": ("integer",),
    "time": ("date", "timestamp", "timestamptz"),
    "civil": ("date", "timestamp"),
    "clock": ("timestamp",),
}
_ELSEWHERE: dict[str, Advice] = {
    "aggregate": (
        "un agrégat se dit par la clé agg d'une mesure ; deux valeurs se comparent par least ou greatest",
        "an aggregate is said with the key agg of a measure; two values are compared by least or greatest",
    ),
    "formula": ("elle ne s'emploie que dans une formule", "it stands in a formula only"),
    "overlap": (
        "elle ne s'emploie que dans une mesure dont les lignes ont un intervalle (validity)",
        "it stands only in a measure whose rows have an interval (validity)",
    ),
}
_INSTANT: Advice = (
    "un instant n'a de date que dans un fuseau : employez calendar(t, 'day')",
    "an instant has a date in a zone only: use calendar(t, 'day')",
)
_LOCAL_CLOCK: Advice = (
    "seule une heure locale s'y prête : un timestamp, non un instant ni une date",
    "only a local time has one: a timestamp, neither an instant nor a date",
)
_MIXED: Advice = (
    "prenez deux instants, deux dates ou deux heures locales",
    "take two instants, two dates or two local times",
)
_EXACT_ON_DATE: Advice = (
    "une date n'a pas d'heure : déplacez-la en jours, mois ou années",
    "a date has no hours: move it by days, months or years",
)
_CODES = ("%Y", "%m", "%d", "%H", "%M", "%S", "%y", "%%")


def choose_function(node: Call, context: Context) -> Function:
    """The function of that name, where it may stand and with as many arguments."""
    function = FUNCTIONS.get(node.name)
    if function is None:
        fr, en = about_function(node.name)
        raise UnknownFunction(_word(node, context), name=node.name, advice_fr=fr, advice_en=en)
    if not _may_stand(function, context):
        fr, en = _ELSEWHERE[function.role]
        raise Misplaced(_word(node, context), found=f"{node.name}()", advice_fr=fr, advice_en=en)
    starred = node.star or node.distinct
    if (starred and function.name != "count") or not (node.star or function.accepts(len(node.arguments))):
        raise WrongArguments(
            context.at(node),
            name=node.name,
            expected=_expected(function),
            found="distinct" if node.distinct else "*" if node.star else len(node.arguments),
            example=function.example,
        )
    return function


def _word(node: Call, context: Context) -> Position | None:
    return context.span(node.start, node.start + len(node.name))


def _may_stand(function: Function, context: Context) -> bool:
    match function.role:
        case "aggregate":
            return context.scope.aggregates and not context.aggregated
        case "formula":
            return context.scope.formula
        case "overlap":
            return context.scope.overlap
        case _:
            return True


def _expected(function: Function) -> str:
    most, least = len(function.takes), len(function.takes) - function.optional
    if function.variadic:
        return f"{least}+"
    return str(most) if least == most else f"{least}-{most}"


def literal_argument(
    function: Function, kind: Kind, node: Node, found: Expression | None, context: Context
) -> Constant:
    """An argument that is read, not computed: a unit, a duration, a format, a dimension's name."""
    if kind == "dimension" and isinstance(node, Name):
        return Constant(".".join(node.parts), "text")
    if not isinstance(found, Constant) or not isinstance(found.value, str | Duration):
        written = found.value if isinstance(found, Constant) else "…"
        raise WrongChoice(context.at(node), name=function.name, found=written, choices=_choices(kind))
    value = found.value
    if kind == "duration":
        if isinstance(value, str):
            value = parse_duration(value, context.at(node))
        if function.name == "previous":
            check_length(value, "previous", context.at(node))
        return Constant(value, "duration")
    if isinstance(value, Duration) or not _is_choice(kind, value):
        raise WrongChoice(context.at(node), name=function.name, found=value, choices=_choices(kind))
    return Constant(value, "text")


def _is_choice(kind: Kind, value: str) -> bool:
    if kind == "format":
        codes = re.findall("%.?", value, re.DOTALL)
        return bool(codes) and all(code in _CODES for code in codes)
    return kind == "dimension" or value in CHOICES[kind]


def _choices(kind: Kind) -> str:
    match kind:
        case "duration":
            return "'7 days', '1 month', :horizon"
        case "format":
            return ", ".join(_CODES)
        case "dimension":
            return "segment, canal"
        case _:
            return ", ".join(f"'{one}'" for one in CHOICES[kind])


def result_of_call(function: Function, node: Call, values: tuple[Expression, ...], context: Context) -> Operation:
    """The operation, its arguments' types checked."""
    if function.name == "duration":
        values = (*timed(node.arguments[:2], values[:2], context), *values[2:])
    for index, (argument, value) in enumerate(zip(node.arguments, values, strict=True)):
        _check(function, function.kind(index), argument, value, context)
    shared: Type = values[0].type if values else "null"
    if "common" in function.takes:
        values, shared = together(node.arguments, values, function.name, context)
    if function.name == "duration":
        _check_pair(node, values, context)
    if function.name == "shift":
        _check_shift(node, values, context)
    return Operation(function.name, values, _given(function, values, shared))


def _check(function: Function, kind: Kind, node: Node, value: Expression, context: Context) -> None:
    accepted = _ACCEPTED.get(kind)
    if accepted is None or value.type in accepted or value.type in ("any", "null"):
        return
    fr, en = _about_argument(function, kind, value.type)
    raise WrongType(
        context.at(node),
        operation=function.name,
        expected=" | ".join(accepted),
        found=value.type,
        advice_fr=fr,
        advice_en=en,
    )


def _about_argument(function: Function, kind: Kind, found: Type) -> Advice:
    if kind == "clock":
        return _LOCAL_CLOCK
    if found == "timestamptz":
        return _INSTANT
    return f"par exemple : {function.example}", f"for instance: {function.example}"


def _check_pair(node: Call, values: tuple[Expression, ...], context: Context) -> None:
    start, end = values[0].type, values[1].type
    if start != end and not {start, end} & {"any", "null"}:
        fr, en = _MIXED
        raise TypeMismatch(
            context.at(node.arguments[1]), operation="duration", left=start, right=end, advice_fr=fr, advice_en=en
        )


def _check_shift(node: Call, values: tuple[Expression, ...], context: Context) -> None:
    moved, step = values
    if moved.type == "date" and isinstance(step, Constant) and isinstance(step.value, Duration) and step.value.is_exact:
        fr, en = _EXACT_ON_DATE
        raise TypeMismatch(
            context.at(node.arguments[1]),
            operation="shift",
            left="date",
            right=str(step.value),
            advice_fr=fr,
            advice_en=en,
        )


def _given(function: Function, values: tuple[Expression, ...], shared: Type) -> Type:
    match function.gives:
        case "first":
            return values[0].type
        case "common":
            return shared
        case other:
            return other

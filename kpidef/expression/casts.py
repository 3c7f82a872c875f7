"""Conversions: those that every engine does alike, and a next step for the others."""

from __future__ import annotations

from kpidef.errors.expression import ForeignSyntax, WrongChoice, WrongType
from kpidef.expression.advice import Advice
from kpidef.expression.context import Context
from kpidef.expression.functions import TYPE_NAMES
from kpidef.expression.nodes import Cast
from kpidef.expression.typed import Expression, Operation, Type

_ALIASES = {
    **dict.fromkeys(("int", "bigint", "int64", "smallint", "int4", "int8"), "cast(x as integer)"),
    **dict.fromkeys(("varchar", "string", "char", "nvarchar"), "cast(x as text)"),
    **dict.fromkeys(("double", "real", "float64", "float8"), "cast(x as float)"),
    **dict.fromkeys(("numeric", "number"), "cast(x as decimal)"),
    **dict.fromkeys(("bool",), "cast(x as boolean)"),
    **dict.fromkeys(("datetime", "timestampntz"), "cast(x as timestamp)"),
}
_ALLOWED: dict[Type, tuple[Type, ...]] = {
    "text": ("integer", "decimal", "float", "boolean", "date", "timestamp"),
    "integer": ("decimal", "float", "text"),
    "decimal": ("float",),
    "float": ("decimal",),
    "boolean": ("integer",),
    "date": ("timestamp", "text"),
    "timestamp": ("date",),
}
_ROUNDED: Advice = (
    "dites l'arrondi : cast(round(x) as integer), floor(x) ou ceil(x)",
    "say how to round: cast(round(x) as integer), floor(x) or ceil(x)",
)
_INSTANT: Advice = (
    "un instant n'a de date que dans un fuseau : calendar(t, 'day') en donne le jour local",
    "an instant has a date in a zone only: calendar(t, 'day') gives its local day",
)
_READ: Advice = (
    "liez la colonne comme timestamptz, ou lisez un texte par parse(x, '%Y-%m-%d %H:%M')",
    "bind the column as timestamptz, or read a text with parse(x, '%Y-%m-%d %H:%M')",
)
_CHOSEN: Advice = (
    "les entrepôts ne s'accordent pas sur cette conversion : dites-la par case when",
    "warehouses disagree on this conversion: say it with case when",
)


def resolve_cast(node: Cast, operand: Expression, context: Context) -> Expression:
    """`cast(x as type)`."""
    target = _type(node, context)
    source = operand.type
    if source == target:
        return operand
    if source not in ("any", "null") and target not in _ALLOWED.get(source, ()) and not _is_whole(operand, target):
        fr, en = _advice(source, target)
        raise WrongType(
            context.at(node.operand),
            operation=f"cast as {target}",
            expected=" | ".join(kind for kind, targets in _ALLOWED.items() if target in targets) or target,
            found=source,
            advice_fr=fr,
            advice_en=en,
        )
    return Operation("cast", (operand,), target)


def _type(node: Cast, context: Context) -> Type:
    at = context.span(node.at, node.at + len(node.type))
    for name in TYPE_NAMES:
        if name == node.type:
            return name
    if node.type in _ALIASES:
        raise ForeignSyntax(at, found=node.type, instead=_ALIASES[node.type])
    raise WrongChoice(at, name="cast", found=node.type, choices=", ".join(TYPE_NAMES))


def _is_whole(operand: Expression, target: Type) -> bool:
    if target != "integer" or not isinstance(operand, Operation):
        return False
    return operand.name in ("floor", "ceil", "round") and len(operand.arguments) == 1


def _advice(source: Type, target: Type) -> Advice:
    if target == "integer":
        return _ROUNDED
    if source == "timestamptz":
        return _INSTANT
    if target == "timestamptz":
        return _READ
    return _CHOSEN

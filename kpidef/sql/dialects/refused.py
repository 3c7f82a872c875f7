"""Refusals that several records share."""

from __future__ import annotations

from sqlglot import exp

from kpidef.sql.dialects.build import Tree, kind_of
from kpidef.sql.dialects.move import move_of
from kpidef.sql.dialects.parse import PARSE
from kpidef.sql.dialects.record import Refusal


def _is_parse(node: Tree) -> bool:
    return node.name == PARSE


def _moves_months(node: Tree) -> bool:
    move = move_of(node)
    return move is not None and move.unit == "MONTH"


def _is_elsewhere(node: Tree) -> bool:
    zone = node.args["zone"]
    return not (isinstance(zone, exp.Literal) and zone.name == "UTC")


def _is_of_floats(node: Tree) -> bool:
    return exp.DType.DOUBLE in (kind_of(node.this), kind_of(node.expression))


NO_PARSE = Refusal(
    exp.Anonymous,
    reason_fr="parse() demande des expressions régulières que ce moteur n'a pas",
    reason_en="parse() needs regular expressions that this engine does not have",
    next_fr="convertissez le texte en date dans la liaison, avec une expression `sql` de ce dialecte",
    next_en="turn the text into a date in the binding, by a `sql` expression of this dialect",
    when=_is_parse,
)
_MONTHS = {
    "reason_fr": "décaler d'un nombre de mois y fait du dernier jour d'un mois le dernier jour de l'autre",
    "reason_en": "moving by months makes the last day of a month the last day of the other",
    "next_fr": "décalez d'un nombre de jours, ou calculez la date dans la liaison",
    "next_en": "move by days, or compute the date in the binding",
}
NO_MONTHS = (Refusal(exp.Add, **_MONTHS, when=_moves_months), Refusal(exp.Sub, **_MONTHS, when=_moves_months))
UTC_ONLY = Refusal(
    exp.AtTimeZone,
    reason_fr="ce moteur nomme les fuseaux autrement que l'IANA",
    reason_en="this engine does not name time zones as IANA does",
    next_fr="liez une colonne qui dit déjà l'heure UTC, ou convertissez-la par une expression `sql` de ce dialecte",
    next_en="bind a column that is in UTC already, or convert it by a `sql` expression of this dialect",
    when=_is_elsewhere,
)
NO_FLOAT_REMAINDER = Refusal(
    exp.Mod,
    reason_fr="le reste d'une division de nombres flottants n'y existe pas",
    reason_en="it has no remainder of floats",
    next_fr="convertissez d'abord en entier ou en décimal",
    next_en="cast to an integer or to a decimal first",
    when=_is_of_floats,
)

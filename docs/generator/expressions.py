"""The reference of expressions: operators, functions, macros and types, as the language declares them."""

from __future__ import annotations

from collections.abc import Iterable

from docs.generator.typography import french
from kpidef.expression.functions import CHOICES, FUNCTIONS, TYPE_NAMES, Function, Role
from kpidef.expression.symbols import OPERATORS

_ROLES: dict[Role, str] = {
    "function": "Fonctions",
    "macro": "Macros du temps",
    "overlap": "Macro de mesure",
    "formula": "Fonctions de formule",
    "aggregate": "Agrégats (`having` et `expr` d'un `per`)",
}
_KINDS = {
    "any": "valeur",
    "common": "valeur",
    "text": "texte",
    "number": "nombre",
    "integer": "entier",
    "time": "moment",
    "civil": "date",
    "clock": "heure locale",
    "elapsed unit": "unité",
    "period unit": "période",
    "duration": "durée",
    "format": "format",
    "dimension": "dimension",
}
_RESULTS = {
    "first": "comme le premier argument",
    "common": "le type commun",
    "text": "texte",
    "integer": "entier",
    "float": "nombre",
    "boolean": "vrai ou faux",
    "timestamp": "date et heure",
}
_INTRODUCTION = """\
# Les expressions

Cette page est produite à partir du code.

Une expression est une expression SQL sur une ligne, dans un seul dialecte neutre. La liste de ce qu'elle peut contenir
est fermée : ni sous-requête, ni instruction, ni fonction de fenêtre, ni commentaire. Un texte s'écrit entre apostrophes
droites (`'email'`), une apostrophe dans le texte se double (`'l''été'`), un paramètre s'écrit `:seuil`. Tout opérande
nul donne un résultat nul ; seul `coalesce` en décide autrement. Une condition garde une ligne quand elle est vraie,
ni fausse ni nulle.
"""

_TYPES = """\
## Types

{names}

Un moment est une `date`, un `timestamp` (heure locale) ou un `timestamptz` (instant). Une durée s'écrit `'90 days'`,
`'48 hours'`, `'2 weeks'`, `'12 months'`, `'1 year'`. Les mots attendus :

{units}
"""


def expressions_page() -> str:
    """docs/reference/expressions.md"""
    parts = [_INTRODUCTION, _types(), _operators(), *(_functions(role) for role in _ROLES)]
    return french("\n".join(parts))


def _types() -> str:
    names = ", ".join(f"`{name}`" for name in TYPE_NAMES)
    units = "\n".join(
        f"- {_KINDS[kind]} : {', '.join(f'`{one}`' for one in choices)}" for kind, choices in CHOICES.items()
    )
    return _TYPES.format(names=names, units=units)


def _operators() -> str:
    rows = ((f"`{one.written}`", one.fr, f"`{one.example}`") for one in OPERATORS)
    return "## Opérateurs\n\n" + _table(("opérateur", "sens", "exemple"), rows)


def _functions(role: Role) -> str:
    rows = (
        (f"`{one.name}`", f"{_takes(one)} → {_RESULTS[one.gives]}", one.fr, f"`{one.example}`")
        for one in FUNCTIONS.values()
        if one.role == role
    )
    return f"## {_ROLES[role]}\n\n" + _table(("nom", "prend → donne", "sens", "exemple"), rows)


def _takes(function: Function) -> str:
    required = len(function.takes) - function.optional
    words = [_KINDS[kind] if at < required else f"[{_KINDS[kind]}]" for at, kind in enumerate(function.takes)]
    return ", ".join([*words, "..."] if function.variadic else words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [" | ".join(head), "|".join("---" for _ in head)]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "".join(f"| {line} |\n" if "---" not in line else f"|{line}|\n" for line in lines)

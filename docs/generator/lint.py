"""The reference of the rules of libraries, as the lint declares them."""

from __future__ import annotations

from docs.generator.console import Scratch
from docs.generator.typography import french
from kpidef.lint import RULES, Rule

_INTRODUCTION = """\
# Les règles d'une bibliothèque

Cette page est produite à partir du code.

`kpidef lint` relit les définitions d'un projet, celles de ses bibliothèques comprises, et sort avec 1 s'il trouve
quelque chose. Ce qui empêche de calculer (un nom inconnu, une formule qui tourne en rond, une unité fausse) est une
erreur, que toutes les commandes montrent ; les règles ci-dessous disent ce qui empêche de comprendre. La bibliothèque
livrée avec kpidef les passe toutes, sans exception.

Les fichiers s'écrivent en typographie simple : des espaces ordinaires, et ’ ou ' au choix. Les rendus (le glossaire,
`kpidef show`) posent les espaces insécables et les apostrophes.
"""


def lint_page(_: Scratch) -> str:
    """docs/reference/lint.md"""
    return french("\n".join([_INTRODUCTION, *map(_entry, RULES)]))


def _entry(rule: Rule) -> str:
    codes = ", ".join(f"[{error.code}](erreurs.md#{error.code.lower()})" for error in rule.errors)
    return f"## `{rule.name}`\n\n{rule.fr}\n\nConstats : {codes}.\n"

"""The closed list of keys -> the rows and the page of the reference."""

from __future__ import annotations

from typing import NamedTuple

from kpidef.errors import Language
from kpidef.spec.keys import Key, Kind
from kpidef.spec.schema import FILES, kinds_within

INTRODUCTION = (
    "Cette page est produite à partir du code.",
    "",
    "- Un fichier dit un KPI (`kpi:`), une source (`source:`) ou un changement (`override:`) et porte son nom.",
    "- Toute valeur est un texte tant que sa clé ne la lit pas : `12:30` n'est pas 750, `NO` n'est pas faux.",
    "- Une clé vide (rien, `null` ou `~`) compte comme écrite sans valeur : dans un `override` ou un `extends`,",
    "  elle efface celle d'origine.",
    "- Un texte qui contient une virgule entre crochets ou accolades se met entre guillemets.",
)


class ReferenceRow(NamedTuple):
    """One key: where it stands, what it takes, what it means."""

    kind: str
    title: str
    key: str
    required: bool
    shape: str
    text: str
    example: str


def reference(language: Language) -> list[ReferenceRow]:
    """Every key of every kind of record, in the order of the files."""
    kinds: dict[str, Kind] = {}
    for top in FILES.values():
        kinds.update({kind.name: kind for kind in kinds_within(top) if kind.name not in kinds})
    return [_row(kind, key, language) for kind in kinds.values() for key in kind.keys.values()]


def _row(kind: Kind, key: Key, language: Language) -> ReferenceRow:
    french = language == "fr"
    title = kind.fr if french else kind.en
    shape, text = (key.shape.fr, key.fr) if french else (key.shape.en, key.en)
    return ReferenceRow(kind.name, title, key.name, key.required, shape, text, key.example)


def reference_page() -> str:
    """The reference of the keys as a Markdown page, in French."""
    lines = ["# Les clés du langage", "", *INTRODUCTION, ""]
    rows = reference("fr")
    for kind in dict.fromkeys((row.kind, row.title) for row in rows):
        lines += [f"## `{kind[0]}` : {kind[1]}", "", "| clé | valeur | sens | exemple |", "|---|---|---|---|"]
        lines += [_line(row) for row in rows if row.kind == kind[0]]
        lines.append("")
    return "\n".join(lines)


def _line(row: ReferenceRow) -> str:
    name = f"**`{row.key}`** (obligatoire)" if row.required else f"`{row.key}`"
    example = f"`{row.key}: {row.example}`"
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in (name, row.shape, row.text, example)) + " |"

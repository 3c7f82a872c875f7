"""One kind of apostrophe a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import ApostrophesMixed
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import Prose, prose

_STRAIGHT, _CURVED = re.compile(r"(?<=\w)'(?=\w)"), re.compile(r"(?<=\w)’(?=\w)")


def _check(library: Library) -> Iterator[KpidefError]:
    by_file: dict[str, list[Prose]] = {}
    for one in prose(library):
        by_file.setdefault(one.file.source.path, []).append(one)
    for texts in by_file.values():
        if any(_CURVED.search(one.text) for one in texts):
            yield from _straight(texts)


def _straight(texts: list[Prose]) -> Iterator[KpidefError]:
    for one in texts:
        for match in _STRAIGHT.finditer(one.text):
            found = one.text[max(match.start() - 8, 0) : match.end() + 8].strip()
            yield ApostrophesMixed(one.at(match.start(), match.end()), subject=one.subject, found=found)


RULE = Rule(
    "apostrophes",
    (ApostrophesMixed,),
    "Un fichier n'a qu'une sorte d'apostrophe, ’ ou ' : les rendus mettent ’ partout, mais une recherche dans les "
    "fichiers doit tout trouver.",
    "A file has one kind of apostrophe, ’ or ': what is rendered has ’ everywhere, but a search in the files must find "
    "all.",
    _check,
)

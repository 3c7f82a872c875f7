"""Files hold plain spaces; what is rendered gets the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import SpaceInvisible
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import matches

_PATTERN = re.compile(r"[\u00a0\u202f\u2009]")


def _check(library: Library) -> Iterator[KpidefError]:
    yield from matches(library, _PATTERN, SpaceInvisible)


RULE = Rule(
    "plain_spaces",
    (SpaceInvisible,),
    "Un fichier ne contient que des espaces ordinaires : une insécable ne se voit pas, se perd au copier-coller, "
    "et les rendus s'en chargent.",
    "A file holds plain spaces only: a no-break one is not seen, gets lost in a paste, and is added by what is "
    "rendered.",
    _check,
)

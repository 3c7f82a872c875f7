"""One space between two words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import SpaceDoubled
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import matches

_PATTERN = re.compile(r"(?<=\S) {2,}(?=\S)")


def _check(library: Library) -> Iterator[KpidefError]:
    yield from matches(library, _PATTERN, SpaceDoubled)


RULE = Rule(
    "single_spaces",
    (SpaceDoubled,),
    "Un texte n'a pas deux espaces de suite.",
    "A text does not have two spaces in a row.",
    _check,
)

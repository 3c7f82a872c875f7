"""French quotation marks, not those of a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import QuoteStraight
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import matches

_PATTERN = re.compile(r"[\"“][^\"“”]*[\"”]|[\"“”]")


def _check(library: Library) -> Iterator[KpidefError]:
    yield from matches(library, _PATTERN, QuoteStraight)


RULE = Rule(
    "french_quotes",
    (QuoteStraight,),
    "Un texte cite entre « », non entre guillemets droits ou anglais.",
    "A text quotes between « », not between straight or English quotation marks.",
    _check,
)

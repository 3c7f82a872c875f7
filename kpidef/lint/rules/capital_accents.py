"""Capitals keep their accents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import CapitalUnaccented
from kpidef.lint.subject import Library, Rule
from kpidef.lint.texts import prose

# Only what cannot be a word without its accent: « A » may be the verb, « CA » the turnover.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "É",
        re.compile(
            r"\bE(?=(?:cart|chang|chec|chéanc|chelle|cout|cran|cri|gal|l[ée]ment|lev|ligib|mission|nergi|quation|quip"
            r"|quivalen|tap|tat|tendu|tude|valuat|v[ée]nement|viter|volution))"
        ),
    ),
    ("À", re.compile(r"(?:^|(?<=[.!?:] ))A(?= (?:la|l’|l'|partir|propos|défaut|chaque|toute?|date)\b)")),
    ("Ç", re.compile(r"\bC(?=a (?:ne|n’|n'|se|va|compte|dépend)\b)")),
    ("Ê", re.compile(r"\bE(?=tre\b)")),
)


def _check(library: Library) -> Iterator[KpidefError]:
    for one in prose(library):
        for right, pattern in _PATTERNS:
            for match in pattern.finditer(one.text):
                found = one.text[match.start() : match.end() + 8]
                yield CapitalUnaccented(
                    one.at(match.start(), match.end()), subject=one.subject, found=found, right=right
                )


RULE = Rule(
    "capital_accents",
    (CapitalUnaccented,),
    "Une capitale garde son accent : État, Écart, Équipe, À partir de.",
    "A capital keeps its accent: État, Écart, Équipe, À partir de.",
    _check,
)

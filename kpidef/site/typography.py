"""Texts as a French printer sets them: thin spaces, apostrophes, minus signs; English ones get their apostrophes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from kpidef.errors import Language

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
_SPACE = f"[ {NO_BREAK}{NARROW}]"
_COMMON: tuple[tuple[str, str], ...] = (
    (r"(?<=\w)'(?=\w)", "’"),
    (r"\.\.\.", "…"),
    (r"(?<![\w\-–—/.])-(?=\d)", MINUS),
)
_FRENCH: tuple[tuple[str, str], ...] = (
    (rf"{_SPACE}+(?=[;!?])", NARROW),
    (rf"{_SPACE}+(?=:(?:\s|$))", NO_BREAK),
    (rf"«{_SPACE}*", f"«{NO_BREAK}"),
    (rf"{_SPACE}*»", f"{NO_BREAK}»"),
    (rf"(?<=\d){_SPACE}(?=\d{{3}}(?!\d))", NARROW),
    (rf"(?<=\d){_SPACE}(?=[%€$])", NARROW),
    (rf"(?<=\d){_SPACE}(?=(?:h|min|s|j|jours?|mois|ans?|points?)\b)", NARROW),
)


@lru_cache(maxsize=8192)
def typeset(text: str, language: Language) -> str:
    """The text with its right characters.

    >>> typeset("L'écart : -2,5 % ; vu ?", "fr")
    'L’écart\\xa0: −2,5\\u202f%\\u202f; vu\\u202f?'
    """
    for replace in _rules(language):
        text = replace(text)
    return text


@cache
def _rules(language: Language) -> tuple[Callable[[str], str], ...]:
    rules = (*_COMMON, *(_FRENCH if language == "fr" else ()))
    return tuple(_rule(re.compile(pattern), by) for pattern, by in rules)


def _rule(pattern: re.Pattern[str], by: str) -> Callable[[str], str]:
    return lambda text: pattern.sub(by, text)

"""A period's label in words: « mars 2026 », « 1er trimestre 2026 », « semaine 12 de 2026 »."""

from __future__ import annotations

import re
from datetime import date

from kpidef.errors import Language
from kpidef.site.condition import day_words
from kpidef.site.texts import say

_PARTS = (("quarter", r"(\d{4})-[TQ](\d)"), ("semester", r"(\d{4})-H(\d)"), ("week", r"(\d{4})-[SW](\d{2})"))


def period_words(label: str, language: Language) -> str:
    """The words of a civil period, or of a range of two; another label as it is.

    >>> period_words("2026-03", "fr"), period_words("2026-T1", "fr"), period_words("2025-01..2025-12", "fr")
    ('mars 2026', '1er trimestre 2026', 'de janvier 2025 à décembre 2025')
    >>> period_words("EX2026", "fr"), period_words("2026", "fr"), period_words("2026-W07", "en")
    ('EX2026', '2026', 'week 7 of 2026')
    """
    first, dots, last = label.partition("..")
    if dots:
        return say("period.range", language, first=_one(first, language), last=_one(last, language))
    return say("period.all", language) if label == "all" else _one(label, language)


def _one(label: str, language: Language) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", label):
            return day_words(date.fromisoformat(label), language)
        if re.fullmatch(r"\d{4}-\d{2}", label):
            return _month(date.fromisoformat(f"{label}-01"), language)
    except ValueError:
        return label
    for part, form in _PARTS:
        if found := re.fullmatch(form, label):
            return _part(part, found[1], int(found[2]), language)
    return label


def _month(day: date, language: Language) -> str:
    from babel.dates import format_date

    return str(format_date(day, "LLLL y", locale=language))


def _part(part: str, year: str, number: int, language: Language) -> str:
    rank = say("period.first", language) if number == 1 else say("period.nth", language, number=number)
    return say(f"period.{part}", language, rank=rank, number=number, year=year)

"""Grains and durations in words, as messages say them to people; options and files keep their own values."""

from __future__ import annotations

from typing import Literal

from kpidef.calendar.duration import Duration
from kpidef.calendar.window import Grain

_FRENCH = {
    "second": "seconde",
    "minute": "minute",
    "hour": "heure",
    "day": "jour",
    "week": "semaine",
    "month": "mois",
    "quarter": "trimestre",
    "semester": "semestre",
    "year": "année",
}


def grain_word(grain: Grain, language: Literal["fr", "en"]) -> str:
    """`month` -> « mois »."""
    return _FRENCH[grain.value] if language == "fr" else grain.value


def duration_words(duration: Duration, language: Literal["fr", "en"]) -> str:
    """`12 months` -> « 12 mois »."""
    if language == "en":
        return str(duration)
    word = _FRENCH[duration.unit]
    # From two on in French; a word that ends in -s has no other plural.
    return f"{duration.count} {word}{'s' if abs(duration.count) > 1 and not word.endswith('s') else ''}"

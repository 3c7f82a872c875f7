"""Grains and durations in words, as messages say them to people; options and files keep their own values."""

from __future__ import annotations

from typing import Literal

from kpidef.calendar.duration import FRENCH_UNITS, Duration
from kpidef.calendar.window import Grain


def grain_word(grain: Grain, language: Literal["fr", "en"]) -> str:
    """`month` -> « mois »."""
    return FRENCH_UNITS[grain.value] if language == "fr" else grain.value


def duration_words(duration: Duration, language: Literal["fr", "en"]) -> str:
    """`12 months` -> « 12 mois »."""
    if language == "en":
        return str(duration)
    word = FRENCH_UNITS[duration.unit]
    # From two on in French; a word that ends in -s has no other plural.
    return f"{duration.count} {word}{'s' if abs(duration.count) > 1 and not word.endswith('s') else ''}"

"""Every text of the site, by name, in French and in English: the one place to add a language."""

from __future__ import annotations

from kpidef.errors import Language
from kpidef.site.texts.frame import FRAME
from kpidef.site.texts.indexes import INDEXES
from kpidef.site.texts.kpi import KPI
from kpidef.site.texts.words import WORDS
from kpidef.site.typography import typeset

TEXTS: dict[str, tuple[str, str]] = {**FRAME, **INDEXES, **KPI, **WORDS}


def say(name: str, language: Language, /, *, default: str | None = None, **fields: object) -> str:
    """A text, its fields filled, with the characters that its language wants."""
    if default is not None and name not in TEXTS:
        return default
    template = TEXTS[name][0 if language == "fr" else 1]
    return typeset(template.format(**fields), language)


def has(name: str) -> bool:
    """Whether there is a text of this name."""
    return name in TEXTS

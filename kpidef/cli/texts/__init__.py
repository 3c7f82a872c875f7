"""Everything that the command line says by itself, French and English side by side."""

from __future__ import annotations

from kpidef.cli.texts.commands import COMMANDS
from kpidef.cli.texts.headings import HEADINGS
from kpidef.cli.texts.messages import MESSAGES
from kpidef.cli.texts.options import OPTIONS
from kpidef.cli.texts.starter import STARTER
from kpidef.errors import Language

TEXTS = {**COMMANDS, **OPTIONS, **MESSAGES, **HEADINGS, **STARTER}


def say(name: str, language: Language, /, **fields: object) -> str:
    """A text by its name, in a language."""
    french, english = TEXTS[name]
    return (french if language == "fr" else english).format(**fields)

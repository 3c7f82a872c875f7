"""The language of an invocation: --lang, else KPIDEF_LANG, else the project's locale, else the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from kpidef.errors import Language

_LOCALE = re.compile(r"^locale:[ \t]*[\"']?(fr|en)\b", re.MULTILINE)
_BEGINNING = 100_000


def language_of(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> Language:
    """The language to speak, found before anything is read or said."""
    return next(_wishes(arguments, environment, folder))


def _wishes(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[Language]:
    for wish in (value_of("--lang", arguments), environment.get("KPIDEF_LANG"), _project_locale(arguments, folder)):
        if wish and wish.lower()[:2] in ("fr", "en"):
            yield cast(Language, wish.lower()[:2])
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wish := environment.get(variable):
            yield "fr" if wish.lower().startswith("fr") else "en"
    yield "en"


def value_of(option: str, arguments: Sequence[str]) -> str | None:
    """The last value of an option, without knowing the command; nothing after `--` is an option."""
    value = None
    for rank, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option and rank + 1 < len(arguments):
            value = arguments[rank + 1]
        elif argument.startswith(f"{option}="):
            value = argument.partition("=")[2]
    return value


def _project_locale(arguments: Sequence[str], folder: Path) -> str | None:
    # Errors of the project file itself are told in its language too, so this looks before it is read.
    start = folder / (value_of("--project", arguments) or "")
    for place in (start, *start.parents):
        text = _beginning(place if place.is_file() else place / "kpidef.yml")
        if text is not None:
            found = _LOCALE.search(text)
            return found[1] if found else None
    return None


def _beginning(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None

"""What to write instead: the nearest word of a closed list, or the list."""

from __future__ import annotations

from collections.abc import Iterable


def instead(written: str, words: Iterable[str]) -> dict[str, str]:
    """The advice of an error about a word outside a closed list, in both languages."""
    from difflib import get_close_matches

    allowed = list(words)
    near = get_close_matches(written[:_LONGEST_WORD].lower(), allowed, n=1, cutoff=0.6)
    listed = ", ".join(allowed)
    if near and len(allowed) <= _SHORT_LIST:
        return {
            "advice_fr": f"vouliez-vous dire « {near[0]} » ? Possibles : {listed}",
            "advice_en": f"did you mean '{near[0]}'? Possible: {listed}",
        }
    if near:
        return {"advice_fr": f"vouliez-vous dire « {near[0]} » ?", "advice_en": f"did you mean '{near[0]}'?"}
    return {"advice_fr": f"possibles : {listed}", "advice_en": f"possible: {listed}"}


_SHORT_LIST = 8
_LONGEST_WORD = 100
_SHOWN = 80


def shown(text: str) -> str:
    """A text as a message quotes it: on one line, and not longer than a reader looks."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def snake_case(text: str) -> str:
    """The identifier nearest to a text: « Taux d'Attrition » gives `taux_d_attrition`."""
    import re
    import unicodedata

    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_text).strip("_0123456789")

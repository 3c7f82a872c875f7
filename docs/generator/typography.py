"""French typography: narrow no-break spaces where print has them, outside of code."""

from __future__ import annotations

import re

_THIN = "\u202f"
_CODE = re.compile(r"(```.*?^```|`[^`\n]*`|<!--.*?-->|\]\([^)]*\))", re.DOTALL | re.MULTILINE)


def french(text: str) -> str:
    """The text with the narrow no-break spaces that ; ! ? : « » % and € take."""
    parts = _CODE.split(text)
    return "".join(part if number % 2 else _spaced(part) for number, part in enumerate(parts))


def _spaced(text: str) -> str:
    text = re.sub(r" ([;!?])", _THIN + r"\1", text)
    text = re.sub(r" :(?=\s|$)", _THIN + ":", text)
    text = re.sub(r"« ", "«" + _THIN, text)
    text = re.sub(r" »", _THIN + "»", text)
    return re.sub(r"(?<=\d) (?=[%€])", _THIN, text)

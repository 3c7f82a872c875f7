"""Words that a reader takes for one another, and expressions with the words that they stand for."""

from __future__ import annotations

import re
from importlib.resources import files


def ideas() -> list[list[str]]:
    """The lines of one idea each, as lists of words and of names of several words.

    >>> found = next(one for one in ideas() if one[0] == "turnover")
    >>> "rotation" in found, "turn over" in found
    (True, True)
    """
    return [
        [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', line)]
        for line in _lines()
        if ">" not in line
    ]


def expressions() -> list[tuple[str, str]]:
    """The lines of expressions, each with the words that they stand for.

    >>> found = next(said for said, meant in expressions() if meant == "marge client")
    >>> "clients rentables" in found.split(", ")
    True
    """
    pairs = [line.partition(">") for line in _lines() if ">" in line]
    return [(said.strip(), meant.strip()) for said, _, meant in pairs]


def _lines() -> list[str]:
    text = (files("kpidef.site") / "thesaurus.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

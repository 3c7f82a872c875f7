"""The order of French words: letters first, then accents, then capitals; both apostrophes are one, œ is oe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_One = TypeVar("_One")

Key = tuple[str, str, str, str]


def collation_key(text: str) -> Key:
    """What to sort a text by.

    >>> sorted(["cote", "zéro", "Œuvre", "côté", "coté", "côte", "odeur", "offre"], key=collation_key)
    ['cote', 'coté', 'côte', 'côté', 'odeur', 'Œuvre', 'offre', 'zéro']
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    return fold(text), _accents(decomposed), letters.swapcase(), text


def fold(text: str) -> str:
    """The bare letters and digits, in lower case, words apart by one space.

    >>> fold("L’Écart d'Œuvre")
    'l ecart d oeuvre'
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    bare = "".join(one for one in decomposed if not unicodedata.combining(one)).lower()
    return " ".join(re.findall(r"[^\W_]+", bare))


def sorted_by(items: Iterable[_One], text: Callable[[_One], str]) -> list[_One]:
    """The items in the order of their texts."""
    return sorted(items, key=lambda one: collation_key(text(one)))


def initial(text: str) -> str:
    """The letter under which an index lists a text; # for a digit or a sign."""
    first = fold(text)[:1]
    return first.upper() if first.isalpha() else "#"


def slug(text: str) -> str:
    """A text as part of an address."""
    return fold(text).replace(" ", "-")


def _accents(decomposed: str) -> str:
    # One mark or none after each letter, so that a bare letter comes before an accented one at the same place.
    return re.sub(r"[^\u0300-\u036f]", " ", decomposed)

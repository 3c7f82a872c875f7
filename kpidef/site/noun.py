"""Labels as common nouns: « Client » -> « de clients », « chaque client »."""

from __future__ import annotations

import re

from kpidef.errors import Language

_UNCHANGED = ("s", "x", "z")
_WITH_X = ("au", "eu")


def of_several(label: str, language: Language) -> str:
    """« de clients », « d'utilisateurs »; "" where the label is no single French noun.

    >>> of_several("Client", "fr"), of_several("Utilisateur", "fr"), of_several("Canal", "fr")
    ('de clients', "d'utilisateurs", 'de canaux')
    >>> of_several("Type de demande", "fr"), of_several("SIRET", "fr"), of_several("Client", "en")
    ('', '', '')
    """
    noun = common(label, language)
    if not noun:
        return ""
    return f"d'{_plural(noun)}" if re.match("[aeiouyhéèêœ]", noun) else f"de {_plural(noun)}"


def common(label: str, language: Language) -> str:
    """The label as a common noun in a sentence; "" where it is none."""
    is_word = language == "fr" and re.fullmatch(r"[A-ZÀ-Ÿ]?[a-zà-ÿœ-]+", label)
    return label.lower() if is_word else ""


def contracted(text: str, language: Language) -> str:
    """The text with its articles contracted.

    >>> contracted("la somme de le plus grand", "fr")
    'la somme du plus grand'
    """
    return text.replace(" de le ", " du ").replace(" de les ", " des ") if language == "fr" else text


def _plural(noun: str) -> str:
    if noun.endswith(_UNCHANGED):
        return noun
    if noun.endswith("al"):
        return f"{noun[:-2]}aux"
    return f"{noun}x" if noun.endswith(_WITH_X) else f"{noun}s"

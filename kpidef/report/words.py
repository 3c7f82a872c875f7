"""The words that readers see around a result: headings, verdicts, and why a value is missing."""

from __future__ import annotations

from kpidef.errors import Language

_HEADINGS: dict[str, tuple[str, str]] = {
    "kpi": ("KPI", "KPI"),
    "period": ("Période", "Period"),
    "value": ("Valeur", "Value"),
    "numerator": ("Numérateur", "Numerator"),
    "denominator": ("Dénominateur", "Denominator"),
    "target": ("Objectif", "Target"),
    "verdict": ("Verdict", "Verdict"),
    "remark": ("Remarque", "Remark"),
    "compared_to": ("Comparé à", "Compared to"),
    "compared_value": ("Valeur comparée", "Compared value"),
    "difference": ("Écart", "Difference"),
    "change": ("Variation", "Change"),
}
_VERDICTS: dict[str, tuple[str, str]] = {
    "good": ("bon", "good"),
    "watch": ("à surveiller", "to watch"),
    "bad": ("mauvais", "bad"),
}
_REASONS: dict[str, tuple[str, str]] = {
    "no_rows": ("aucune ligne", "no rows"),
    "zero_denominator": ("dénominateur nul", "zero denominator"),
    "null_term": ("terme sans valeur", "term without a value"),
    "no_previous": ("pas de période à comparer", "no period to compare with"),
    "stale": ("photo trop ancienne", "snapshot too old"),
    "undefined": ("calcul sans résultat", "computation without a result"),
}
_TARGETS = {"target": ("objectif", "target")}
_WORDS: dict[str, tuple[str, str]] = {
    "incomplete": ("période en cours", "period not over"),
    "immature": ("valeur provisoire", "provisional value"),
    "null_group": ("non renseigné", "not given"),
    "rolled_up": ("total", "total"),
    "true": ("oui", "yes"),
    "false": ("non", "no"),
    "empty": ("Aucune ligne.", "No rows."),
    "trend": ("tendance", "trend"),
}


def heading(column: str, language: Language) -> str:
    """A column's heading; its own name where it has no other."""
    return _said(_HEADINGS, column, language)


def verdict_word(verdict: str, language: Language) -> str:
    """A verdict in words."""
    return _said(_VERDICTS, verdict, language)


def null_reason_words(reason: str, language: Language) -> str:
    """`null_term:ventes` -> « terme sans valeur : ventes »."""
    code, _, term = reason.partition(":")
    words = _said(_REASONS, code, language)
    if not term:
        return words
    return f"{words} : {term}" if language == "fr" else f"{words}: {term}"


def compared_word(compared_to: str, language: Language) -> str:
    """What a value is compared to: a period's label, or the target."""
    return _said(_TARGETS, compared_to, language)


def word(name: str, language: Language) -> str:
    """A word by its name."""
    return _said(_WORDS, name, language)


def _said(words: dict[str, tuple[str, str]], name: str, language: Language) -> str:
    french, english = words.get(name, (name, name))
    return french if language == "fr" else english

"""What to write instead: the nearest word of a closed list, or the list."""

from __future__ import annotations

from collections.abc import Iterable


def instead(written: str, words: Iterable[str]) -> dict[str, str]:
    """The advice of an error about a word outside a closed list, in both languages."""
    from difflib import get_close_matches

    allowed = list(words)
    english = _IN_FRENCH.get(snake_case(written[:_LONGEST_WORD]))
    if english in allowed:
        return {
            "advice_fr": f"les mots de ce langage sont anglais : écrivez « {english} »",
            "advice_en": f"the words of this language are English: write '{english}'",
        }
    here = _OTHERWISE.get(written.lower())
    if here in allowed:
        return {"advice_fr": f"ici, cela s'écrit « {here} »", "advice_en": f"here it is written '{here}'"}
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


_IN_FRENCH = {
    **dict.fromkeys(("hausse", "haut", "plus", "croissant"), "up"),
    **dict.fromkeys(("baisse", "bas", "moins", "decroissant"), "down"),
    **dict.fromkeys(("jour", "journee"), "day"),
    **dict.fromkeys(("an", "annee"), "year"),
    "semaine": "week", "mois": "month", "trimestre": "quarter", "semestre": "semester",
    **dict.fromkeys(("somme", "total"), "sum"),
    **dict.fromkeys(("nombre", "compte", "compter"), "count"),
    **dict.fromkeys(("distinct", "nombre_distinct", "compte_distinct"), "count_distinct"),
    **dict.fromkeys(("precedent", "precedente", "avant"), "previous"),
    **dict.fromkeys(("an_dernier", "annee_precedente", "annee_derniere"), "year_ago"),
    "moyenne": "avg", "mediane": "median", "maximum": "max", "minimum": "min", "premier": "first", "dernier": "last",
    **dict.fromkeys(("debut", "ouverture"), "start"),
    **dict.fromkeys(("fin", "cloture"), "end"),
    **dict.fromkeys(("entree", "entrees"), "in"),
    **dict.fromkeys(("sortie", "sorties"), "out"),
    "brouillon": "draft", "relecture": "review", "certifie": "certified", "obsolete": "deprecated",
    **dict.fromkeys(("texte", "chaine"), "text"),
    "entier": "integer", "reel": "float", "booleen": "boolean", "horodatage": "timestamp", "instant": "timestamptz",
    "mesure": "measure", "mesures": "measures", "numerateur": "numerator", "denominateur": "denominator",
    "formule": "formula", "filtre": "filters", "filtres": "filters", "unite": "unit", "sens": "direction",
    "famille": "family", "periode": "period", "libelle": "label", "nom": "label", "proprietaire": "owner",
    "responsable": "owner", "statut": "status", "synonymes": "synonyms", "sigles": "acronyms", "seuils": "thresholds",
    "objectif": "targets", "objectifs": "targets", "cible": "target",
    "exemple": "examples", "exemples": "examples", "pieges": "pitfalls",
    "parametres": "params", "axes": "dimensions", "cle": "key", "colonnes": "columns", "valeurs": "values",
    "fenetre": "window", "temps": "time", "agregat": "agg", "expression": "expr", "entite": "entity",
    "cohorte": "cohort", "par": "per", "attendu": "expect", "donne": "given", "donnees": "given", "valeur": "value",
    "oui": "true", "vrai": "true", "non": "false", "faux": "false",
    "bon": "good", "bonne": "good", "surveiller": "watch", "a_surveiller": "watch", "du": "from", "au": "to",
}  # fmt: skip
# Other languages' words for ours.
_OTHERWISE = {
    **dict.fromkeys(("mean", "average"), "avg"),
    **dict.fromkeys(("distinct", "count distinct", "nunique", "distinct_count"), "count_distinct"),
    **dict.fromkeys(("string", "varchar", "char", "str"), "text"),
    **dict.fromkeys(("int", "bigint", "int64"), "integer"),
    **dict.fromkeys(("numeric", "number", "money"), "decimal"),
    **dict.fromkeys(("double", "real", "float64"), "float"),
    **dict.fromkeys(("bool",), "boolean"),
    **dict.fromkeys(("datetime",), "timestamp"),
    **dict.fromkeys(("yes", "on"), "true"),
    **dict.fromkeys(("no", "off"), "false"),
}
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

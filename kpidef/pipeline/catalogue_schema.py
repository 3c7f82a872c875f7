"""The JSON Schema of the exported catalogue: its keys, what each holds, and what it means."""

from __future__ import annotations

from typing import Any

from kpidef.pipeline.exporting import FORMAT, VERSION

Schema = dict[str, Any]
_Fields = dict[str, tuple[Schema, str]]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ANY_OBJECT: Schema = {"type": "object"}
_AGG: Schema = {"type": ["string", "object"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_CATALOGUE: _Fields = {
    "format": ({"const": FORMAT}, "Ce que ce fichier est."),
    "schema_version": ({"const": VERSION}, "Change quand une clé disparaît ou change de sens, non quand une s'ajoute."),
    "project": (_TEXT, "Le nom du projet."),
    "locale": (_TEXT, "La langue de ses textes."),
    "timezone": (_TEXT, "Le fuseau dans lequel ses périodes commencent."),
    "families": (_list("family"), "Les familles, par identifiant."),
    "sources": (_list("source"), "Les sources logiques, par identifiant."),
    "kpis": (_list("kpi"), "Les KPI, par identifiant."),
}
_FAMILY: _Fields = {
    "id": (_TEXT, "Son identifiant."),
    "label": (_TEXT, "Son nom pour les lecteurs."),
    "description": (_TEXT, "Ce qu'elle réunit."),
}
_SOURCE: _Fields = {
    "id": (_TEXT, "Son identifiant."),
    "label": (_TEXT, "Son nom pour les lecteurs."),
    "description": (_TEXT, "Ce qu'est une ligne."),
    "key": (_TEXTS, "Les colonnes qui identifient une ligne."),
    "time": (_MAYBE, "La colonne de date par défaut."),
    "validity": (_or_null(_ANY_OBJECT), "`from` et `to` : l'intervalle [from, to) d'une ligne."),
    "snapshot": (_or_null(_ANY_OBJECT), "`at` et `stale_after` : la date d'une photo, et sa durée de vie."),
    "filters": (_TEXTS, "Les conditions toujours appliquées."),
    "bound": (_FLAG, "Si le projet la branche à une table."),
    "columns": (_list("column"), "Ses colonnes."),
}
_COLUMN: _Fields = {
    "name": (_TEXT, "Son nom."),
    "label": (_TEXT, "Son nom pour les lecteurs."),
    "description": (_TEXT, "Ce qu'elle contient."),
    "type": (_TEXT, "Son type."),
    "values": (_TEXTS, "Ses valeurs, si elles sont connues d'avance."),
    "references": (_MAYBE, "La clé d'une autre source, « source.colonne »."),
    "same_as": (_MAYBE, "La colonne d'une autre source qui porte la même dimension."),
    "dimension": (_FLAG, "Si elle sert de dimension."),
    "grain": (_MAYBE, "La maille d'une date."),
    "expr": (_MAYBE, "L'expression d'une colonne calculée."),
    "rollup": (_or_null(_ref("rollup")), "Les lignes d'une autre source, pliées en une valeur."),
}
_ROLLUP: _Fields = {
    "source": (_TEXT, "La source repliée."),
    "match": (_ANY_OBJECT, "Colonne de la source repliée -> colonne de l'hôte."),
    "agg": (_AGG, "L'agrégat ; {percentile: 0.9} pour un centile."),
    "expr": (_MAYBE, "Ce qui est agrégé."),
    "filters": (_TEXTS, "Les conditions."),
    "time": (_MAYBE, "La colonne qui ordonne first et last."),
}
_KPI: _Fields = {
    "id": (_TEXT, "Son identifiant."),
    "label": (_TEXT, "Son nom pour les lecteurs."),
    "description": (_MAYBE, "La définition courte."),
    "details": (_MAYBE, "La définition longue."),
    "notes": (_MAYBE, "Des remarques."),
    "family": (_MAYBE, "Sa famille."),
    "acronyms": (_TEXTS, "Ses sigles."),
    "synonyms": (_TEXTS, "Ses autres noms."),
    "related": (_TEXTS, "Les KPI voisins."),
    "extends": (_MAYBE, "Le KPI dont il part."),
    "unit": (_MAYBE, "Son unité."),
    "format": (_MAYBE, "Le plus petit écart montré."),
    "direction": (_TEXT, "Le sens qui est bon : up, down ou none."),
    "status": (_TEXT, "Où en est la définition : draft, review, certified ou deprecated."),
    "replaced_by": (_MAYBE, "Son successeur."),
    "owner": (_MAYBE, "Le rôle qui en répond."),
    "reviewer": (_MAYBE, "Le rôle qui relit."),
    "review_by": (_MAYBE, "La date de la prochaine revue."),
    "period": (_TEXT, "La maille montrée par défaut."),
    "grains": (_TEXTS, "Les mailles permises ; vide, toutes."),
    "dimensions": (_TEXTS, "Les dimensions permises ; vide, toutes."),
    "formula": (_TEXT, "La formule sur les mesures et les KPI."),
    "numerator": (_MAYBE, "Le numérateur, s'il y en a un."),
    "denominator": (_MAYBE, "Le dénominateur, s'il y en a un."),
    "measures": (_list("measure"), "Les mesures."),
    "kpi_terms": (_TEXTS, "Les KPI que la formule nomme."),
    "parameters": (_ANY_OBJECT, "Les paramètres et leurs valeurs dans ce projet."),
    "targets": ({"type": "array", "items": _ANY_OBJECT}, "Les objectifs : from, to, value."),
    "thresholds": ({"type": "array", "items": _ANY_OBJECT}, "Les seuils : level, operator, value."),
    "pitfalls": (_TEXTS, "Ce qu'on comprend de travers."),
    "examples": (_list("example"), "Les exemples chiffrés."),
    "history": ({"type": "array", "items": _ANY_OBJECT}, "Ce qui a changé : date, note, by."),
    "links": ({"type": "array", "items": _ANY_OBJECT}, "Des liens : label, url."),
    "reads": (_ANY_OBJECT, "Source -> colonnes lues."),
    "horizon": (_MAYBE, "Le plus long délai regardé après la période."),
    "version": (_TEXT, "12 chiffres hexadécimaux du calcul résolu, textes exclus."),
    "origin": (_TEXT, "library ou project."),
    "available": (_FLAG, "Si le projet peut le calculer."),
    "lacking": (_TEXTS, "Les sources qui manquent pour cela."),
}
_MEASURE: _Fields = {
    "name": (_TEXT, "Son nom."),
    "label": (_MAYBE, "Son nom pour les lecteurs."),
    "kind": ({"enum": ["measure", "per"]}, "Un agrégat de lignes, ou un calcul à deux étages."),
    "agg": (_AGG, "L'agrégat ; {percentile: 0.9} pour un centile."),
    "source": (_TEXT, "La source lue."),
    "expr": (_MAYBE, "Ce qui est agrégé ; null, les lignes."),
    "filters": (_TEXTS, "Les conditions."),
    "rule": (_ANY_OBJECT, "Quelles lignes sont de la période : kind (time, at, flow ou always) et value."),
    "entity": (_TEXTS, "Ce que stocks, flux et cohortes comparent."),
    "window": (_MAYBE, "La fenêtre, si ce n'est pas la période."),
    "cohort": (_or_null(_ref("measure")), "La mesure dont les entités sont gardées."),
    "cohort_is_previous": ({"type": ["boolean", "null"]}, "Si ces entités sont celles de la période précédente."),
    "rollups": (_list("column"), "Des colonnes propres à cette mesure."),
    "per": (_TEXT, "L'entité du premier étage."),
    "measures": (_list("measure"), "Les mesures du premier étage."),
    "formula": (_MAYBE, "La formule par entité ; null, on compte les entités."),
    "having": (_MAYBE, "La condition sur les entités."),
}
_EXAMPLE: _Fields = {
    "name": (_TEXT, "Son nom."),
    "note": (_MAYBE, "Une remarque."),
    "given": (_ANY_OBJECT, "Source -> lignes données."),
    "period": (_MAYBE, "La période."),
    "grain": (_MAYBE, "La maille."),
    "by": (_TEXTS, "Les dimensions."),
    "where": (_TEXTS, "Les conditions."),
    "as_of": (_MAYBE, "La date d'observation."),
    "expect": ({"type": "array", "items": _ANY_OBJECT}, "Les lignes attendues."),
}
_RECORDS = {
    "family": _FAMILY,
    "source": _SOURCE,
    "column": _COLUMN,
    "rollup": _ROLLUP,
    "kpi": _KPI,
    "measure": _MEASURE,
    "example": _EXAMPLE,
}
# The two kinds of measures share these only.
_ALWAYS = {"measure": ["name", "label", "kind", "agg"]}


def catalogue_schema() -> Schema:
    """The JSON Schema of what `kpidef export --to json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kpidef catalogue",
        **_object("catalogue", _CATALOGUE),
        "$defs": {name: _object(name, fields) for name, fields in _RECORDS.items()},
    }


def _object(name: str, fields: _Fields) -> Schema:
    return {
        "type": "object",
        "properties": {key: {**schema, "description": text} for key, (schema, text) in fields.items()},
        "required": _ALWAYS.get(name, list(fields)),
        "additionalProperties": False,
    }

"""The keys of KPIs."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMapping
from dataclasses import replace
from typing import Any

from kpidef.source import Mapping, Node
from kpidef.spec.example_keys import EXAMPLES, PARAMS
from kpidef.spec.keys import Key, Kind, Shape, keyed
from kpidef.spec.measure_keys import MEASURE_IN_PLACE, NAMED_MEASURES, TERM
from kpidef.spec.reading import Reading
from kpidef.spec.records import KpiSpec, TargetSpec, Text
from kpidef.spec.shapes import (
    DATE,
    EXPRESSION,
    IDENTIFIER,
    NAME,
    NUMBER,
    WORDS,
    choice,
    entries,
    many,
    one_or_many,
    record,
)
from kpidef.spec.source_keys import GRAINS, OVERRIDE


def _target(_reading: Reading, _node: Node, fields: dict[str, Any]) -> TargetSpec:
    return TargetSpec(**fields)


TARGET = Kind(
    "target",
    "un objectif",
    "a target",
    keyed(
        Key("from", DATE, "Premier jour.", "First day.", "2026-01-01", required=True, field="start"),
        Key("to", DATE, "Dernier jour exclu.", "Last day, excluded.", "2027-01-01"),
        Key("value", NUMBER, "La valeur visée, à la maille `period`.", "The value aimed at.", "0.25", required=True),
        Key("note", WORDS, "D'où elle vient.", "Where it comes from.", "Plan 2026."),
    ),
    _target,
)


def _thresholds(_reading: Reading, _node: Node, fields: dict[str, Any]) -> tuple[tuple[Text, Text], ...]:
    return tuple(fields.values())


def _read_threshold(reading: Reading, key: Key, node: Node) -> tuple[Text, Text] | None:
    condition = EXPRESSION.read(reading, key, node)
    return None if condition is None else (Text(key.name, condition.at), condition)


_CONDITION = Shape(_read_threshold, "une comparaison", "a comparison", EXPRESSION.schema)
THRESHOLDS = Kind(
    "thresholds",
    "des seuils",
    "thresholds",
    keyed(
        Key("good", _CONDITION, "Quand la valeur est bonne.", "When the value is good.", '"<= 0.25"'),
        Key("watch", _CONDITION, "Quand elle est à surveiller.", "When it is to be watched.", '"<= 0.35"'),
    ),
    _thresholds,
)


def _words(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in fields.items()}


CHANGE = Kind(
    "change",
    "un changement",
    "a change",
    keyed(
        Key("date", DATE, "Quand.", "When.", "2026-01-15", required=True),
        Key(
            "note", WORDS, "Ce qui a changé, et pourquoi.", "What changed, and why.", "Exclut les tests.", required=True
        ),
        Key("by", WORDS, "Le rôle qui l'a décidé.", "The role that decided it.", "relation-client"),
    ),
    _words,
)
LINK = Kind(
    "link",
    "un lien",
    "a link",
    keyed(
        Key("label", WORDS, "Ce qu'on y trouve.", "What is found there.", "Procédure d'escalade", required=True),
        Key("url", WORDS, "L'adresse.", "The address.", "https://exemple.fr/escalade", required=True),
    ),
    _words,
)


def _read_words_by_language(reading: Reading, key: Key, node: Node) -> tuple[Text, ...] | None:
    if not isinstance(node, Mapping):
        plain: tuple[Text, ...] | None = one_or_many(NAME).read(reading, key, node)
        return plain
    pairs = entries(one_or_many(NAME), choice("fr", "en")).read(reading, key, node)
    return tuple(word for _, words in pairs for word in words)


SYNONYMS = Shape(
    _read_words_by_language,
    "une liste, ou {fr: [...], en: [...]}",
    "a list, or {fr: [...], en: [...]}",
    lambda: {"anyOf": [one_or_many(NAME).schema(), entries(one_or_many(NAME)).schema()]},
)


def _kpi(_reading: Reading, _node: Node, fields: ReadOnlyMapping[str, Any]) -> KpiSpec:
    return KpiSpec(**fields)


KPI = Kind(
    "kpi",
    "un KPI",
    "a KPI",
    keyed(
        Key("kpi", IDENTIFIER, "Son identifiant, nom du fichier.", "Its id, the file's name.", "nps", True, "id"),
        Key("label", WORDS, "Son nom pour les lecteurs.", "Its name for readers.", "Taux d'escalade"),
        Key("description", WORDS, "La définition courte.", "The short definition.", "Part des demandes transférées."),
        Key("details", WORDS, "La définition longue.", "The long definition.", "Part des demandes… On compte…"),
        Key("notes", WORDS, "Remarques.", "Remarks.", "Revu chaque trimestre."),
        Key("family", IDENTIFIER, "Sa famille.", "Its family.", "canaux_digital"),
        Key("acronyms", one_or_many(NAME), "Ses sigles.", "Its acronyms.", "[DMT]"),
        Key("synonyms", SYNONYMS, "Ses autres noms.", "Its other names.", "[taux d'escalade, escalation rate]"),
        Key("related", one_or_many(NAME), "Les KPI voisins.", "Related KPIs.", "[taux_resolution]"),
        Key("unit", NAME, "Son unité.", "Its unit.", "percent"),
        Key("direction", choice("up", "down", "none"), "Le sens qui est bon.", "Which way is good.", "down"),
        Key("format", NAME, "Le format d'affichage.", "The display format.", "0.1"),
        Key("owner", WORDS, "Le rôle qui en répond.", "The role that answers for it.", "relation-client"),
        Key("reviewer", WORDS, "Le rôle qui relit.", "The role that reviews.", "controle-de-gestion"),
        Key("review_by", DATE, "La date de la prochaine revue.", "The next review's date.", "2027-01-01"),
        Key(
            "status",
            choice("draft", "review", "certified", "deprecated"),
            "Où en est la définition.",
            "How far the definition is.",
            "certified",
        ),
        Key("replaced_by", NAME, "Son successeur.", "Its successor.", "taux_escalade_humain"),
        Key("period", choice(*GRAINS), "La maille montrée par défaut.", "The grain shown by default.", "month"),
        Key(
            "grains",
            one_or_many(choice(*GRAINS)),
            "Les mailles qui ont un sens.",
            "The grains that make sense.",
            "[month]",
        ),
        Key("dimensions", one_or_many(NAME), "Les axes permis.", "The allowed dimensions.", "[canal, clients.segment]"),
        Key("params", PARAMS, "Ses paramètres, publiés.", "Its published parameters.", "{horizon: 90 days}"),
        Key(
            "filters",
            one_or_many(EXPRESSION),
            "Conditions de toutes les mesures écrites ici.",
            "Conditions of every measure written here.",
            "[\"canal <> 'test'\"]",
        ),
        Key(
            "measures",
            NAMED_MEASURES,
            "Ses mesures, par nom.",
            "Its measures, by name.",
            "{debut: {source: ventes, agg: count}}",
        ),
        Key("measure", MEASURE_IN_PLACE, "Sa seule mesure.", "Its only measure.", "{source: demandes, agg: count}"),
        Key("numerator", TERM, "Mesure, KPI ou expression.", "Measure, KPI or expression.", "promoteurs - detracteurs"),
        Key(
            "denominator",
            TERM,
            "Mesure, KPI ou expression.",
            "Measure, KPI or expression.",
            "{source: demandes, agg: count}",
        ),
        Key(
            "formula",
            EXPRESSION,
            "Par défaut numerator / denominator.",
            "By default the ratio.",
            "(fin - debut) / debut",
        ),
        Key(
            "targets",
            many(record(TARGET)),
            "Ses objectifs datés.",
            "Its dated targets.",
            "[{from: 2026-01-01, value: 0.25}]",
        ),
        Key("thresholds", record(THRESHOLDS), "Ses seuils.", "Its thresholds.", '{good: "<= 0.25", watch: "<= 0.35"}'),
        Key(
            "pitfalls",
            one_or_many(WORDS),
            "Ce que les lecteurs comprennent mal.",
            "What readers get wrong.",
            "[Les tests comptent.]",
        ),
        Key(
            "examples",
            EXAMPLES,
            "Ses exemples, exécutés.",
            "Its examples, which are run.",
            "[{name: un, given: {}, expect: {value: 0}}]",
        ),
        Key(
            "history",
            many(record(CHANGE)),
            "Ses changements.",
            "Its changes.",
            "[{date: 2026-01-15, note: Exclut les tests.}]",
        ),
        Key("links", many(record(LINK)), "Ses liens.", "Its links.", "[{label: Procédure, url: https://exemple.fr}]"),
        Key(
            "extends",
            NAME,
            "Le KPI dont il copie la définition.",
            "The KPI whose definition it copies.",
            "taux_attrition_client",
        ),
    ),
    _kpi,
)

KPI_OVERRIDE = replace(KPI, keys=keyed(OVERRIDE, *(key for key in KPI.keys.values() if key.name != "kpi")))

"""The keys of measures and rollups."""

from __future__ import annotations

from typing import Any

from kpidef.errors.spec import MissingKey
from kpidef.source import Mapping, Node, Scalar
from kpidef.spec.keys import Key, Kind, Shape, keyed, read_record, refuse_together
from kpidef.spec.reading import Reading
from kpidef.spec.records import AggSpec, ColumnSpec, MeasureSpec, RollupSpec, Text
from kpidef.spec.shapes import (
    DURATION,
    EXPRESSION,
    IDENTIFIER,
    NAME,
    NUMBER,
    WORDS,
    choice,
    entries,
    one_or_many,
    record,
    record_or,
    turned,
)

AGGREGATES = ("count", "count_distinct", "sum", "avg", "min", "max", "median")
TIME_RULES = ("time", "at", "flow")


def _percentile(reading: Reading, node: Node, fields: dict[str, Any]) -> AggSpec:
    assert isinstance(node, Mapping)  # a kind is built from a mapping only
    return AggSpec(reading.text(node.entries["percentile"][0]), fields["percentile"])


def _read_fraction(reading: Reading, key: Key, node: Node) -> Text | None:
    if isinstance(node, Scalar) and node.value.startswith(":"):
        return reading.text(node)
    fraction: Text | None = NUMBER.read(reading, key, node)
    return fraction


FRACTION = Shape(_read_fraction, "un nombre ou un paramètre", "a number or a parameter", NUMBER.schema)
PERCENTILE = Kind(
    "percentile",
    "un centile",
    "a percentile",
    keyed(
        Key(
            "percentile",
            FRACTION,
            "Fraction entre 0 et 1 ; interpolation linéaire.",
            "Fraction between 0 and 1; linear interpolation.",
            "0.9",
            required=True,
        )
    ),
    _percentile,
)


def _aggregate(*words: str) -> Shape:
    def read(reading: Reading, key: Key, node: Node) -> AggSpec | None:
        if isinstance(node, Mapping):
            spec: AggSpec | None = read_record(reading, key.name, node, PERCENTILE)
            return spec
        name = named.read(reading, key, node)
        return None if name is None else AggSpec(name)

    named = choice(*words, also="{percentile: 0.9}")
    shape = record_or(PERCENTILE, named)
    return Shape(read, shape.fr, shape.en, shape.schema, shape.kinds)


FOLD = _aggregate(*AGGREGATES, "first", "last")


def _rollup(reading: Reading, node: Node, fields: dict[str, Any]) -> RollupSpec:
    defaults: dict[str, Any] = {"expr": None, "filters": (), "time": None}
    return RollupSpec(at=reading.at(node), **{**defaults, **fields})


def _pairs(names: tuple[Text, ...]) -> tuple[tuple[Text, Text], ...]:
    return tuple((name, name) for name in names)


def _read_match(reading: Reading, key: Key, node: Node) -> tuple[tuple[Text, Text], ...] | None:
    shape = entries(NAME) if isinstance(node, Mapping) else turned(one_or_many(NAME), _pairs)
    pairs: tuple[tuple[Text, Text], ...] | None = shape.read(reading, key, node)
    return pairs


MATCH = Shape(
    _read_match,
    "un nom, une liste de noms, ou {colonne de la source repliée: colonne de l'hôte}",
    "a name, a list of names, or {rolled source's column: host's column}",
    lambda: {"anyOf": [one_or_many(NAME).schema(), entries(NAME).schema()]},
)

_SOURCE = ("La source lue.", "The source that is read.", "demandes")
_EXPR = (
    "L'expression agrégée ; `count` sans elle compte les lignes.",
    "The aggregated expression; `count` without it counts the rows.",
    "montant_ht",
)
_FILTERS = (
    "Une condition ou une liste ; toutes doivent être vraies.",
    "One condition or a list; all must hold.",
    '["montant_ht > 0", "statut = \'validee\'"]',
)

ROLLUP = Kind(
    "rollup",
    "un repli (rollup)",
    "a rollup",
    keyed(
        Key("source", NAME, *_SOURCE, required=True),
        Key(
            "match",
            MATCH,
            "Colonne commune ; `{a: b}` si les noms diffèrent : a dans la source repliée, b dans la source hôte.",
            "Common column; `{a: b}` where names differ: a in the rolled source, b in the host.",
            "demande_id",
            required=True,
        ),
        Key("agg", FOLD, "L'agrégat ; `first` et `last` suivent `time`.", "The aggregate.", "count", required=True),
        Key("expr", EXPRESSION, *_EXPR),
        Key("filters", one_or_many(EXPRESSION), *_FILTERS),
        Key(
            "time",
            NAME,
            "La colonne qui ordonne `first` et `last` ; par défaut celle de la source.",
            "The column that orders `first` and `last`; by default the source's.",
            "debut_le",
        ),
    ),
    _rollup,
)


def _rolled_columns(pairs: tuple[tuple[Text, RollupSpec], ...]) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name=name, rollup=rollup) for name, rollup in pairs)


def _measure(reading: Reading, node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return {"at_position": reading.at(node), **fields}


def _check_measure(reading: Reading, node: Mapping) -> None:
    refuse_together(reading, node, TIME_RULES)
    if "source" not in node.entries and "measures" not in node.entries:
        where = {"where_fr": "une mesure", "where_en": "a measure"}
        reading.errors.append(MissingKey(reading.at(node), key="source", **where, example="source: demandes"))


def _one(fields: dict[str, Any]) -> MeasureSpec:
    return MeasureSpec(**fields)


def _named(pairs: tuple[tuple[Text, dict[str, Any]], ...]) -> tuple[MeasureSpec, ...]:
    return tuple(MeasureSpec(name=name, **fields) for name, fields in pairs)


def _shared_keys(agg: Shape) -> tuple[Key, ...]:
    return (
        Key(
            "label", WORDS, "Ce que la mesure compte, en mots.", "What the measure counts, in words.", "demandes reçues"
        ),
        Key("description", WORDS, "Sa définition.", "Its definition.", "Demandes reçues dans la période."),
        Key("unit", NAME, "Son unité.", "Its unit.", "EUR"),
        Key("source", NAME, *_SOURCE),
        Key("agg", agg, "L'agrégat.", "The aggregate.", "count", required=True),
        Key("expr", EXPRESSION, *_EXPR),
        Key("filters", one_or_many(EXPRESSION), *_FILTERS),
        Key(
            "time",
            NAME,
            "La colonne de date qui place la ligne dans la période ; par défaut celle de la source.",
            "The date column that puts a row in the period; by default the source's.",
            "resolue_le",
        ),
        Key(
            "at",
            choice("start", "end", "any", "average"),
            "Le stock à l'ouverture, à la clôture, à un moment quelconque, ou la moyenne des deux bouts.",
            "The stock when the period opens, closes, at any time, or the mean of both ends.",
            "end",
        ),
        Key(
            "flow",
            choice("in", "out"),
            "Les entités entrées dans le stock, ou sorties.",
            "The entities that entered the stock, or left it.",
            "out",
        ),
        Key(
            "entity",
            NAME,
            "Ce que comparent stocks, flux, cohortes et photos.",
            "What stocks, flows, cohorts and photos compare.",
            "client_id",
        ),
        Key(
            "window",
            DURATION,
            "La fenêtre lue au lieu de la période : une durée, year_to_date ou all_time.",
            "The window read instead of the period: a duration, year_to_date or all_time.",
            "12 months",
        ),
        Key(
            "cohort",
            EXPRESSION,
            "Les seules entités comptées par une autre mesure, `m` ou `previous(m)`.",
            "Only the entities that another measure counted, `m` or `previous(m)`.",
            "previous(acheteurs)",
        ),
        Key(
            "rollups",
            turned(entries(record(ROLLUP), IDENTIFIER), _rolled_columns),
            "Replis propres à la mesure, par nom.",
            "Rollups of this measure's own, by name.",
            "{nb_contacts: {source: contacts, match: demande_id, agg: count}}",
        ),
    )


INNER_MEASURE = Kind(
    "inner_measure",
    "une mesure par entité",
    "a measure by entity",
    keyed(*_shared_keys(FOLD)),
    _measure,
    _check_measure,
)
MEASURE = Kind(
    "measure",
    "une mesure",
    "a measure",
    keyed(
        *_shared_keys(_aggregate(*AGGREGATES)),
        Key(
            "per",
            NAME,
            "L'entité d'un calcul en deux étages.",
            "The entity of a calculation in two stages.",
            "client_id",
        ),
        Key(
            "having",
            EXPRESSION,
            "Les entités gardées ; `value` est leur résultat.",
            "The entities that are kept; `value` is their result.",
            '"count(*) >= 2"',
        ),
        Key(
            "measures",
            turned(entries(record(INNER_MEASURE), IDENTIFIER), _named),
            "Les mesures de chaque entité, par nom.",
            "The measures of each entity, by name.",
            "{debut: {source: abonnements, agg: sum, expr: mrr, at: start}}",
        ),
        Key(
            "formula", EXPRESSION, "Le résultat de chaque entité.", "Each entity's result.", "greatest(fin - debut, 0)"
        ),
    ),
    _measure,
    _check_measure,
)

MEASURE_IN_PLACE = turned(record(MEASURE), _one)
NAMED_MEASURES = turned(entries(record(MEASURE), IDENTIFIER), _named)


def _read_term(reading: Reading, key: Key, node: Node) -> MeasureSpec | Text | None:
    shape = MEASURE_IN_PLACE if isinstance(node, Mapping) else EXPRESSION
    term: MeasureSpec | Text | None = shape.read(reading, key, node)
    return term


_TERM = record_or(MEASURE, EXPRESSION)
TERM = Shape(_read_term, _TERM.fr, _TERM.en, _TERM.schema, _TERM.kinds)

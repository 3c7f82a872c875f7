"""The keys of sources and their columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpidef.errors.spec import MissingKey
from kpidef.source import Mapping, Node
from kpidef.spec.keys import Key, Kind, Shape, keyed
from kpidef.spec.measure_keys import ROLLUP
from kpidef.spec.reading import Reading
from kpidef.spec.records import ColumnSpec, SnapshotSpec, SourceSpec, Text, ValiditySpec
from kpidef.spec.shapes import (
    BOOLEAN,
    DURATION,
    EXPRESSION,
    IDENTIFIER,
    NAME,
    VALUE,
    WORDS,
    choice,
    distinct,
    entries,
    one_or_many,
    record,
    turned,
)

TYPES = ("text", "integer", "decimal", "float", "boolean", "date", "timestamp", "timestamptz")
GRAINS = ("day", "week", "month", "quarter", "semester", "year")


def _column(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def _check_column(reading: Reading, node: Mapping) -> None:
    if not {"type", "expr", "rollup"} & node.entries.keys():
        where = {"where_fr": "une colonne", "where_en": "a column"}
        reading.errors.append(MissingKey(reading.at(node), key="type", **where, example="type: text"))


def _columns(pairs: tuple[tuple[Text, dict[str, Any]], ...]) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name=name, **fields) for name, fields in pairs)


def columns_of(column: Kind) -> Shape:
    """Columns by name."""
    return turned(entries(record(column), IDENTIFIER), _columns)


def _validity(_reading: Reading, _node: Node, fields: dict[str, Any]) -> ValiditySpec:
    return ValiditySpec(**fields)


def _snapshot(_reading: Reading, _node: Node, fields: dict[str, Any]) -> SnapshotSpec:
    return SnapshotSpec(fields["at"], fields.get("stale_after"))


COLUMN = Kind(
    "column",
    "une colonne",
    "a column",
    keyed(
        Key(
            "type",
            choice(*TYPES),
            "Son type ; il suit de `expr` ou de `rollup` s'il y en a.",
            "Its type; it follows from `expr` or `rollup` where there is one.",
            "text",
        ),
        Key("label", WORDS, "Son nom pour les lecteurs.", "Its name for readers.", "Canal"),
        Key("description", WORDS, "Ce qu'elle dit.", "What it says.", "Canal par lequel la demande est arrivée."),
        Key("unit", NAME, "Son unité.", "Its unit.", "EUR"),
        Key("values", distinct(VALUE), "Ses valeurs possibles.", "Its possible values.", "[telephone, email, chat]"),
        Key(
            "references",
            NAME,
            "La clé de la source à laquelle elle renvoie, plusieurs lignes à une.",
            "The key of the source that it refers to, many rows to one.",
            "clients.client_id",
        ),
        Key("same_as", NAME, "La même dimension, ailleurs.", "The same dimension, elsewhere.", "contacts.canal"),
        Key(
            "dimension",
            BOOLEAN,
            "Si elle sert d'axe d'analyse ; par défaut oui pour text et boolean.",
            "Whether it is a dimension; by default yes for text and boolean.",
            "false",
        ),
        Key("grain", choice(*GRAINS), "La maille d'une date : une ligne par mois.", "A date's grain.", "month"),
        Key("expr", EXPRESSION, "Colonne calculée.", "Computed column.", "resolue_le is not null"),
        Key(
            "rollup",
            record(ROLLUP),
            "Faits d'une autre source, repliés en une valeur par ligne.",
            "Facts of another source, folded to one value a row.",
            "{source: contacts, match: demande_id, agg: count}",
        ),
    ),
    _column,
    _check_column,
)

VALIDITY = Kind(
    "validity",
    "une validité",
    "a validity",
    keyed(
        Key("from", NAME, "Début, inclus.", "Start, included.", "valid_from", required=True, field="start"),
        Key("to", NAME, "Fin, exclue ; vide : en cours.", "End, excluded; null: current.", "valid_to", True, "end"),
    ),
    _validity,
)

COLUMN_OVERRIDE = replace(COLUMN, check=None)

SNAPSHOT = Kind(
    "snapshot",
    "une photo",
    "a snapshot",
    keyed(
        Key("at", NAME, "La date de la photo.", "The photo's date.", "photo_le", required=True),
        Key(
            "stale_after", DURATION, "Âge au-delà duquel elle ne vaut plus.", "Age beyond which it is stale.", "40 days"
        ),
    ),
    _snapshot,
)


def _source(_reading: Reading, _node: Node, fields: dict[str, Any]) -> SourceSpec:
    return SourceSpec(**{**_DEFAULTS, **fields})


_DEFAULTS: dict[str, Any] = {
    "label": None,
    "description": None,
    "key": (),
    "time": None,
    "validity": None,
    "snapshot": None,
    "filters": (),
    "columns": (),
}

SOURCE = Kind(
    "source",
    "une source",
    "a source",
    keyed(
        Key(
            "source", IDENTIFIER, "Son identifiant, nom du fichier.", "Its id, the file's name.", "demandes", True, "id"
        ),
        Key("label", WORDS, "Son nom pour les lecteurs.", "Its name for readers.", "Demandes client"),
        Key("description", WORDS, "Ce qu'est une ligne.", "What a row is.", "Une ligne par demande reçue."),
        Key("notes", WORDS, "Remarques.", "Remarks.", "Les doublons sont écartés à la saisie."),
        Key("owner", WORDS, "Le rôle qui en répond.", "The role that answers for it.", "relation-client"),
        Key("key", one_or_many(NAME), "L'identité d'une ligne.", "A row's identity.", "demande_id"),
        Key("time", NAME, "La date d'événement par défaut.", "The default event time.", "recue_le"),
        Key(
            "validity",
            record(VALIDITY),
            "L'intervalle pendant lequel une ligne est vraie.",
            "The interval over which a row is true.",
            "{from: valid_from, to: valid_to}",
        ),
        Key(
            "snapshot",
            record(SNAPSHOT),
            "Des lignes qui disent ce qu'on savait à une date.",
            "Rows that say what was known at a date.",
            "{at: photo_le, stale_after: 40 days}",
        ),
        Key(
            "filters",
            one_or_many(EXPRESSION),
            "Conditions toujours appliquées.",
            "Conditions that always apply.",
            '["est_test = false"]',
        ),
        Key(
            "columns",
            columns_of(COLUMN),
            "Ses colonnes, par nom.",
            "Its columns, by name.",
            "{demande_id: {type: text}}",
            required=True,
        ),
    ),
    _source,
)

OVERRIDE = Key(
    "override", IDENTIFIER, "La définition de bibliothèque modifiée.", "The library's definition.", "nps", True, "id"
)
# A library's column may be given another label alone: its type is already said.
SOURCE_OVERRIDE = replace(
    SOURCE,
    keys=keyed(
        OVERRIDE,
        *(
            replace(key, required=False, shape=columns_of(COLUMN_OVERRIDE) if key.name == "columns" else key.shape)
            for key in SOURCE.keys.values()
            if key.name != "source"
        ),
    ),
)

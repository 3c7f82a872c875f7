"""The keys of parameters and worked examples."""

from __future__ import annotations

from typing import Any

from kpidef.source import Mapping, Node, Scalar, Sequence
from kpidef.spec.keys import Key, Kind, Schema, Shape, keyed, read_record
from kpidef.spec.reading import Reading
from kpidef.spec.records import ExampleSpec, ParamSpec, Text
from kpidef.spec.shapes import (
    CELL_SCHEMA,
    EXPRESSION,
    IDENTIFIER,
    NAME,
    VALUE,
    WORDS,
    entries,
    many,
    one_or_many,
    record,
    turned,
)

Row = tuple[tuple[Text, Text | None], ...]


def _param(_reading: Reading, _node: Node, fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def _read_param(reading: Reading, key: Key, node: Node) -> dict[str, Any] | None:
    if isinstance(node, Mapping):
        described: dict[str, Any] | None = read_record(reading, key.name, node, PARAM)
        return described
    value = _VALUES.read(reading, key, node)
    return None if value is None else {"value": value}


def _read_values(reading: Reading, key: Key, node: Node) -> Text | tuple[Text, ...] | None:
    shape = many(VALUE) if isinstance(node, Sequence) else VALUE
    value: Text | tuple[Text, ...] | None = shape.read(reading, key, node)
    return value


def _params(pairs: tuple[tuple[Text, dict[str, Any]], ...]) -> tuple[ParamSpec, ...]:
    return tuple(ParamSpec(name=name, **fields) for name, fields in pairs)


_VALUES = Shape(_read_values, "une valeur, ou une liste", "a value, or a list", one_or_many(VALUE).schema)
PARAM = Kind(
    "param",
    "un paramètre",
    "a parameter",
    keyed(
        Key(
            "value",
            _VALUES,
            "Nombre, texte, durée, identifiant de KPI, ou liste.",
            "Number, text, duration, KPI id, or list.",
            "90 days",
            required=True,
        ),
        Key("label", WORDS, "Son nom pour les lecteurs.", "Its name for readers.", "Horizon"),
        Key("description", WORDS, "Ce qu'il règle.", "What it sets.", "Délai laissé au client pour revenir."),
    ),
    _param,
)


def _param_schema() -> Schema:
    return {"anyOf": [_VALUES.schema(), {"$ref": "#/$defs/param"}]}


_PARAM = Shape(
    _read_param,
    "une valeur, une liste, ou des clés (param)",
    "a value, a list, or a mapping (param)",
    _param_schema,
    (PARAM,),
)
PARAMS = turned(entries(_PARAM, IDENTIFIER), _params)


def _read_row(reading: Reading, key: Key, node: Node) -> Row | None:
    if not isinstance(node, Mapping):
        reading.wrong_shape(key.name, node, ("des clés", "a mapping"), key.example)
        return None
    return _cells(reading, node)


def _cells(reading: Reading, node: Mapping) -> Row:
    cells: list[tuple[Text, Text | None]] = []
    for name, cell in node.entries.values():
        if type(cell) is not Scalar:
            reading.wrong_shape(name.value, cell, ("une valeur", "a value"), "")
        else:
            cells.append((reading.text(name), None if cell.is_null else reading.text(cell)))
    return tuple(cells)


ROW = Shape(
    _read_row,
    "colonne : valeur",
    "column: value",
    lambda: {"type": "object", "additionalProperties": CELL_SCHEMA},
)


def _example(reading: Reading, node: Node, fields: dict[str, Any]) -> ExampleSpec:
    return ExampleSpec(at=reading.at(node), **{"period": None, **fields})


EXAMPLE = Kind(
    "example",
    "un exemple",
    "an example",
    keyed(
        Key("name", WORDS, "Ce que l'exemple montre.", "What the example shows.", "un client part et revient", True),
        Key(
            "given",
            entries(many(ROW)),
            "Les lignes de chaque source ; une colonne omise est nulle.",
            "The rows of each source; an omitted column is null.",
            "{demandes: [{demande_id: d1, recue_le: 2026-03-02 09:00}]}",
            required=True,
        ),
        Key("period", NAME, "La période demandée.", "The requested period.", "2026-03"),
        Key("grain", NAME, "La maille demandée.", "The requested grain.", "month"),
        Key("by", one_or_many(NAME), "Les axes demandés.", "The requested dimensions.", "[canal]"),
        Key("where", one_or_many(EXPRESSION), "Les filtres demandés.", "The requested filters.", "\"canal = 'email'\""),
        Key(
            "as_of",
            NAME,
            "L'instant d'observation ; par défaut après tous les horizons.",
            "The observation time; by default after every horizon.",
            "2026-04-01 00:00",
        ),
        Key("params", PARAMS, "Valeurs de paramètres pour l'exemple.", "Parameter values here.", "{seuil: 3}"),
        Key(
            "expect",
            one_or_many(ROW),
            "Une ligne attendue, ou plusieurs.",
            "One expected row, or several.",
            "{numerator: 1, denominator: 3, value: 0.333333}",
            required=True,
        ),
        Key("note", WORDS, "Comment le compte se refait à la main.", "How to recount by hand.", "d1 et d3 comptent."),
    ),
    _example,
)

EXAMPLES = many(record(EXAMPLE))

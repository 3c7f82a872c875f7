"""The shapes that values take: texts, choices, lists, records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kpidef.errors.spec import EmptyList, NotADate, NotANumber, RepeatedItem, UnknownChoice
from kpidef.source import Mapping, Node, Scalar, Sequence
from kpidef.spec.advice import instead, shown
from kpidef.spec.keys import Key, Kind, Schema, Shape, Value, read_record
from kpidef.spec.reading import LONGEST_ID, Reading
from kpidef.spec.records import Text

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SCALAR_SCHEMA: Schema = {"type": ["string", "number", "boolean"]}
CELL_SCHEMA: Schema = {"type": ["string", "number", "boolean", "null"]}


def _read_words(reading: Reading, key: Key, node: Node) -> str | None:
    scalar = reading.plain_text(key.name, node, key.example)
    return scalar.value.strip() if scalar else None


def _read_text(reading: Reading, key: Key, node: Node) -> Text | None:
    scalar = reading.plain_text(key.name, node, key.example)
    return reading.text(scalar) if scalar else None


def _read_cell(reading: Reading, key: Key, node: Node) -> Text | None:
    """A value of a parameter or of a row: an empty text is one."""
    if isinstance(node, Scalar) and not node.is_null:
        return reading.text(node)
    reading.wrong_shape(key.name, node, ("une valeur", "a value"), key.example)
    return None


def _read_identifier(reading: Reading, key: Key, node: Node) -> Text | None:
    scalar = reading.plain_text(key.name, node, key.example)
    return reading.identifier(scalar) if scalar else None


def _read_boolean(reading: Reading, key: Key, node: Node) -> bool | None:
    word = _read_choice(reading, key, node, ("true", "false"))
    return None if word is None else word.value == "true"


def _read_number(reading: Reading, key: Key, node: Node) -> Text | None:
    text = _read_text(reading, key, node)
    if text is not None and not _NUMBER.fullmatch(text.value):
        reading.errors.append(NotANumber(text.at, key=key.name, value=shown(text.value)))
        return None
    return text


def _read_date(reading: Reading, key: Key, node: Node) -> Text | None:
    from datetime import date

    text = _read_text(reading, key, node)
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text.value):
            raise ValueError(text.value)
        date.fromisoformat(text.value)
    except ValueError:
        from kpidef.calendar.suggestion import day_meant

        meant = day_meant(text.value)
        reading.errors.append(NotADate(text.at, key=key.name, value=shown(text.value), meant=meant))
        return None
    return text


def _read_choice(reading: Reading, key: Key, node: Node, words: Iterable[str], also: str = "") -> Text | None:
    text = _read_text(reading, key, node)
    if text is None or text.value in words:
        return text
    if reading.is_full:
        return None
    advice = instead(text.value, (*words, also) if also else words)
    reading.errors.append(UnknownChoice(text.at, key=key.name, value=shown(text.value), **advice))
    return None


WORDS = Shape(_read_words, "un texte", "a text", lambda: {"type": "string", "minLength": 1})
TEXT = Shape(_read_text, "un texte", "a text", lambda: SCALAR_SCHEMA)
VALUE = Shape(_read_cell, "une valeur", "a value", lambda: SCALAR_SCHEMA)
EXPRESSION = Shape(_read_text, "une expression", "an expression", lambda: SCALAR_SCHEMA)
NAME = Shape(_read_text, "un nom", "a name", lambda: {"type": "string", "minLength": 1})
DURATION = Shape(_read_text, "une durée", "a duration", lambda: {"type": "string", "minLength": 1})
IDENTIFIER = Shape(
    _read_identifier,
    "un identifiant",
    "an identifier",
    lambda: {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": LONGEST_ID},
)
BOOLEAN = Shape(_read_boolean, "true ou false", "true or false", lambda: {"type": "boolean"})
NUMBER = Shape(_read_number, "un nombre", "a number", lambda: {"type": ["number", "string"]})
DATE = Shape(_read_date, "une date", "a date", lambda: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})


def choice(*words: str, also: str = "") -> Shape:
    """One word of a closed list; `also` is another form of the value, for who looks for it among the words."""

    def read(reading: Reading, key: Key, node: Node) -> Text | None:
        return _read_choice(reading, key, node, words, also)

    return Shape(read, " | ".join(words), " | ".join(words), lambda: {"enum": list(words)})


def many(item: Shape) -> Shape:
    """A list."""

    def read(reading: Reading, key: Key, node: Node) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            reading.wrong_shape(key.name, node, ("une liste", "a list"), key.example)
            return None
        return tuple(read for each in node.items if (read := item.read(reading, key, each)) is not None)

    def schema() -> Schema:
        return {"type": "array", "items": item.schema()}

    return Shape(read, f"une liste ({item.fr})", f"a list ({item.en})", schema, item.kinds)


def distinct(item: Shape) -> Shape:
    """A list of different texts, at least one."""
    listed = many(item)

    def read(reading: Reading, key: Key, node: Node) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = listed.read(reading, key, node)
        if isinstance(node, Sequence) and not node.items:
            reading.errors.append(EmptyList(reading.at(node), key=key.name))
        seen: set[str] = set()
        for one in found or ():
            if one.value in seen:
                reading.errors.append(RepeatedItem(one.at, key=key.name, value=shown(one.value)))
            seen.add(one.value)
        return found

    def schema() -> Schema:
        return {**listed.schema(), "minItems": 1, "uniqueItems": True}

    return Shape(read, listed.fr, listed.en, schema, listed.kinds)


def one_or_many(item: Shape) -> Shape:
    """One value, or a list of them."""

    def read(reading: Reading, key: Key, node: Node) -> tuple[Any, ...] | None:
        nodes = node.items if isinstance(node, Sequence) else (node,)
        return tuple(read for each in nodes if (read := item.read(reading, key, each)) is not None)

    def schema() -> Schema:
        return {"anyOf": [item.schema(), {"type": "array", "items": item.schema()}]}

    return Shape(read, f"{item.fr}, ou une liste", f"{item.en}, or a list", schema, item.kinds)


def record(kind: Kind) -> Shape:
    """A mapping with a closed list of keys."""

    def read(reading: Reading, key: Key, node: Node) -> Value:
        return read_record(reading, key.name, node, kind)

    return Shape(read, f"des clés ({kind.name})", f"a mapping ({kind.name})", lambda: _reference(kind), (kind,))


def record_or(kind: Kind, other: Shape) -> Shape:
    """A record, or a short form that stands for one."""

    def read(reading: Reading, key: Key, node: Node) -> Value:
        if isinstance(node, Mapping):
            return read_record(reading, key.name, node, kind)
        return other.read(reading, key, node)

    def schema() -> Schema:
        return {"anyOf": [other.schema(), _reference(kind)]}

    fr, en = f"{other.fr}, ou des clés ({kind.name})", f"{other.en}, or a mapping ({kind.name})"
    return Shape(read, fr, en, schema, (kind, *other.kinds))


def entries(value: Shape, name: Shape = NAME) -> Shape:
    """A mapping of one's own names; read as pairs (name, value)."""

    def read(reading: Reading, key: Key, node: Node) -> tuple[tuple[Text, Any], ...] | None:
        if not isinstance(node, Mapping):
            reading.wrong_shape(key.name, node, ("des clés", "a mapping"), key.example)
            return None
        return tuple(_entries(reading, key, node, value, name))

    def schema() -> Schema:
        return {"type": "object", "additionalProperties": value.schema()}

    return Shape(read, f"nom : {value.fr}", f"name: {value.en}", schema, value.kinds)


def _entries(reading: Reading, key: Key, node: Mapping, value: Shape, name: Shape) -> Iterable[tuple[Text, Any]]:
    for written, held in node.entries.values():
        text = name.read(reading, key, written)
        # A record's short form stands under its own name: `age: integer` is told of `age`, not of `columns`.
        under = replace(key, name=written.value) if value.kinds and type(held) is Scalar else key
        read = value.read(reading, under, held)
        if text is not None and read is not None:
            yield text, read


def _reference(kind: Kind) -> Schema:
    return {"$ref": f"#/$defs/{kind.name}"}


def turned(shape: Shape, turn: Callable[[Any], Any]) -> Shape:
    """A shape whose value becomes something else once read."""

    def read(reading: Reading, key: Key, node: Node) -> Value:
        value = shape.read(reading, key, node)
        return None if value is None else turn(value)

    return Shape(read, shape.fr, shape.en, shape.schema, shape.kinds)

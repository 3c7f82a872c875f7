"""What a key is: its name, the shape of its value, and what the reference says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from kpidef.errors.spec import KeysTogether, MissingKey, UnknownKey
from kpidef.source import Mapping, Node, Scalar
from kpidef.spec.advice import instead, shown
from kpidef.spec.reading import Reading

Schema: TypeAlias = dict[str, Any]
Value: TypeAlias = Any  # what a shape reads; the record that takes it says which type it is


class ReadsValue(Protocol):
    """Reads a key's value; None where it cannot, its errors noted."""

    def __call__(self, reading: Reading, key: Key, node: Node, /) -> Value: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """The form of a value: how it is read, how it is said, its JSON Schema, and the kinds of record inside it."""

    read: ReadsValue
    fr: str
    en: str
    schema: Callable[[], Schema]
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a kind of record. `field` is the record's field, where it has another name."""

    name: str
    shape: Shape
    fr: str
    en: str
    example: str
    required: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its closed list of keys, and how its fields become one."""

    name: str
    fr: str
    en: str
    keys: dict[str, Key]
    build: Callable[[Reading, Node, dict[str, Any]], Any]
    check: Callable[[Reading, Mapping], None] | None = None  # what no single key can say


def keyed(*keys: Key) -> dict[str, Key]:
    """The keys by name, in the order of the reference."""
    return {key.name: key for key in keys}


def read_record(reading: Reading, key: str, node: Node, kind: Kind) -> Value:
    """The record that a mapping says; None where it is none, or lacks what it cannot be without."""
    if not isinstance(node, Mapping):
        reading.wrong_shape(key, node, ("des clés", "a mapping"), "{" + ", ".join(_examples(kind)) + "}")
        return None
    fields = read_fields(reading, node, kind)
    if kind.check is not None:
        kind.check(reading, node)
    return None if fields is None else kind.build(reading, node, fields)


def read_fields(reading: Reading, node: Mapping, kind: Kind) -> dict[str, Any] | None:
    """The values of a mapping by field; None where a required one is missing or unreadable."""
    fields: dict[str, Any] = {}
    keys = kind.keys
    for name, (written, value) in node.entries.items():
        key = keys.get(name)
        if key is None:
            _unknown_key(reading, written, kind)
        elif not (type(value) is Scalar and value.is_null):
            read = key.shape.read(reading, key, value)
            if read is not None:
                fields[key.field or name] = read
    complete = True
    for key in keys.values():
        if key.required and (key.field or key.name) not in fields:
            complete = False
            _missing(reading, node, key, kind)
    return fields if complete else None


def refuse_together(reading: Reading, node: Mapping, names: tuple[str, ...]) -> None:
    """At most one of these keys may be written."""
    written = [node.entries[name][0] for name in names if name in node.entries]
    if len(written) > 1:
        at = reading.at(written[1])
        reading.errors.append(KeysTogether(at, first=written[0].value, second=written[1].value))


def _missing(reading: Reading, node: Mapping, key: Key, kind: Kind) -> None:
    entry = node.entries.get(key.name)
    if entry is not None and not (isinstance(entry[1], Scalar) and entry[1].is_null):
        return  # it is there, and its own error says what is wrong with it
    at = reading.at(entry[0]) if entry is not None else reading.at(node)
    example = f"{key.name}: {key.example}"
    reading.errors.append(MissingKey(at, key=key.name, where_fr=kind.fr, where_en=kind.en, example=example))


def _unknown_key(reading: Reading, written: Scalar, kind: Kind) -> None:
    if reading.is_full:
        return
    advice = instead(written.value, kind.keys)
    where = {"where_fr": kind.fr, "where_en": kind.en}
    reading.errors.append(UnknownKey(reading.at(written), key=shown(written.value), **where, **advice))


def _examples(kind: Kind) -> list[str]:
    required = [key for key in kind.keys.values() if key.required]
    return [f"{key.name}: {key.example}" for key in required or list(kind.keys.values())[:1]]

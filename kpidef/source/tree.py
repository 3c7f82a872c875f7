"""The tree that grows as YAML's events come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kpidef.errors import KpidefError, Position, SourceText
from kpidef.errors.spec import (
    DuplicateKey,
    KeyNotText,
    MergeKey,
    TagRefused,
    TooDeep,
    TooManyAliases,
    TooManyNodes,
    UnknownAlias,
    UnquotedComma,
)
from kpidef.source.comma import mend, mend_entries, opens
from kpidef.source.nodes import Mapping, Node, Scalar, Sequence
from kpidef.source.position import place

DEEPEST = 64
MOST_ALIASES = 100
MOST_NODES = 200_000  # with aliases written out, so that none of them can hide a bomb


class Mark(Protocol):
    """A place in a text, from 0, as YAML's parser says it."""

    index: int
    line: int
    column: int


class Event(Protocol):
    """What all of YAML's events that make nodes carry."""

    anchor: str | None
    start_mark: Mark
    end_mark: Mark


class TaggedEvent(Event, Protocol):
    tag: str | None


class ScalarEvent(TaggedEvent, Protocol):
    value: str
    style: str | None


class CollectionEvent(TaggedEvent, Protocol):
    flow_style: bool | None


@dataclass(slots=True)
class _Opened:
    """A collection whose end has not come yet."""

    is_mapping: bool
    flow: bool
    line: int
    column: int
    anchor: str | None
    size_before: int
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Node | None = None
    again: bool = False  # its first key has come a second time


@dataclass(slots=True)
class Tree:
    source: SourceText
    errors: list[KpidefError] = field(default_factory=list)
    root: Node | None = None
    opened: list[_Opened] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    aliases: int = 0
    size: int = 0
    last_scalar: Scalar | None = None

    def scalar(self, event: ScalarEvent) -> None:
        start, end = event.start_mark, event.end_mark
        value, style = event.value, event.style
        if event.tag is not None:
            self._refuse_tag(event)
        quotes = 1 if style in {"'", '"'} else 0
        written = end.index - start.index
        direct = written == len(value) + 2 * quotes and start.line == end.line
        raw = None if direct else self.source.text[start.index : end.index]
        node = Scalar(value, not style or style == "plain", start.line + 1, start.column + 1 + quotes, raw)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1)
        self.last_scalar = node
        self._add(node, 1)

    def open(self, event: CollectionEvent, *, is_mapping: bool) -> None:
        mark = event.start_mark
        if event.tag is not None:
            self._refuse_tag(event)
        if len(self.opened) >= DEEPEST:
            raise TooDeep(self._at(event), limit=DEEPEST)
        flow = bool(event.flow_style)
        self.opened.append(_Opened(is_mapping, flow, mark.line + 1, mark.column + 1, event.anchor, self.size))

    def close(self) -> None:
        done = self.opened.pop()
        node: Node
        if done.is_mapping:
            node = Mapping(self._mended_entries(done.entries) if done.flow else done.entries, done.line, done.column)
        else:
            node = Sequence(tuple(self._mended(done.items) if done.flow else done.items), done.line, done.column)
        if done.anchor is not None:
            self.anchors[done.anchor] = (node, self.size - done.size_before + 1)
        self._add(node, 1)

    def alias(self, event: Event) -> None:
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise TooManyAliases(self._at(event), limit=MOST_ALIASES)
        known = self.anchors.get(event.anchor or "")
        if known is None:
            raise UnknownAlias(self._at(event), name=event.anchor)
        node, size = known
        self._add(node, size)

    def innermost_flow(self) -> list[Node]:
        """What the innermost collection between brackets or braces holds so far."""
        if not self.opened or not self.opened[-1].flow:
            return []
        inner = self.opened[-1]
        return inner.items + [value for _, value in inner.entries.values()]

    def _add(self, node: Node, size: int) -> None:
        self.size += size
        if self.size > MOST_NODES:
            raise TooManyNodes(place(self.source, node), limit=MOST_NODES)
        if not self.opened:
            self.root = node
            return
        inner = self.opened[-1]
        if not inner.is_mapping:
            inner.items.append(node)
        elif inner.key is None:
            inner.key = node
        else:
            self._enter(inner, inner.key, node)
            inner.key = None

    def _enter(self, mapping: _Opened, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.errors.append(KeyNotText(place(self.source, key)))
        elif key.value == "<<" and key.plain:
            self.errors.append(MergeKey(place(self.source, key)))
        elif key.value in mapping.entries:
            self._refuse_twice(mapping, key)
        else:
            mapping.entries[key.value] = (key, value)

    def _refuse_twice(self, mapping: _Opened, key: Scalar) -> None:
        if mapping.again:
            return  # a whole record pasted below itself is one mistake
        first = mapping.entries[key.value][0]
        mapping.again = key.value == next(iter(mapping.entries))
        where = place(self.source, first)
        self.errors.append(DuplicateKey(place(self.source, key), key=key.value, first=str(where)))

    def _mended(self, items: list[Node]) -> list[Node]:
        if not any(opens(item) for item in items):
            return items
        mended, wholes = mend(items)
        self._cut(wholes)
        return mended

    def _mended_entries(self, entries: dict[str, tuple[Scalar, Node]]) -> dict[str, tuple[Scalar, Node]]:
        if not any(opens(value) for _, value in entries.values()):
            return entries
        mended, wholes = mend_entries(entries)
        self._cut(wholes)
        return mended

    def _cut(self, wholes: list[Scalar]) -> None:
        self.errors += [UnquotedComma(place(self.source, whole), text=whole.value) for whole in wholes]

    def _refuse_tag(self, event: TaggedEvent) -> None:
        self.errors.append(TagRefused(self._at(event), tag=event.tag))

    def _at(self, event: Event) -> Position:
        return Position(self.source, event.start_mark.line + 1, event.start_mark.column + 1)

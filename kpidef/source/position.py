"""Where a node stands, and where a part of a scalar stands on the page."""

from __future__ import annotations

from dataclasses import dataclass

from kpidef.errors import Position, SourceText
from kpidef.source.nodes import Node, Scalar


def place(source: SourceText, node: Node) -> Position:
    """The position of a node in its file."""
    if not isinstance(node, Scalar):
        return Position(source, node.line, node.column)
    if node.raw is None:
        return Position(source, node.line, node.column, len(node.value) or 1)
    return SpreadPosition(source, node.line, node.column, _first_line(node.raw), node.raw, node.value)


@dataclass(frozen=True, slots=True)
class SpreadPosition(Position):
    """The place of a scalar that is escaped, folded or written as a block."""

    raw: str = ""
    value: str = ""

    def within(self, offset: int, length: int) -> Position:
        """The place of `length` characters of the value, as far as their first line goes."""
        start = _written(self.raw, self.value, offset)
        end = max(_written(self.raw, self.value, offset + length - 1), start)
        stop = self.raw.find("\n", start)
        visible = (min(end + 1, stop) if stop >= 0 else end + 1) - start
        newlines = self.raw.count("\n", 0, start)
        column = start - self.raw.rfind("\n", 0, start) if newlines else self.column + start - _opening(self.raw)
        return Position(self.source, self.line + newlines, column, max(visible, 1))


def _first_line(raw: str) -> int:
    return max(len(raw.split("\n", 1)[0].rstrip()) - _opening(raw), 1)


def _opening(raw: str) -> int:
    return 1 if raw[:1] in {"'", '"'} else 0


def _written(raw: str, value: str, offset: int) -> int:
    """Where the value's character `offset` stands in `raw`; both have the same visible characters in the same order."""
    after = raw.find("\n") + 1 if raw[:1] in {"|", ">"} else _opening(raw)
    for character in value[: offset + 1]:
        found = -1 if character.isspace() else raw.find(character, after)
        if found >= 0:  # else a fold, or a numeric escape: the nearest known place will do
            after = found + (2 if character == raw[0] == "'" else 1)
    return max(after - 1, _opening(raw))

"""A YAML document as a tree: every scalar is still text, every node knows its line and column."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMapping
from typing import NamedTuple, TypeAlias

NULL_TEXTS = frozenset({"", "null", "~"})


# Tuples, not dataclasses: a catalogue of a thousand files holds a hundred thousand of them.
class Scalar(NamedTuple):
    """A text; `line` and `column` are those of its first character, after the opening quote."""

    value: str
    plain: bool  # written without quotes and not as a block
    line: int
    column: int
    raw: str | None = None  # as written, where the value is not on the page character by character

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: an empty plain scalar, `null` or `~`, unquoted."""
        return self.plain and self.value in NULL_TEXTS


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    entries: ReadOnlyMapping[str, tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping

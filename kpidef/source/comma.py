"""Conditions that YAML cuts in two at a comma: `[x in (1, 2)]` is a list of `x in (1` and `2)`."""

from __future__ import annotations

from collections.abc import Sequence as ReadOnlySequence
from itertools import islice, takewhile

from kpidef.source.nodes import Node, Scalar

MOST_PIECES = 50


def opens(node: Node) -> bool:
    """Whether it is an unquoted text with a parenthesis that it does not close."""
    return type(node) is Scalar and node.plain and "(" in node.value and _open(node.value) > 0


def cut_by_comma(items: ReadOnlySequence[Node]) -> Scalar | None:
    """The last unquoted text that opens a parenthesis which it does not close."""
    return next((item for item in reversed(items) if isinstance(item, Scalar) and opens(item)), None)


def mend(items: list[Node]) -> tuple[list[Node], list[Scalar]]:
    """The items of a list with the pieces put together again, and the pieces' wholes."""
    mended: list[Node] = []
    wholes: list[Scalar] = []
    index = 0
    while index < len(items):
        item = items[index]
        whole, used = _whole(item, items[index + 1 : index + MOST_PIECES])
        if whole is not None:
            wholes.append(whole)
        mended.append(whole or item)
        index += used
    return mended, wholes


def mend_entries(
    entries: dict[str, tuple[Scalar, Node]],
) -> tuple[dict[str, tuple[Scalar, Node]], list[Scalar]]:
    """The same for a mapping: `{filters: x in (1, 2)}` is the key `filters`, then a key `2)` with nothing."""
    pairs = list(entries.values())
    mended: dict[str, tuple[Scalar, Node]] = {}
    wholes: list[Scalar] = []
    index = 0
    while index < len(pairs):
        key, value = pairs[index]
        bare = takewhile(_is_bare, islice(pairs, index + 1, index + MOST_PIECES))
        whole, used = _whole(value, [name for name, _ in bare]) if opens(value) else (None, 1)
        if whole is not None:
            wholes.append(whole)
        mended[key.value] = (key, whole or value)
        index += used
    return mended, wholes


def _is_bare(entry: tuple[Scalar, Node]) -> bool:
    value = entry[1]
    return isinstance(value, Scalar) and value.is_null


def _whole(first: Node, following: ReadOnlySequence[Node]) -> tuple[Scalar | None, int]:
    """The text that `first` begins, and how many pieces it is made of; None where it is whole, or never ends."""
    if not (isinstance(first, Scalar) and opens(first)):
        return None, 1
    text = first.value
    for used, piece in enumerate(following, start=2):
        if not isinstance(piece, Scalar):
            break
        text += ", " + (piece.value if piece.plain else f"'{piece.value}'")
        if _open(text) <= 0:
            return first._replace(value=text), used
    return None, 1


def _open(text: str) -> int:
    return text.count("(") - text.count(")")

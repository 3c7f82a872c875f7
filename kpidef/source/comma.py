"""Conditions that YAML cuts in two at a comma: `[x in (1, 2)]` is a list of `x in (1` and `2)`."""

from __future__ import annotations

from collections.abc import Sequence as ReadOnlySequence

from kpidef.source.nodes import Node, Scalar


def cut_by_comma(items: ReadOnlySequence[Node]) -> Scalar | None:
    """The last unquoted text that opens a parenthesis which it does not close."""
    for item in reversed(items):
        if isinstance(item, Scalar) and item.plain and _open(item.value) > 0:
            return item
    return None


def mend(items: list[Node]) -> tuple[list[Node], list[Scalar]]:
    """The items with the pieces put together again, and the pieces' wholes."""
    mended: list[Node] = []
    wholes: list[Scalar] = []
    index = 0
    while index < len(items):
        whole, used = _whole(items, index)
        if used > 1 and isinstance(whole, Scalar):
            wholes.append(whole)
        mended.append(whole)
        index += used
    return mended, wholes


def _whole(items: list[Node], index: int) -> tuple[Node, int]:
    first = items[index]
    if not (isinstance(first, Scalar) and first.plain and _open(first.value) > 0):
        return first, 1
    pieces = [first.value]
    for used, piece in enumerate(items[index + 1 :], start=2):
        if not isinstance(piece, Scalar):
            break
        pieces.append(piece.value if piece.plain else f"'{piece.value}'")
        text = ", ".join(pieces)
        if _open(text) <= 0:
            return first._replace(value=text), used
    return first, 1


def _open(text: str) -> int:
    return text.count("(") - text.count(")")

"""A long list in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from kpidef.site.page import Pager

LARGEST = 200
_One = TypeVar("_One")


def paged(items: Sequence[_One], address: Callable[[int], str]) -> list[tuple[Pager | None, Sequence[_One]]]:
    """The items, at most LARGEST a page; one page without a pager where they fit."""
    if len(items) <= LARGEST:
        return [(None, items)]
    count = -(-len(items) // LARGEST)
    # Pages of much the same length: 201 items are 101 and 100, not 200 and one.
    size = -(-len(items) // count)
    return [
        (_pager(number, count, address), items[(number - 1) * size : number * size]) for number in range(1, count + 1)
    ]


def _pager(number: int, count: int, address: Callable[[int], str]) -> Pager:
    return Pager(
        number=number,
        links=tuple((str(one), "" if one == number else address(one)) for one in range(1, count + 1)),
        before=address(number - 1) if number > 1 else "",
        after=address(number + 1) if number < count else "",
    )

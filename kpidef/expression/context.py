"""What resolving carries down the tree, and how it points at a node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kpidef.errors import KpidefError, Position
from kpidef.expression.nodes import Node
from kpidef.expression.scope import Scope


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands; `aggregated` inside the parentheses of an aggregate."""

    scope: Scope
    place: Position | None
    aggregated: bool = False

    def at(self, node: Node) -> Position | None:
        """The position of a node."""
        return self.span(node.start, node.end)

    def span(self, start: int, end: int) -> Position | None:
        """The position of the characters from `start` to `end`."""
        return self.place.within(start, max(end - start, 1)) if self.place else None

    def inside(self) -> Context:
        """The context of an aggregate's operand."""
        return replace(self, aggregated=True)

    @contextmanager
    def pointing(self, node: Node) -> Iterator[None]:
        """Puts the caret under `node` for an error that knows no place."""
        try:
            yield
        except KpidefError as error:
            if error.at is None:
                error.at = self.at(node)
            raise

"""What a name means where an expression stands: the door by which the catalogue answers."""

from __future__ import annotations

from typing import Protocol

from kpidef.expression.typed import Constant, Expression, Term


class Scope(Protocol):
    """The names and forms allowed at one place of a definition.

    `name` and `parameter` raise a KpidefError without a position: the caret is put under the word. The advice of an
    unknown name is in its fields `nearest_fr` and `nearest_en`.
    """

    @property
    def aggregates(self) -> bool:
        """Whether count(*), sum(x)... may be written; plain columns then stand only inside them."""

    @property
    def formula(self) -> bool:
        """Whether previous() and total() may be written."""

    @property
    def overlap(self) -> bool:
        """Whether overlap() may be written."""

    @property
    def zone(self) -> str:
        """The IANA zone in which written times are local."""

    def name(self, parts: tuple[str, ...]) -> Expression:
        """What `a`, `a.b` or `this.a` stands for: a Field, a HostField or a Term."""

    def parameter(self, name: str) -> Constant | tuple[Constant, ...] | Term:
        """What `:name` stands for; a list stands only after `in`."""

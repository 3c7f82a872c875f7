"""The columns that identify a line of cells."""

from __future__ import annotations

from dataclasses import dataclass

from kpidef.plan.nodes import Cells


@dataclass(frozen=True, slots=True)
class Keys:
    """`level` is there when there is more than one; `cut` names the dimensions, then the entity's columns."""

    level: tuple[str, ...]
    dimensions: tuple[str, ...]
    entity: tuple[str, ...]

    @property
    def cut(self) -> tuple[str, ...]:
        return (*self.dimensions, *self.entity)


def keys_of(cells: Cells) -> Keys:
    """The key columns of cells: level, d1, d2..., e1..."""
    return Keys(
        ("level",) if len(cells.levels) > 1 else (),
        tuple(f"d{rank}" for rank in range(1, len(cells.dimensions) + 1)),
        tuple(f"e{rank}" for rank in range(1, len(cells.entity) + 1)),
    )

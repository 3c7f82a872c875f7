"""A scan while measures are being added to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kpidef.calendar import Window
from kpidef.catalog.model import Agg
from kpidef.expression.text import to_text
from kpidef.expression.typed import Expression
from kpidef.plan.nodes import Leaf, Route, Scan

Windows = tuple[int | None, ...]


@dataclass(slots=True)
class Draft:
    """The scan's windows, leaves and routes so far; equal ones are shared."""

    scan: Scan
    windows: list[Window] = field(default_factory=list)
    known: dict[object, int] = field(default_factory=dict)
    leaves: dict[object, Leaf] = field(default_factory=dict)
    routes: dict[Windows, dict[str, str]] = field(default_factory=dict)

    def leaf(self, agg: Agg, expr: Expression | None, filters: Iterable[Expression]) -> Leaf:
        """The leaf of that aggregate over those rows."""
        sorted_filters = tuple({to_text(one): one for one in sorted(filters, key=to_text)}.values())
        key = (agg, expr, sorted_filters)
        if key not in self.leaves:
            self.leaves[key] = Leaf(f"m{len(self.leaves) + 1}", agg, expr, sorted_filters)
        return self.leaves[key]

    def shared(self, bounds: Iterable[Window | None]) -> Windows:
        """The indexes of these windows, those with equal bounds being one."""
        return tuple(self._index(one, (one.start, one.end)) if one else None for one in bounds)

    def apart(self, bounds: Iterable[Window | None]) -> Windows:
        """The indexes of these windows, one each."""
        return tuple(self._index(one, rank) if one else None for rank, one in enumerate(bounds))

    def _index(self, window: Window, key: object) -> int:
        if key not in self.known:
            self.known[key] = len(self.windows)
            self.windows.append(window)
        return self.known[key]


def finished(draft: Draft, name: str) -> Scan:
    """The scan: what all its leaves filter by is moved to the scan itself."""
    leaves = tuple(draft.leaves.values())
    common = [one for one in leaves[0].filters if all(one in leaf.filters for leaf in leaves)]
    return replace(
        draft.scan,
        name=name,
        windows=tuple(draft.windows),
        filters=tuple(common),
        leaves=tuple(replace(leaf, filters=tuple(one for one in leaf.filters if one not in common)) for leaf in leaves),
        routes=tuple(
            Route(windows, tuple((leaf, column) for column, leaf in columns.items()))
            for windows, columns in draft.routes.items()
        ),
    )

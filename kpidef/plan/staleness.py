"""Photos that are too old: the counts that tell them from photos that were never taken."""

from __future__ import annotations

from dataclasses import replace

from kpidef.catalog.model import Agg, Catalog, Source
from kpidef.expression.typed import Expression, Field, Operation
from kpidef.plan.nodes import Age, CellColumn, Plan, Route, Scan

_ROWS = Agg("count")


def with_ages(plan: Plan, catalog: Catalog) -> Plan:
    """The plan with two more columns for each one that reads photos of a limited age: those rows, at any age or not."""
    scans: list[Scan] = []
    columns: list[CellColumn] = []
    ages: list[Age] = []
    for scan in _limited(plan):
        fresh, ever, found = _counts(scan, catalog.sources[scan.source], len(ages))
        scans += [fresh, ever]
        ages += found
        columns += [CellColumn(name, "integer", 0) for one in found for name in (one.fresh, one.ever)]
    counting = {one.name: one for one in scans}
    parts = (*(counting.pop(one.name, one) for one in plan.cells.parts), *counting.values())
    cells = replace(plan.cells, parts=parts, columns=(*plan.cells.columns, *columns))
    return replace(plan, cells=cells, ages=tuple(ages)) if ages else plan


def _limited(plan: Plan) -> list[Scan]:
    parts = [one for one in plan.cells.parts if isinstance(one, Scan)]
    return [one for one in parts if one.kind == "photo" and one.stale_after is not None]


def _counts(scan: Scan, source: Source, known: int) -> tuple[Scan, Scan, list[Age]]:
    """The scan counting its rows as well, the same rows at any age, and what is found from both."""
    assert source.snapshot is not None
    photo = source.snapshot.at
    leaves = {leaf.name: replace(leaf, name=f"{leaf.name}_rows", agg=_ROWS, expr=None) for leaf in scan.leaves}
    ages: list[Age] = []
    fresh: list[Route] = []
    ever: list[Route] = []
    for route in scan.routes:
        named = [(leaf, Age(column, *_names(known + len(ages) + n))) for n, (leaf, column) in enumerate(route.columns)]
        ages += [one for _, one in named]
        fresh.append(Route(route.windows, tuple((leaves[leaf].name, one.fresh) for leaf, one in named)))
        ever.append(Route(route.windows, tuple((leaves[leaf].name, one.ever) for leaf, one in named)))
    counted = tuple(leaves.values())
    here = replace(scan, leaves=(*scan.leaves, *counted), routes=(*scan.routes, *fresh))
    before = replace(
        scan,
        name=f"{scan.name}_ever",
        kind="event",
        time=Field(photo, source.columns[photo].type),
        filters=(*scan.filters, *map(_known, scan.compared)),
        compared=(),
        stale_after=None,
        leaves=counted,
        routes=tuple(ever),
    )
    return here, before, ages


def _names(rank: int) -> tuple[str, str]:
    # No measure's name begins so.
    return f"_photos_{rank + 1}_fresh", f"_photos_{rank + 1}_ever"


def _known(one: Field) -> Expression:
    return Operation("not", (Operation("is_null", (one,), "boolean"),), "boolean")

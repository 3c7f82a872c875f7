"""A plan as indented text: what is read, once each, and how it comes together."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.calendar import Window
from kpidef.catalog.model import Agg
from kpidef.expression.typed import Field
from kpidef.expression.walk import to_text
from kpidef.plan.nodes import Cells, Dimension, Fold, Leaf, Level, Plan, Scan

_KINDS = {
    "event": "rows whose {time} falls in the window",
    "stock": "rows true just before the instant",
    "any": "rows true at some time of the window",
    "flow_out": "opening rows of the entities absent at closing",
    "flow_in": "closing rows of the entities absent at opening",
    "photo": "last photo of each entity before the instant",
    "photo_out": "last photos at opening of the entities absent at closing",
    "photo_in": "last photos at closing of the entities absent at opening",
    "always": "every row",
}


def explain(plan: Plan) -> str:
    """The plan, one step a line; deterministic."""
    return "\n".join(_plan(plan))


def _plan(plan: Plan) -> Iterator[str]:
    first, last = plan.windows[0].label, plan.windows[-1].label
    span = first if first == last else f"{first} .. {last}"
    yield f"request: {len(plan.outputs)} KPI(s) x {len(plan.windows)} period(s) {span}"
    for one in plan.dimensions:
        yield f"  by {one.name} = {one.column}"
    for level in plan.cells.levels:
        if level != tuple(range(len(plan.dimensions))):
            yield f"  {'total line' if level in plan.levels else 'inner total'} {_level(level, plan.dimensions)}"
    for output in plan.outputs:
        yield f"kpi {output.kpi.id} ({output.kpi.version}) = {to_text(output.value)}"
    yield from _cells(plan.cells, plan.dimensions, 0)


def _cells(cells: Cells, dimensions: tuple[Dimension, ...], depth: int) -> Iterator[str]:
    pad = "  " * depth
    keys = ["period", *(one.name for one in dimensions), *("entity" for _ in cells.entity)]
    yield f"{pad}{cells.name}: UNION ALL of {len(cells.parts)} part(s), GROUP BY {', '.join(keys)}"
    for part in cells.parts:
        yield from _scan(part, depth + 1) if isinstance(part, Scan) else _fold(part, dimensions, depth + 1)


def _scan(scan: Scan, depth: int) -> Iterator[str]:
    pad = "  " * depth
    time = ".".join((*scan.time.path, scan.time.column)) if scan.time else ""
    yield f"{pad}scan {scan.source}, once: {_KINDS[scan.kind].format(time=time)}"
    yield f"{pad}  windows: {_windows(scan.windows)}"
    for name, fields in (("group by", scan.group), ("entity", scan.entity), ("compares", scan.compared)):
        if fields:
            yield f"{pad}  {name}: {', '.join(map(_field, fields))}"
    for condition in scan.filters:
        yield f"{pad}  where {to_text(condition)}"
    for leaf in scan.leaves:
        yield f"{pad}  {_leaf(leaf)} -> {', '.join(_columns(scan, leaf))}"
    if scan.members is not None:
        yield f"{pad}  only the entities of:"
        yield from _cells(scan.members.cells, (), depth + 2)


def _fold(fold: Fold, dimensions: tuple[Dimension, ...], depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}fold the entities of:"
    yield from _cells(fold.cells, dimensions, depth + 1)
    for leaf in fold.leaves:
        yield f"{pad}  {_leaf(leaf)} -> {', '.join(_columns(fold, leaf))}"


def _columns(part: Scan | Fold, leaf: Leaf) -> list[str]:
    return [column for route in part.routes for name, column in route.columns if name == leaf.name]


def _leaf(leaf: Leaf) -> str:
    operand = "*" if leaf.expr is None else to_text(leaf.expr)
    condition = f" where {' and '.join(map(to_text, leaf.filters))}" if leaf.filters else ""
    return f"{_agg(leaf.agg)}({operand}){condition}"


def _agg(agg: Agg) -> str:
    return agg.function if agg.fraction is None else f"{agg.function} {agg.fraction}"


def _windows(windows: tuple[Window, ...]) -> str:
    shown = [_window(one) for one in windows]
    if len(shown) > 3:
        shown = [shown[0], shown[1], f"... ({len(shown)} in all)", shown[-1]]
    return ", ".join(shown) or "none"


def _window(window: Window) -> str:
    start = window.start.isoformat(sep=" ") if window.start else "-∞"
    end = window.end.isoformat(sep=" ") if window.end else "+∞"
    return f"[{start}, {end})"


def _level(level: Level, dimensions: tuple[Dimension, ...]) -> str:
    kept = [dimensions[index].name for index in level]
    return f"by {', '.join(kept)}" if kept else "over all dimensions"


def _field(field: Field) -> str:
    return ".".join((*field.path, field.column))

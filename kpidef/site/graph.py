"""Boxes in columns, joined by lines: an SVG that shows where a number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kpidef.site.element import element, joined

_WIDE, _HIGH, _GAP, _BETWEEN = 190, 58, 14, 56
_CHARACTERS = 25


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its kind, its name, and the page that explains it."""

    id: str
    kind: str
    name: str
    to: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """Columns of boxes from left to right, and the pairs that are joined."""

    columns: tuple[tuple[Box, ...], ...]
    edges: tuple[tuple[str, str], ...]
    label: str


def draw(graph: Graph) -> Markup:
    """The graph, its boxes links where they have a page."""
    columns = [column for column in graph.columns if column]
    tallest = max((len(column) for column in columns), default=0)
    height = tallest * (_HIGH + _GAP) - _GAP + 2
    width = len(columns) * (_WIDE + _BETWEEN) - _BETWEEN + 2
    places = dict(_places(columns, height))
    edges = [_edge(places[start], places[end]) for start, end in graph.edges if start in places and end in places]
    boxes = [_box(box, *places[box.id]) for column in columns for box in column]
    return element(
        "svg",
        element("path", d="".join(dict.fromkeys(curve for curve, _ in edges)), class_="edge"),
        element("path", d="".join(dict.fromkeys(head for _, head in edges)), class_="head"),
        *boxes,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="group",
        aria_label=graph.label,
        class_="graph",
    )


def _places(columns: list[tuple[Box, ...]], height: int) -> Iterator[tuple[str, tuple[float, float]]]:
    for rank, column in enumerate(columns):
        top = (height - (len(column) * (_HIGH + _GAP) - _GAP)) / 2
        for row, box in enumerate(column):
            yield box.id, (1 + rank * (_WIDE + _BETWEEN), top + row * (_HIGH + _GAP))


def _edge(start: tuple[float, float], end: tuple[float, float]) -> tuple[str, str]:
    """The curve and the head of an arrow."""
    x1, y1 = start[0] + _WIDE, start[1] + _HIGH / 2
    x2, y2 = end[0] - 7, end[1] + _HIGH / 2
    middle = (x1 + x2) / 2
    curve = f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
    head = f"M{x2:g} {y2 - 4:g}l7 4l-7 4z"
    return curve, head


def _box(box: Box, x: float, y: float) -> Markup:
    lines = _lines(box.name)
    texts = [element("text", box.kind, x=f"{x + 12:g}", y=f"{y + 18:g}", class_="kind")]
    texts += [element("text", line, x=f"{x + 12:g}", y=f"{y + 34 + 15 * rank:g}") for rank, line in enumerate(lines)]
    shape = element("rect", x=f"{x:g}", y=f"{y:g}", width=_WIDE, height=_HIGH, rx=7)
    style = "main" if box.is_main else None
    inside = joined(element("title", f"{box.kind} : {box.name}"), shape, *texts)
    return element("a", inside, href=box.to, class_=style) if box.to else element("g", inside, class_=style)


def _lines(name: str) -> list[str]:
    """At most two lines; the rest is in the box's title."""
    lines = [""]
    for word in name.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _CHARACTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    shown = [line if len(line) <= _CHARACTERS else f"{line[: _CHARACTERS - 1]}…" for line in lines[:2]]
    if len(lines) > 2:
        shown[1] = f"{shown[1][: _CHARACTERS - 1].rstrip()}…"
    return shown

"""A KPI's trend as SVG: the line, its target, and the days on which the definition changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import floor, log10

from markupsafe import Markup

from kpidef.site.element import element
from kpidef.site.input import Point

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 74, 22, 232


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows, with the words for it."""

    points: tuple[Point, ...]
    changed: tuple[date, ...]
    title: str
    summary: str
    target_name: str
    changed_name: str
    format: Callable[[float], str]
    label: Callable[[Point], str]


def draw(chart: Chart) -> Markup:
    """The chart; empty with fewer than two values."""
    known = [one.value for one in chart.points if one.value is not None]
    if len(known) < 2:
        return Markup("")
    targets = [one.target for one in chart.points if one.target is not None]
    scale = _Scale(_ticks(min(*known, *targets), max(*known, *targets)), len(chart.points))
    return element(
        "svg",
        element("title", chart.title),
        element("desc", chart.summary),
        *_grid(chart, scale),
        *_marks(chart, scale),
        *_area(chart, scale),
        *_target(chart, scale),
        *_line(chart, scale),
        *_last(chart, scale),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="chart",
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    ticks: tuple[float, ...]
    count: int

    def x(self, rank: int) -> float:
        return round(_LEFT + 10 + rank * (WIDTH - _LEFT - _RIGHT - 10) / max(self.count - 1, 1), 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(_BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP), 1)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    """Round numbers around the values, from zero where zero is not far."""
    if low >= 0 and low <= 0.5 * high:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    step = 10 ** floor(log10(span / 4))
    step *= next(one for one in (1, 2, 2.5, 5, 10) if span / (step * one) <= 5)
    first, last = floor(low / step), -floor(-high / step)
    last = last if last > first else first + 1
    return tuple(round(rank * step, 10) for rank in range(first, last + 1))


def _grid(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for tick in scale.ticks:
        y = scale.y(tick)
        yield element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, class_="grid")
        yield element("text", chart.format(tick), x=_LEFT, y=y - 5, class_="tick")
    step = max(1, -(-scale.count // 5))
    for rank in range(0, scale.count, step):
        anchor = "start" if rank == 0 else "middle"
        label = chart.label(chart.points[rank])
        minor = " minor" if (rank // step) % 2 else ""
        x = _LEFT if rank == 0 else scale.x(rank)
        yield element("text", label, x=x, y=HEIGHT - 6, text_anchor=anchor, class_=f"tick{minor}")


def _marks(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for day in chart.changed:
        ranks = [i for i, one in enumerate(chart.points) if one.start and one.end and one.start <= day < one.end]
        for rank in ranks:
            name = element("title", chart.changed_name)
            yield element("line", name, x1=scale.x(rank), x2=scale.x(rank), y1=_TOP, y2=_BOTTOM, class_="changed")


def _runs(values: Sequence[float | None], scale: _Scale) -> Iterator[list[tuple[float, float]]]:
    """The stretches without a missing value."""
    places = [None if value is None else (scale.x(rank), scale.y(value)) for rank, value in enumerate(values)]
    for known, run in groupby(places, key=lambda place: place is not None):
        if known:
            yield [place for place in run if place is not None]


def _area(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for run in _runs([one.value for one in chart.points], scale):
        corners = [(run[0][0], _BOTTOM), *run, (run[-1][0], _BOTTOM)]
        yield element("polygon", points=_written(corners), class_="area")


def _line(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for run in _runs([one.value for one in chart.points], scale):
        if len(run) == 1:
            yield element("circle", cx=run[0][0], cy=run[0][1], r=3, class_="dot")
        else:
            yield element("polyline", points=_written(run), class_="line")


def _target(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    runs = list(_runs([one.target for one in chart.points], scale))
    for run in runs:
        yield element("polyline", points=_written(run), class_="target")
    if runs:
        x, y = runs[-1][-1]
        last = next((one.value for one in reversed(chart.points) if one.value is not None), None)
        # Its name keeps away from the last value's: above the line where that one is below.
        is_below = last is not None and scale.y(last) >= y
        yield element("text", chart.target_name, x=x + 8, y=y - 8 if is_below else y + 18, class_="target-name")


def _last(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    rank = max(i for i, one in enumerate(chart.points) if one.value is not None)
    value = chart.points[rank].value
    assert value is not None
    x, y = scale.x(rank), scale.y(value)
    yield element("circle", cx=x, cy=y, r=4.5, class_="dot")
    yield element("text", chart.format(value), x=x + 9, y=y + 4, class_="last")


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)

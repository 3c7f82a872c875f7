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
_LETTER = 10.5  # the room that a letter of a scale takes


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
    ticks = _ticks(min(*known, *targets), max(*known, *targets))
    scale = _Scale(ticks, len(chart.points), _LEFT + 8 + _LETTER * max(len(chart.format(one)) for one in ticks))
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
    start: float  # to the right of the scale's own texts, which no line crosses

    def x(self, rank: int) -> str:
        return _short(self.start + rank * (WIDTH - self.start - _RIGHT) / max(self.count - 1, 1))

    def y(self, value: float, below: float = 0) -> str:
        low, high = self.ticks[0], self.ticks[-1]
        return _short(_BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP) + below)


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
    lines = "".join(f"M{_LEFT} {scale.y(tick)}H{WIDTH - _RIGHT}" for tick in scale.ticks)
    yield element("path", d=lines, class_="grid")
    for tick in scale.ticks:
        yield element("text", chart.format(tick), x=_LEFT, y=scale.y(tick, -5))
    step = max(1, -(-scale.count // 5))
    labels = [
        element(
            "text",
            chart.label(chart.points[rank]),
            x=scale.x(rank),
            y=HEIGHT - 6,
            class_="minor" if (rank // step) % 2 else None,
        )
        for rank in range(0, scale.count, step)
    ]
    yield element("g", *labels, text_anchor="middle")


def _marks(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    """A line at each period in which the definition changed; the last one is named."""
    ranks = [rank for rank, one in enumerate(chart.points) if any(_is_within(day, one) for day in chart.changed)]
    for rank in ranks:
        x = scale.x(rank)
        yield element("line", x1=x, x2=x, y1=_TOP, y2=_BOTTOM, class_="changed")
    if ranks:
        anchor = "end" if ranks[-1] > scale.count / 2 else None
        x = scale.x(ranks[-1])
        yield element("text", chart.changed_name, x=x, y=_TOP - 8, class_="changed-name", text_anchor=anchor)


def _is_within(day: date, point: Point) -> bool:
    return point.start is not None and point.end is not None and point.start <= day < point.end


def _runs(values: Sequence[float | None], scale: _Scale) -> Iterator[list[tuple[str, str]]]:
    """The stretches without a missing value."""
    places = [None if value is None else (scale.x(rank), scale.y(value)) for rank, value in enumerate(values)]
    for known, run in groupby(places, key=lambda place: place is not None):
        if known:
            yield [place for place in run if place is not None]


def _area(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    # A surface says how much there is: only of what is measured from zero.
    if scale.ticks[0] != 0:
        return
    for run in _runs([one.value for one in chart.points], scale):
        corners = [(run[0][0], str(_BOTTOM)), *run, (run[-1][0], str(_BOTTOM))]
        yield element("polygon", points=_written(corners), class_="area")


def _line(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    for run in _runs([one.value for one in chart.points], scale):
        if len(run) == 1:
            yield element("circle", cx=run[0][0], cy=run[0][1], r=4.5, class_="dot")
        else:
            yield element("polyline", points=_written(run), class_="line")


def _target(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    runs = list(_runs([one.target for one in chart.points], scale))
    for run in runs:
        yield element("polyline", points=_written(run), class_="target")
    known = [one.target for one in chart.points if one.target is not None]
    if not known:
        return
    x, y = map(float, runs[-1][-1])
    last = next((one.value for one in reversed(chart.points) if one.value is not None), None)
    # Its name keeps away from the last value's: above the line where that one is below.
    is_below = last is not None and float(scale.y(last)) >= y
    value = element("tspan", f" {chart.format(known[-1])}", class_="minor")
    name = (chart.target_name, value)
    yield element("text", *name, x=_short(x + 8), y=_short(y - 8 if is_below else y + 18), class_="target-name")


def _last(chart: Chart, scale: _Scale) -> Iterator[Markup]:
    rank = max(i for i, one in enumerate(chart.points) if one.value is not None)
    value = chart.points[rank].value
    assert value is not None
    x = scale.x(rank)
    yield element("circle", cx=x, cy=scale.y(value), r=4.5, class_="dot")
    yield element("text", chart.format(value), x=_short(float(x) + 9), y=scale.y(value, 4), class_="last")


def _written(points: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _short(place: float) -> str:
    """A place to a tenth, in as few signs as can be.

    >>> _short(12.04), _short(12.36)
    ('12', '12.4')
    """
    return f"{place:.1f}".removesuffix(".0")

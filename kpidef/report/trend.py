"""A run of values as a small drawing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

_WIDTH, _HEIGHT, _MARGIN = 160.0, 36.0, 3.0


def trend_svg(series: Sequence[Sequence[float | None]], title: str) -> str:
    """An inline SVG with one line a series; a missing value breaks its line. Empty without two values to join."""
    known = [value for values in series for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    drawn = "".join(_strokes(_points(values, low, high)) for values in series)
    return (
        f'<svg role="img" width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" '
        f'fill="none" stroke="currentColor" stroke-width="1.5"><title>{escape(title)}</title>{drawn}</svg>'
    )


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    step = (_WIDTH - 2 * _MARGIN) / max(len(values) - 1, 1)
    return [
        None if value is None else (_MARGIN + rank * step, _place(value, low, high))
        for rank, value in enumerate(values)
    ]


def _place(value: float, low: float, high: float) -> float:
    if high == low:
        return _HEIGHT / 2
    # Halves first, so that the span of two huge floats does not overflow.
    share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)


def _strokes(points: list[tuple[float, float] | None]) -> str:
    runs = [list(run) for known, run in groupby(points, key=lambda point: point is not None) if known]
    return "".join(_stroke([point for point in run if point is not None]) for run in runs)


def _stroke(run: list[tuple[float, float]]) -> str:
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="1.5"/>'
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>'

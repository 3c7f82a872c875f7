"""A curve as SVG: both axes by powers of ten, one line a series, French numbers, no library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 620, 44, 340
# Told apart by the form of their marks too, not by colour alone.
COLOURS = ("#1f5fa8", "#b3541e", "#3d7a3d")
TEXT = 'font-family="sans-serif" font-size="13" fill="#333"'

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """A place on the picture for each value, by powers of ten."""

    low: int
    high: int
    start: float
    end: float

    def place(self, value: float) -> float:
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> Iterator[int]:
        yield from range(self.low, self.high + 1)


def curve(title: str, across: str, along: str, series: Mapping[str, Sequence[Point]]) -> str:
    """The whole picture; every value must be above 0."""
    points = [point for line in series.values() for point in line]
    horizontal = _scale([x for x, _ in points], LEFT, RIGHT)
    vertical = _scale([y for _, y in points], BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title, quote=True)}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" {TEXT} font-weight="bold">{escape(title)}</text>',
        *_grid(horizontal, vertical),
        f'<text x="{RIGHT}" y="{BOTTOM + 38}" text-anchor="end" {TEXT}>{escape(across)}</text>',
        f'<text x="{LEFT}" y="{TOP - 6}" {TEXT}>{escape(along)}</text>',
    ]
    for rank, (name, line) in enumerate(series.items()):
        parts += _series(rank, name, [(horizontal.place(x), vertical.place(y)) for x, y in line])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _scale(values: Sequence[float], start: float, end: float) -> Scale:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return Scale(low, max(high, low + 1), start, end)


def _grid(horizontal: Scale, vertical: Scale) -> Iterator[str]:
    for power in horizontal.ticks():
        x = horizontal.place(10.0**power)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{BOTTOM}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle" {TEXT}>{_number(power)}</text>'
    for power in vertical.ticks():
        y = vertical.place(10.0**power)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" {TEXT}>{_number(power)}</text>'


def _series(rank: int, name: str, places: Sequence[Point]) -> Iterator[str]:
    colour = COLOURS[rank % len(COLOURS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield _mark(rank, x, y, colour)
    x, y = LEFT + 190 * rank, HEIGHT - 14
    yield _mark(rank, x, y - 4, colour)
    yield f'<text x="{x + 10}" y="{y}" {TEXT}>{escape(name)}</text>'


def _mark(rank: int, x: float, y: float, colour: str) -> str:
    match rank % len(COLOURS):
        case 0:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
        case 1:
            return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
        case _:
            return f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}"/>'


def _number(power: int) -> str:
    if power < 0:
        return f"0,{'0' * (-power - 1)}1"
    return f"{10**power:,}".replace(",", "\u202f")

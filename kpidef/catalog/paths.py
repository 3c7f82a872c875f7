"""Join paths: which references lead from a source to another."""

from __future__ import annotations

from collections.abc import Mapping

from kpidef.errors import Position
from kpidef.errors.catalog import AmbiguousPath, NoPath

References = Mapping[str, tuple[tuple[str, str], ...]]  # source -> ((reference column, target source), ...)


def shortest_path(references: References, start: str, target: str, at: Position | None) -> tuple[str, ...]:
    """The reference columns of the unique shortest path that visits no source twice.

    Raises AmbiguousPath where several are as short, NoPath where there is none.
    """
    frontier: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((), (start,))]
    while frontier:
        found = sorted(columns for columns, visited in frontier if visited[-1] == target)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousPath(
                at,
                source=start,
                target=target,
                paths=", ".join(".".join(path) for path in found),
                example=".".join(found[0]),
            )
        frontier = [
            ((*columns, column), (*visited, next_source))
            for columns, visited in frontier
            for column, next_source in references.get(visited[-1], ())
            if next_source not in visited
        ]
    raise NoPath(at, source=start, target=target)


def reachable(references: References, start: str) -> tuple[str, ...]:
    """The sources that references lead to from `start`, itself first, nearest first."""
    seen = [start]
    for source in seen:
        seen += [target for _, target in references.get(source, ()) if target not in seen]
    return tuple(seen)

"""Whether kpidef's tidy rows say what the rows of hand-written SQL say, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

CLOSE = 1e-9

Number = float | Decimal | None
Row = Mapping[str, Any]
Place = tuple[Any, ...]  # the KPI, the period's first day, then the dimensions


class NumbersDiffer(Exception):
    """kpidef and the SQL written by hand do not agree."""


def compare(expected: Iterable[Row], tidy: Iterable[Row], kpis: Iterable[str], by: Iterable[str]) -> int:
    """How many cells agree, which is all of them. Raises NumbersDiffer."""
    wanted, actual = wide_cells(expected, kpis, by), tidy_cells(tidy, by)
    wrong = differing(wanted, actual)
    if wrong:
        place = wrong[0]
        raise NumbersDiffer(f"{place}: {actual.get(place)}, by hand {wanted.get(place)}; {len(wrong)} cell(s) differ")
    return len(actual)


def differing(wanted: Mapping[Place, Number], actual: Mapping[Place, Number]) -> list[Place]:
    """The places where they do not agree; a cell that one of them lacks is an empty one."""
    places = wanted.keys() | actual.keys()
    return sorted((place for place in places if not _same(wanted.get(place), actual.get(place))), key=str)


def wide_cells(rows: Iterable[Row], kpis: Iterable[str], by: Iterable[str]) -> dict[Place, Number]:
    """Of rows that have a column a KPI, `mois` for the period, and each dimension under its last name."""
    kpis, axes = tuple(kpis), tuple(axis.rpartition(".")[2] for axis in by)
    return {
        (kpi, _day(row.get("mois")), *(row[axis] for axis in axes)): row[kpi]
        for row in rows
        for kpi in kpis
        if kpi in row
    }


def tidy_cells(rows: Iterable[Row], by: Iterable[str]) -> dict[Place, Number]:
    """Of rows that have a line a KPI; the only period of a request without a grain has no day here."""
    return dict(_tidy_cells(tuple(rows), tuple(by)))


def _tidy_cells(rows: tuple[Row, ...], by: tuple[str, ...]) -> Iterator[tuple[Place, Number]]:
    is_cut = len({row["period_start"] for row in rows}) > 1
    for row in rows:
        yield (row["kpi"], row["period_start"] if is_cut else None, *(row[axis] for axis in by)), row["value"]


def _day(found: date | datetime | None) -> date | None:
    return found.date() if isinstance(found, datetime) else found


def _same(left: Number, right: Number) -> bool:
    # Nothing counted is told as 0 by some and by no value, or no row, by others.
    first, second = float(left or 0), float(right or 0)
    return abs(first - second) <= CLOSE * max(abs(first), abs(second), 1.0)

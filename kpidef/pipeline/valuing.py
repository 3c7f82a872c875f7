"""The values that a glossary shows: from the warehouse, or from a file of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidef.calendar import Grain, Window, cut, default_period, previous
from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError
from kpidef.errors.site import BadValuesFile
from kpidef.site.input import Point

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Warehouse

# How many periods a trend looks back: two years of months, and as much as an eye can take of the others.
_PERIODS = {Grain.DAY: 60, Grain.WEEK: 52, Grain.MONTH: 24, Grain.QUARTER: 12, Grain.SEMESTER: 8, Grain.YEAR: 6}
_NEEDED = ("kpi", "period", "value")
Points = dict[str, tuple[Point, ...]]


def run_values(
    project: Project, connection: str | None, tell: Callable[[int, int], None]
) -> tuple[Points, dict[str, str]]:
    """The trend of each KPI that has a number here, and the code of the error of each that fails."""
    ready = [kpi for kpi in project.catalog.kpis.values() if project.unavailable(kpi) is None]
    points: Points = {}
    failures: dict[str, str] = {}
    with project.open(connection) as warehouse:
        for grain in sorted({kpi.period for kpi in ready}):
            some = [kpi for kpi in ready if kpi.period == grain]
            # A few at a time: one failure is then looked for among few, and the work shows that it advances.
            for start in range(0, len(some), 10):
                points |= _ask(project, some[start : start + 10], grain, warehouse, failures)
                tell(len(points) + len(failures), len(ready))
    return points, failures


def _ask(project: Project, kpis: list[Kpi], grain: Grain, warehouse: Warehouse, failures: dict[str, str]) -> Points:
    span = _span(project, grain)
    try:
        result = project.run([kpi.id for kpi in kpis], period=span, grain=grain.value, connection=warehouse)
    except KpidefError as error:
        if len(kpis) == 1:
            failures[kpis[0].id] = error.code
            return {}
        return _one_by_one(project, kpis, grain, warehouse, failures)
    found = points_of(result.rows())
    lost = [kpi for kpi in kpis if kpi.id not in found]
    return found | _one_by_one(project, lost, grain, warehouse, failures)


def _one_by_one(
    project: Project, kpis: Iterable[Kpi], grain: Grain, warehouse: Warehouse, failures: dict[str, str]
) -> Points:
    found: Points = {}
    for kpi in kpis:
        found |= _ask(project, [kpi], grain, warehouse, failures)
    return found


def _span(project: Project, grain: Grain) -> str:
    windows = span_windows(project, grain)
    first, last = windows[0], windows[-1]
    # Only a span that the calendar can cut is asked for.
    assert cut(project.calendar, last, grain)
    return last.label if first == last else f"{first.label}..{last.label}"


def span_windows(project: Project, grain: Grain) -> tuple[Window, ...]:
    """The periods that a trend shows, from the oldest to the last complete one."""
    last = default_period(project.calendar, grain, project.now())
    found = [last]
    while len(found) < _PERIODS[grain]:
        earlier = previous(project.calendar, found[0], grain, None)
        if earlier is None:
            break
        found.insert(0, earlier)
    return tuple(found)


def points_of(rows: Iterable[Mapping[str, Any]]) -> Points:
    """Tidy rows by KPI; a line of a group is no point of the KPI's own trend."""
    found: dict[str, list[Point]] = {}
    for row in rows:
        found.setdefault(str(row["kpi"]), []).append(_point(row))
    return {kpi: tuple(points) for kpi, points in found.items()}


def _point(row: Mapping[str, Any]) -> Point:
    return Point(
        period=str(row["period"]),
        start=_day(row.get("period_start")),
        end=_day(row.get("period_end")),
        value=_number(row.get("value")),
        numerator=_number(row.get("numerator")),
        denominator=_number(row.get("denominator")),
        target=_number(row.get("target")),
        verdict=row.get("verdict") or None,
        complete=row.get("complete") not in (False, "false"),
        null_reason=row.get("null_reason") or None,
    )


def _number(value: object) -> float | None:
    """A value to twelve digits: an engine that adds floats in several threads differs in the last ones."""
    return None if value is None or value == "" else float(f"{float(value):.12g}")  # type: ignore[arg-type]


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None


def read_values(path: Path) -> Points:
    """The values of a file that `kpidef run` wrote: CSV, JSON or Parquet. Raises BadValuesFile."""
    try:
        rows = _rows(path)
    except FileNotFoundError:
        raise _unreadable(path, "il n'y a pas de tel fichier", "there is no such file") from None
    except OSError as error:
        raise _unreadable(path, str(error.strerror), str(error.strerror)) from None
    except ValueError:
        raise _unreadable(
            path, "ni CSV, ni JSON, ni Parquet en UTF-8", "neither CSV, JSON nor Parquet in UTF-8"
        ) from None
    for name in _NEEDED:
        if not all(name in row for row in rows):
            raise _unreadable(path, f"il lui manque « {name} »", f"it lacks '{name}'")
    whole = [row for row in rows if not row.get("rolled_up")]
    dimensions = _dimensions(rows)
    try:
        return points_of(row for row in whole if not dimensions)
    except (ValueError, TypeError) as error:
        raise _unreadable(path, f"valeur illisible ({error})", f"unreadable value ({error})") from None


def _unreadable(path: Path, reason_fr: str, reason_en: str) -> KpidefError:
    return BadValuesFile(None, path=path.name, reason_fr=reason_fr, reason_en=reason_en)


def _dimensions(rows: list[dict[str, Any]]) -> bool:
    """Whether a KPI has several lines for one period: the file is cut by a dimension, and has no total to show."""
    keys = [(row["kpi"], row["period"]) for row in rows]
    return len(set(keys)) < len(keys)


def _rows(path: Path) -> list[dict[str, Any]]:
    match path.suffix.lower():
        case ".json":
            import json

            rows = json.loads(path.read_text(encoding="utf-8"))
            if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
                raise ValueError(path.suffix)
            return rows
        case ".parquet":
            from pyarrow import parquet

            found: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
            return found
        case _:
            import csv

            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                try:
                    lines = list(reader)
                except csv.Error as error:
                    raise ValueError(path.suffix) from error
                is_empty = not lines and set(_NEEDED) <= set(reader.fieldnames or ())
                return lines if lines or is_empty else [{}]  # it lacks what its heading does not name

"""A request over a spec and its data -> tidy rows: slow, obvious, and nobody else's code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from reference import periods
from reference.instants import Clock
from reference.kpis import Formulas, Kpi, read_kpis
from reference.measures import Measure, Slice
from reference.periods import Period
from reference.world import World, as_list

Line = tuple[tuple[Any, ...], tuple[str, ...]]  # a value a dimension, and the dimensions rolled up


def evaluate_request(
    spec: Mapping[str, Any], data: Mapping[str, list[dict[str, Any]]], request: Mapping[str, Any]
) -> list[dict[str, Any]]:
    project = spec.get("project") or {}
    year_start = int(str((project.get("calendar") or {}).get("year_start", "01-01"))[:2])
    clock = Clock(ZoneInfo(request.get("timezone") or project.get("timezone") or "Europe/Paris"), year_start)
    as_of = read_as_of(request.get("as_of") or project.get("as_of"))
    formulas = Formulas(read_kpis(spec["kpis"]), World(spec["sources"], data, clock), as_of)
    rows = []
    for name in as_list(request["kpis"]):
        rows += rows_of_kpi(formulas, formulas.kpis[name], requested_periods(request, year_start), request)
    return rows


def read_as_of(value: Any) -> datetime:
    """The observation time on the local wall clock; far away where the request says none."""
    if value is None:
        return datetime(2100, 1, 1)
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def requested_periods(request: Mapping[str, Any], year_start: int) -> list[Period]:
    if "windows" in request:
        return [Period(start, end, request["grain"]) for start, end in request["windows"]]
    span = periods.read_span(str(request["period"]), year_start)
    return periods.cut(span, request.get("grain", "all"), year_start)


def rows_of_kpi(
    formulas: Formulas, kpi: Kpi, requested: Sequence[Period], request: Mapping[str, Any]
) -> list[dict[str, Any]]:
    dimensions = tuple(as_list(request.get("by")))
    whole = Slice(tuple(as_list(request.get("where"))))
    totals = [dimensions if one == "all" else (one,) for one in as_list(request.get("totals"))]
    grids = {rolled: grid(formulas, kpi, requested, request, whole, dimensions, rolled) for rolled in [(), *totals]}
    rows = []
    for period in requested:
        wanted = lines({rolled: found[period] for rolled, found in grids.items()}, dimensions)
        rows += [row_of(formulas, kpi, period, whole, dimensions, line) for line in wanted]
    return rows


def grid(
    formulas: Formulas,
    kpi: Kpi,
    requested: Sequence[Period],
    request: Mapping[str, Any],
    whole: Slice,
    dimensions: tuple[str, ...],
    rolled: tuple[str, ...],
) -> dict[Period, set[tuple[Any, ...]]]:
    """The combinations of each period, at the level where some dimensions are rolled up (None in their place)."""
    kept = tuple(name for name in dimensions if name not in rolled)
    found = {period: combinations(formulas, kpi, period, whole, kept) for period in requested}
    if not request.get("sparse"):
        found = dict.fromkeys(requested, set().union(*found.values()))
    return {period: {placed(values, kept, dimensions) for values in one} for period, one in found.items()}


def placed(values: tuple[Any, ...], kept: tuple[str, ...], dimensions: tuple[str, ...]) -> tuple[Any, ...]:
    known = dict(zip(kept, values, strict=True))
    return tuple(known.get(name) for name in dimensions)


def combinations(
    formulas: Formulas, kpi: Kpi, period: Period, whole: Slice, dimensions: tuple[str, ...]
) -> set[tuple[Any, ...]]:
    """The dimension values of the rows that one of the KPI's measures keeps, in any window read."""
    if not dimensions:
        return {()}
    found = set()
    for measure, window in formulas.reads(kpi, period):
        for values in candidates(formulas, measure, whole, dimensions) - found:
            part = replace(whole, group=tuple(zip(dimensions, values, strict=True)))
            if formulas.facts.kept(measure, window, part):
                found.add(values)
    return found


def candidates(formulas: Formulas, measure: Measure, whole: Slice, dimensions: tuple[str, ...]) -> set[tuple[Any, ...]]:
    facts = formulas.facts
    stages = list(measure.inner.values()) or [facts.first_stage(measure) if "per" in measure.spec else measure]
    return {
        tuple(facts.world.dimension(stage.source, row, dimension) for dimension in dimensions)
        for stage in stages
        for row in facts.base(stage, whole)
    }


def lines(grids: Mapping[tuple[str, ...], set[tuple[Any, ...]]], dimensions: tuple[str, ...]) -> list[Line]:
    """The grid's lines, then those with some dimensions rolled up: where a line is below them, or rows of their own."""
    wanted: list[Line] = []
    for rolled, own in grids.items():
        below = {
            tuple(None if name in rolled else value for name, value in zip(dimensions, values, strict=True))
            for values in grids[()]
        }
        kept = {(None,) * len(dimensions)} if rolled and rolled == dimensions else own | below
        wanted += [(values, rolled) for values in kept]
    return sorted(set(wanted), key=lambda line: (line[1], [(value is None, str(value)) for value in line[0]]))


def row_of(
    formulas: Formulas, kpi: Kpi, period: Period, whole: Slice, dimensions: tuple[str, ...], line: Line
) -> dict[str, Any]:
    values, rolled = line
    given = zip(dimensions, values, strict=True)
    part = replace(whole, group=tuple((name, value) for name, value in given if name not in rolled))
    terms = {
        name: formulas.term(kpi, name, period, part)
        for name, term in kpi.terms.items()
        if isinstance(term, Measure) or name in ("numerator", "denominator")
    }
    return {
        "kpi": kpi.id,
        "period": periods.label(period, formulas.facts.world.clock.year_start),
        **dict(zip(dimensions, values, strict=True)),
        "rolled_up": list(rolled),
        "value": as_float(formulas.value(kpi, period, part)),
        "numerator": as_float(terms.get("numerator")),
        "denominator": as_float(terms.get("denominator")),
        "measures": terms,
    }


def as_float(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None

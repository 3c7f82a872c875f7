"""Mistakes in periods, formulas, groups and totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from reference import evaluator, kpis, measures, periods
from reference.kpis import Formulas, FormulaScope
from reference.measures import Facts, Measure, Slice
from reference.periods import Period
from reference.scalars import value_of
from reference.world import World

Places = tuple[tuple[Any, str], ...]
previous, window_of, moved_back = periods.previous, periods.window_of, periods.moved_back
rows_of_kpi, combinations, read_kpi = evaluator.rows_of_kpi, evaluator.combinations, kpis.read_kpi
ROWS, PASSES, SAME = vars(World)["rows"], vars(Facts)["passes"], vars(World)["same_column"]
FORMULA_PREVIOUS, COHORT, READS = FormulaScope.previous, Formulas.cohort, Formulas.reads


def whole_period_before(period: Period, step: str | None, as_of: datetime) -> Any:
    return moved_back(period, step) if period.grain != "all" else None


def same_number_of_days(period: Period, step: str | None) -> Any:
    if step is not None:
        return moved_back(period, step)
    return Period(period.start - (period.end - period.start), period.start, period.grain)


def a_year_is_a_period(period: Period, step: str | None) -> Any:
    return moved_back(period, None)


def previous_is_now(self: FormulaScope, arguments: Any) -> Any:
    return value_of(arguments[0], self)


def no_previous_is_zero(self: FormulaScope, arguments: Any) -> Any:
    found = FORMULA_PREVIOUS(self, arguments)
    return 0 if found is None else found


def total_of_the_group(self: FormulaScope, arguments: Any) -> Any:
    return value_of(arguments[0], self)


def total_of_everything(self: FormulaScope, arguments: Any) -> Any:
    return value_of(arguments[0], FormulaScope(self.formulas, self.kpi, self.period, replace(self.part, group=())))


def total_beyond_the_filters(self: FormulaScope, arguments: Any) -> Any:
    return value_of(arguments[0], FormulaScope(self.formulas, self.kpi, self.period, Slice()))


def window_before_the_period(period: Period, window: str | None, year_start: int) -> Any:
    """The window ends where the period starts."""
    if window in (None, "all_time", "year_to_date") or period.grain == "all":
        return window_of(period, window, year_start)
    return window_of(replace(period, start=period.start, end=period.start, elapsed=None), window, year_start)


def civil_year_to_date(period: Period, window: str | None, year_start: int) -> Any:
    return window_of(period, window, 1)


def all_time_is_the_year(period: Period, window: str | None, year_start: int) -> Any:
    return window_of(period, "year_to_date" if window == "all_time" and period.grain != "all" else window, year_start)


def cohort_of_now(self: Formulas, kpi: Any, node: Any) -> Any:
    return COHORT(self, kpi, node)[0], lambda period, as_of: period


def every_row(self: World, source: str) -> Any:
    return self.raw_rows(source)


def no_kpi_filters(self: Facts, measure: Measure, row: Any, part: Slice) -> Any:
    return PASSES(self, Measure(measure.name, measure.spec, (), measure.params), row, part)


def no_request_filters(self: Facts, measure: Measure, row: Any, part: Slice) -> Any:
    return PASSES(self, measure, row, Slice())


def no_inner_filters(self: Measure) -> Any:
    inner = (self.spec.get("measures") or {}).items()
    return {name: Measure(f"{self.name}/{name}", spec, (), self.params) for name, spec in inner}


def no_null_group(formulas: Any, kpi: Any, period: Any, whole: Any, dimensions: Any) -> Any:
    return {values for values in combinations(formulas, kpi, period, whole, dimensions) if None not in values}


def groups_of_any_row(formulas: Any, kpi: Any, period: Any, whole: Any, dimensions: Any) -> Any:
    """Also those of rows that belong to no period read."""
    found = set()
    for measure, _ in formulas.reads(kpi, period):
        found |= evaluator.candidates(formulas, measure, whole, dimensions)
    return found if dimensions else {()}


def seen_in_each_period(formulas: Any, kpi: Any, requested: Any, request: Any) -> Any:
    return rows_of_kpi(formulas, kpi, requested, {**request, "sparse": not request.get("sparse")})


def totals_added_up(formulas: Any, kpi: Any, requested: Any, request: Any) -> Any:
    rows = rows_of_kpi(formulas, kpi, requested, request)
    whole = len(request.get("by") or [])
    for row in rows:
        if len(row["rolled_up"]) == whole > 0:
            lines = [one for one in rows if one["period"] == row["period"] and not one["rolled_up"]]
            known = [one["value"] for one in lines if one["value"] is not None]
            row["value"] = sum(known) if known else None
    return rows


def lines_without_totals(grid: Any, dimensions: Any, totals: Any) -> Any:
    return [(values, ()) for values in grid]


def groups_of_previous_periods_left_out(self: Formulas, kpi: Any, period: Any) -> Any:
    return {(measure, read) for measure, read in READS(self, kpi, period) if read == period}


def names_are_dimensions(self: World, dimension: str) -> set[str]:
    return {dimension}


def nothing_extended(spec: Any, by_id: Any) -> Any:
    """The copied definition wins over what the variant says."""
    if "extends" not in spec:
        return spec
    parent = by_id[str(spec["extends"])]
    return {**spec, **{key: value for key, value in parent.items() if key not in kpis.NOT_COPIED}}


REQUEST_FAULTS: dict[str, tuple[Places, Callable[..., Any]]] = {
    "the whole period before, beside an unfinished one": (((periods, "previous"),), whole_period_before),
    "the period before has as many days": (((periods, "moved_back"),), same_number_of_days),
    "a year before is the period before": (((periods, "moved_back"),), a_year_is_a_period),
    "previous is the period itself": (((FormulaScope, "previous"),), previous_is_now),
    "no period before is zero": (((FormulaScope, "previous"),), no_previous_is_zero),
    "a total is that of its group": (((FormulaScope, "total"),), total_of_the_group),
    "a total forgets the dimensions it names": (((FormulaScope, "total"),), total_of_everything),
    "a total looks beyond the request's filters": (((FormulaScope, "total"),), total_beyond_the_filters),
    "windows end where the period starts": (((measures, "window_of"),), window_before_the_period),
    "the year to date begins in January": (((measures, "window_of"),), civil_year_to_date),
    "all time is this year": (((measures, "window_of"),), all_time_is_the_year),
    "the cohort of before is that of now": (((Formulas, "cohort"),), cohort_of_now),
    "filters of sources are ignored": (((World, "rows"),), every_row),
    "filters of KPIs are ignored": (((Facts, "passes"),), no_kpi_filters),
    "filters of requests are ignored": (((Facts, "passes"),), no_request_filters),
    "inner measures escape the KPI's filters": (((Measure, "inner"),), property(no_inner_filters)),  # type: ignore[dict-item]
    "the null group is dropped": (((evaluator, "combinations"),), no_null_group),
    "groups of rows of no period": (((evaluator, "combinations"),), groups_of_any_row),
    "the grid is that of each period": (((evaluator, "rows_of_kpi"),), seen_in_each_period),
    "totals are added up": (((evaluator, "rows_of_kpi"),), totals_added_up),
    "totals are left out": (((evaluator, "lines"),), lines_without_totals),
    "groups of earlier windows are left out": (((Formulas, "reads"),), groups_of_previous_periods_left_out),
    "dimensions are names": (((World, "same_column"),), names_are_dimensions),
    "a variant does not replace": (((kpis, "extended"),), nothing_extended),
}

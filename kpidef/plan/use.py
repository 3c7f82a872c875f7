"""Formulas -> uses of measures: KPI terms opened, `previous` and `total` pushed down to the measures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kpidef.calendar import Duration
from kpidef.catalog.average import average_ends, mean_of
from kpidef.catalog.model import AnyMeasure, Catalog, Kpi, Measure, Stock
from kpidef.expression.typed import Constant, Expression, Operation, Term
from kpidef.plan.nodes import Level

Shift = Duration | None  # None: one period earlier


@dataclass(frozen=True, slots=True)
class Use:
    """A measure as it stands in a formula: seen in windows moved by `shifts`, the last written one first."""

    measure: AnyMeasure
    shifts: tuple[Shift, ...]


@dataclass(slots=True)
class UseBook:
    """The uses of a request, each with the name of its column; equal uses share one."""

    catalog: Catalog
    dimensions: tuple[tuple[str, str], ...]  # (name, "source.column") as requested
    single: Kpi | None  # one KPI alone: its own columns need not bear its id
    names: dict[Use, str] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)  # column@level -> the level

    def expand(self, kpi: Kpi, expression: Expression, shifts: tuple[Shift, ...] = ()) -> Expression:
        """The expression over columns of the cells."""
        return self._expand(kpi, expression, shifts, None)

    def columns_of(self, kpi: Kpi, shifts: tuple[Shift, ...] = ()) -> list[tuple[str, Expression]]:
        """The KPI's own measures by name, as they stand on its lines."""
        return [(name, self._expand(kpi, Term(name, one.type), shifts, None)) for name, one in kpi.measures.items()]

    def _expand(self, kpi: Kpi, expression: Expression, shifts: tuple[Shift, ...], level: Level | None) -> Expression:
        match expression:
            case Term(name=name) if name in kpi.measures:
                return self._column(kpi, kpi.measures[name], shifts, level)
            case Term(name=name):
                other = self.catalog.kpis[name]
                return self._expand(other, other.formula, shifts, level)
            case Operation(name="previous", arguments=(operand, *offset)):
                return self._expand(kpi, operand, (*shifts, _duration(offset)), level)
            case Operation(name="total", arguments=(operand, *names)):
                return self._expand(kpi, operand, shifts, self._without(names, level))
            case Operation(arguments=arguments):
                opened = tuple(self._expand(kpi, one, shifts, level) for one in arguments)
                return replace(expression, arguments=opened)
            case _:
                return expression

    def _column(self, kpi: Kpi, measure: AnyMeasure, shifts: tuple[Shift, ...], level: Level | None) -> Expression:
        if isinstance(measure, Measure) and measure.rule == Stock("average"):
            return mean_of(*(self._column(kpi, one, shifts, level) for one in average_ends(measure)))
        use = Use(measure, shifts)
        if use not in self.names:
            self.names[use] = self._name(kpi, measure, len(shifts))
        name = self.names[use]
        if level is None:
            return Term(name, measure.type)
        placed = f"{name}@{','.join(map(str, level))}"
        self.levels[placed] = level
        return Term(placed, measure.type)

    def _name(self, kpi: Kpi, measure: AnyMeasure, shifts: int) -> str:
        # The measure of a one-measure KPI is known by that KPI's id.
        stem = kpi.id if measure.name == "measure" else f"{kpi.id}__{measure.name}"
        if self.single is kpi:
            stem = measure.name
        stem += "_previous" * min(shifts, 1) + (str(shifts) if shifts > 1 else "")
        taken = set(self.names.values())
        return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)

    def _without(self, names: list[Expression], level: Level | None) -> Level | None:
        written = {one.value for one in names if isinstance(one, Constant)}
        kept = level if level is not None else tuple(range(len(self.dimensions)))
        if not written:
            return ()
        return tuple(index for index in kept if not written & set(_aliases(*self.dimensions[index])))


def _aliases(name: str, column: str) -> tuple[str, ...]:
    return name, column, column.partition(".")[2]


def _duration(offset: list[Expression]) -> Shift:
    if offset and isinstance(offset[0], Constant) and isinstance(offset[0].value, Duration):
        return offset[0].value
    return None

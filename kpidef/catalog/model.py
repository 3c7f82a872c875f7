"""The catalogue: sources, measures and KPIs with nothing left to look up but a source by its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kpidef.calendar import Duration, Grain
from kpidef.errors import KpidefError, Position
from kpidef.expression.typed import Constant, Expression, Field, Type
from kpidef.expression.units import UNKNOWN, Unit
from kpidef.spec.records import KpiSpec, SourceSpec


@dataclass(frozen=True, slots=True)
class Agg:
    """An aggregate: count, count_distinct, sum, avg, min, max, median, percentile, first or last."""

    function: str
    fraction: float | None = None  # of a percentile, in [0, 1]

    @property
    def is_additive(self) -> bool:
        """Whether the parts of a window add up to the whole (min and max fold as well, by themselves)."""
        return self.function in ("count", "sum", "min", "max")


@dataclass(frozen=True, slots=True)
class Reference:
    """A many-to-one join: this column holds the whole key of `source`."""

    source: str
    column: str


@dataclass(frozen=True, slots=True)
class Rollup:
    """Rows of `source` that match the host row, folded to one value."""

    source: str
    match: tuple[tuple[str, str], ...]  # (rolled source's column, host's column)
    agg: Agg
    expr: Expression | None
    filters: tuple[Expression, ...]
    time: Field | None  # orders first and last

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All that is written of it."""
        return (*self.filters, *([self.expr] if self.expr is not None else []))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    label: str = field(default="", compare=False)
    description: str = field(default="", compare=False)
    unit: Unit = UNKNOWN
    values: tuple[str, ...] = ()
    references: Reference | None = None
    same_as: str | None = None  # "source.column"
    is_dimension: bool = False
    grain: Grain | None = None
    expr: Expression | None = None
    rollup: Rollup | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    at: str
    stale_after: Duration | None


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    label: str
    description: str
    key: tuple[str, ...]
    time: str | None
    validity: Validity | None
    snapshot: Snapshot | None
    filters: tuple[Expression, ...]
    columns: Mapping[str, Column]
    spec: SourceSpec


@dataclass(frozen=True, slots=True)
class Event:
    """Rows whose time falls in the window."""

    time: Field


@dataclass(frozen=True, slots=True)
class Stock:
    """Rows true when the window opens (`start`), closes (`end`), at some time of it (`any`), or `average`."""

    at: Literal["start", "end", "any", "average"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Rows of the entities that left (`out`) or entered (`in`) between opening and closing."""

    direction: Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Always:
    """Every row; only the unbounded window is meaningful."""


Rule = Event | Stock | Flow | Always
WindowRule = Duration | Literal["year_to_date", "all_time"] | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Keep the rows whose entity is among those that `measure` counted in the same or the previous period."""

    measure: AnyMeasure
    is_previous: bool
    offset: Duration | None = None  # of previous(m, '1 year')


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate of the rows of one source that a rule gives to a window."""

    name: str = field(compare=False)
    source: str
    agg: Agg
    expr: Expression | None
    filters: tuple[Expression, ...]  # sorted by text; all must hold
    rule: Rule
    entity: tuple[Field, ...]  # what stocks, flows, cohorts and photos compare; () where nothing does
    window: WindowRule
    cohort: Cohort | None
    rollups: tuple[Column, ...]  # columns of this measure alone
    type: Type
    unit: Unit = field(compare=False)
    label: str = field(default="", compare=False)
    at: Position | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Per:
    """Two stages: inner measures an entity, a formula over them, then an aggregate over the entities that remain."""

    name: str = field(compare=False)
    entity: str  # the column or path as written; each inner measure carries it resolved
    measures: tuple[Measure, ...]  # their names count: formula and having speak of them
    names: tuple[str, ...]  # of `measures`, so that equal structures with other names are not taken for equal
    entities: tuple[Field, ...]  # one a measure: the entity, from that measure's source
    formula: Expression | None  # None counts the entities
    having: Expression | None
    agg: Agg
    type: Type
    unit: Unit = field(compare=False)
    label: str = field(default="", compare=False)
    at: Position | None = field(default=None, compare=False)


AnyMeasure = Measure | Per


@dataclass(frozen=True, slots=True)
class Target:
    start: str  # ISO date
    end: str | None
    value: float


@dataclass(frozen=True, slots=True)
class Kpi:
    """A formula over measures and other KPIs; `formula`, `numerator` and `denominator` hold Terms by name."""

    id: str
    label: str
    family: str
    unit: str
    direction: Literal["up", "down", "none"]
    status: str
    period: Grain
    grains: tuple[Grain, ...]  # () allows all
    dimensions: tuple[str, ...]  # "source.column"; () allows all
    measures: Mapping[str, AnyMeasure]
    formula: Expression
    numerator: Expression | None
    denominator: Expression | None
    kpi_terms: tuple[str, ...]  # ids of the KPIs that the formula names
    targets: tuple[Target, ...]
    thresholds: tuple[tuple[str, str, float], ...]  # (good | watch, operator, value)
    params: Mapping[str, Constant | tuple[Constant, ...] | str]  # a str is a KPI's id
    horizon: Duration | None  # the longest positive shift
    version: str  # 12 hex digits of the resolved calculation
    spec: KpiSpec
    origin: str = ""  # "library" or "project"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that a project's files mean, in the order of ids."""

    sources: Mapping[str, Source]
    kpis: Mapping[str, Kpi]
    families: Mapping[str, tuple[str, str]]  # id -> (label, description)
    timezone: str
    errors: tuple[KpidefError, ...] = ()

"""The plan: scans of sources, folded into cells (level, period, dimensions), and the formulas over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kpidef.calendar import Duration, Grain, Window
from kpidef.catalog.model import Agg, Column, Kpi
from kpidef.expression.typed import Expression, Field, Type

ScanKind = Literal["event", "stock", "any", "flow_in", "flow_out", "photo", "photo_in", "photo_out", "always"]
Level = tuple[int, ...]  # which of the request's dimensions a line keeps, by position


@dataclass(frozen=True, slots=True)
class Dimension:
    """A cut of the request: its name in the result, and the catalogue column that it is."""

    name: str
    column: str  # "source.column", the first of those declared the same
    type: Type
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One aggregate that a scan computes over the rows that its own filters keep."""

    name: str
    agg: Agg
    expr: Expression | None
    filters: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Which window of the scan each requested period reads (None: none), and the columns that it fills."""

    windows: tuple[int | None, ...]
    columns: tuple[tuple[str, str], ...]  # (leaf, column of the cells)


@dataclass(frozen=True, slots=True)
class Members:
    """The entities that a cohort's measure counted, one set a window of the scan that asks."""

    cells: Cells
    entity: tuple[Field, ...]  # of the scan's own rows, compared by value
    having: Expression | None  # which of the cells' entities remain, where the measure has two stages


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of one source under one time rule, whoever asked for it."""

    name: str
    source: str
    kind: ScanKind
    time: Field | None
    windows: tuple[Window, ...]
    group: tuple[Field, ...]  # the dimensions, reached from this source
    entity: tuple[Field, ...]  # kept beside the dimensions, for a second stage
    compared: tuple[Field, ...]  # what flows and photos compare
    levels: tuple[Level, ...]
    filters: tuple[Expression, ...]  # all leaves share them
    leaves: tuple[Leaf, ...]
    routes: tuple[Route, ...]
    rollups: tuple[Column, ...] = ()
    members: Members | None = None
    stale_after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """A second stage: the entities' cells, folded; the leaves' expressions are over the inner columns."""

    name: str
    cells: Cells
    windows: tuple[Window, ...]  # what the inner cells call periods
    levels: tuple[Level, ...]
    leaves: tuple[Leaf, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class CellColumn:
    """A column of the cells; `empty` is what it holds where there are no rows."""

    name: str
    type: Type
    empty: int | None
    missing: tuple[int, ...] = ()  # periods that have no window at all: null there (no_previous)


@dataclass(frozen=True, slots=True)
class Cells:
    """Scans and folds brought together on (level, period, dimensions, entity)."""

    name: str
    periods: int
    dimensions: tuple[Type, ...]
    entity: tuple[Type, ...]
    levels: tuple[Level, ...]
    parts: tuple[Scan | Fold, ...]
    columns: tuple[CellColumn, ...]
    kept: tuple[str, ...] = ()  # columns that count the rows kept: a cell is real when one is not 0


@dataclass(frozen=True, slots=True)
class Output:
    """One KPI of the request: its expressions are over the cells' columns.

    A Term named `column@level` is the column as it stands on another level (`total`).
    """

    kpi: Kpi
    value: Expression
    numerator: Expression | None
    denominator: Expression | None
    compared: Expression | None
    measures: tuple[tuple[str, Expression], ...]
    seen: tuple[str, ...]  # columns that tell whether a combination belongs to this KPI


@dataclass(frozen=True, slots=True)
class Age:
    """How it is known that photos were there, and all too old: columns of the cells that count rows."""

    column: str
    fresh: str  # rows of the photos that the column reads
    ever: str  # rows of all the photos before its instant, whatever their age


@dataclass(frozen=True, slots=True)
class Plan:
    """A request, ready to become one statement."""

    windows: tuple[Window, ...]
    grain: Grain | None
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]  # those that the result shows; cells may hold more, for totals
    cells: Cells
    outputs: tuple[Output, ...]
    sparse: bool
    joined: tuple[str, ...]  # sources reached by a reference: their keys are checked for duplicates
    ages: tuple[Age, ...] = ()  # asked only where reasons are

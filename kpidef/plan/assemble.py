"""Uses of measures -> cells: which scans are needed, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kpidef.calendar import Calendar, Grain, Window
from kpidef.catalog.average import average_ends
from kpidef.catalog.model import Agg, AnyMeasure, Catalog, Cohort, Measure, Per, Stock
from kpidef.errors.catalog import NoEntity
from kpidef.expression.typed import Expression, Field, Operation, Type
from kpidef.plan.draft import Draft, finished
from kpidef.plan.kind import bounds_of, scan_kind, shared_key
from kpidef.plan.nodes import CellColumn, Cells, Dimension, Fold, Leaf, Level, Members, Route, Scan
from kpidef.plan.span import widened, windows_of
from kpidef.plan.use import Shift, Use

ROWS = Agg("count")
Spans = tuple[Window | None, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all the cells of a request have in common."""

    catalog: Catalog
    calendar: Calendar
    grain: Grain | None
    as_of: datetime
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    reach: Callable[[Dimension, str], Field]
    conditions: Callable[[str], tuple[Expression, ...]]
    check: Callable[[Measure, Spans], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """A use that wants a column of the cells; with an entity, one value an entity."""

    use: Use
    column: str
    entity: tuple[Field, ...] = ()


def cells(
    name: str, asks: Iterable[Ask], windows: tuple[Window, ...], frame: Frame, kept: tuple[str, ...] = ()
) -> Cells:
    """One line a (level, period, dimensions, entity), with each use's value in the column that it asks for."""
    under_way = _Assembly(name, windows, frame)
    for ask in asks:
        under_way.add(ask)
    return under_way.finish(kept)


def counted(measure: AnyMeasure) -> AnyMeasure:
    """The same rows (or entities), counted: what tells whether a combination is present."""
    if isinstance(measure, Per):
        return replace(measure, agg=ROWS, having=None, formula=None, type="integer")
    return replace(measure, agg=ROWS, expr=None, type="integer")


@dataclass(slots=True)
class _Assembly:
    name: str
    periods: tuple[Window, ...]
    frame: Frame
    drafts: dict[object, Draft] = field(default_factory=dict)
    folds: dict[object, Fold] = field(default_factory=dict)
    columns: dict[str, CellColumn] = field(default_factory=dict)
    entity: tuple[Type, ...] = ()

    def add(self, ask: Ask) -> None:
        """Give the use a place in a scan, or in a fold of scans."""
        frame, use = self.frame, ask.use
        spans = windows_of(frame.calendar, self.periods, frame.grain, use.shifts, frame.as_of)
        missing = tuple(index for index, span in enumerate(spans) if span is None)
        empty = 0 if use.measure.agg.function in ("count", "count_distinct", "sum") else None
        self.columns.setdefault(ask.column, CellColumn(ask.column, use.measure.type, empty, missing))
        self.entity = tuple(one.type for one in ask.entity)
        if isinstance(use.measure, Per):
            self._add_fold(use.measure, ask.column, spans, use.shifts)
        else:
            frame.check(use.measure, spans)
            self._add_scan(use.measure, ask, spans)

    def finish(self, kept: tuple[str, ...]) -> Cells:
        """The cells, with their scans in the order in which they were first needed."""
        scans = tuple(
            finished(draft, f"{self.name}_{draft.scan.source}_{rank}")
            for rank, draft in enumerate(self.drafts.values(), 1)
        )
        return Cells(
            name=self.name,
            periods=len(self.periods),
            dimensions=tuple(one.type for one in self.frame.dimensions),
            entity=self.entity,
            levels=self.frame.levels,
            parts=(*scans, *self.folds.values()),
            columns=tuple(self.columns.values()),
            kept=kept,
        )

    def _add_scan(self, measure: Measure, ask: Ask, spans: Spans) -> None:
        frame = self.frame
        looked = [widened(frame.calendar, span, measure.window) if span else None for span in spans]
        source = frame.catalog.sources[measure.source]
        kind = scan_kind(measure, source)
        bounds = tuple(bounds_of(kind, measure, span, frame.as_of) if span else None for span in looked)
        cohort = (
            (measure.cohort, measure.entity, measure.rule, measure.window, ask.use.shifts) if measure.cohort else None
        )
        place = (kind, shared_key(kind, measure), cohort, ask.entity)
        if place not in self.drafts:
            scan = self._scan(measure, kind, ask.entity)
            self.drafts[place] = Draft(replace(scan, members=self._members(ask.use, bounds)))
        draft = self.drafts[place]
        conditions = (*frame.conditions(measure.source), *measure.filters, *_known_entity(kind, measure))
        leaf = draft.leaf(measure.agg, measure.expr, conditions)
        # A cohort's windows stay apart even where their bounds are equal: each has its own members.
        route = draft.apart(bounds) if measure.cohort else draft.shared(bounds)
        draft.routes.setdefault(route, {})[ask.column] = leaf.name

    def _scan(self, measure: Measure, kind: str, entity: tuple[Field, ...]) -> Scan:
        frame = self.frame
        snapshot = frame.catalog.sources[measure.source].snapshot
        return Scan(
            name="",
            source=measure.source,
            kind=kind,  # type: ignore[arg-type]
            time=getattr(measure.rule, "time", None),
            windows=(),
            group=tuple(frame.reach(dimension, measure.source) for dimension in frame.dimensions),
            entity=entity,
            compared=measure.entity if kind.startswith(("flow", "photo")) else (),
            levels=frame.levels,
            filters=(),
            leaves=(),
            routes=(),
            rollups=measure.rollups,
            stale_after=snapshot.stale_after if snapshot and kind.startswith("photo") else None,
        )

    def _members(self, use: Use, bounds: Spans) -> Members | None:
        measure = use.measure
        if isinstance(measure, Per) or measure.cohort is None:
            return None
        asked = tuple(period for period, bound in zip(self.periods, bounds, strict=True) if bound)
        name = f"{self.name}_members{len(self.drafts) + 1}"
        return members(name, measure, measure.cohort, asked, use.shifts, self.frame)

    def _add_fold(self, measure: Per, column: str, spans: Spans, shifts: tuple[Shift, ...]) -> None:
        # The first period of each span stands for it: what had passed of an unfinished one is known of it alone.
        first = {span: period for period, span in reversed(list(zip(self.periods, spans, strict=True))) if span}
        asked = tuple(dict.fromkeys(span for span in spans if span is not None))
        follows = any(one.cohort is not None for one in measure.measures)
        place = (measure.measures, measure.names, measure.entities, asked, shifts if follows else ())
        if place not in self.folds:
            name = f"{self.name}_fold{len(self.folds) + 1}"
            periods = tuple(first[span] for span in asked)
            inner = entity_cells(f"{name}_cells", measure, periods, shifts, self.frame)
            self.folds[place] = Fold(name, inner, asked, self.frame.levels, (), ())
        fold = self.folds[place]
        having = (measure.having,) if measure.having is not None else ()
        leaf = Leaf(f"m{len(fold.leaves) + 1}", measure.agg, measure.formula, having)
        same = next((one for one in fold.leaves if replace(one, name=leaf.name) == leaf), None)
        places = {span: rank for rank, span in enumerate(asked)}
        windows = tuple(places[span] if span else None for span in spans)
        self.folds[place] = replace(
            fold,
            leaves=fold.leaves if same else (*fold.leaves, leaf),
            routes=(*fold.routes, Route(windows, (((same or leaf).name, column),))),
        )


def _known_entity(kind: str, measure: Measure) -> tuple[Expression, ...]:
    """A null entity is in no stock; flows and photos see to it where they compare."""
    if kind != "stock":
        return ()
    return tuple(Operation("not", (Operation("is_null", (one,), "boolean"),), "boolean") for one in measure.entity)


def entity_cells(
    name: str, measure: Per, periods: tuple[Window, ...], shifts: tuple[Shift, ...], frame: Frame
) -> Cells:
    """The inner measures of a second stage, one line an entity that at least one of them counts."""
    asks: list[Ask] = []
    kept: list[str] = []
    for inner, entity in zip(measure.measures, measure.entities, strict=True):
        use = Use(inner, shifts)
        kept.append(f"kept_{inner.name}")
        asks += [Ask(use, inner.name, (entity,)), Ask(replace(use, measure=counted(inner)), kept[-1], (entity,))]
    return cells(name, asks, periods, frame, tuple(kept))


def members(
    name: str, measure: Measure, cohort: Cohort, asked: tuple[Window, ...], shifts: tuple[Shift, ...], frame: Frame
) -> Members:
    """The entities that the cohort's measure counted, one set an asked period, moved by the shifts of who asks.

    Raises NoEntity where one of the two measures has nothing to compare.
    """
    shifts = (*shifts, cohort.offset) if cohort.is_previous else shifts
    followed = cohort.measure
    if isinstance(followed, Per):
        inner = entity_cells(name, followed, asked, shifts, frame)
        return Members(inner, measure.entity, followed.having)
    if not followed.entity or len(followed.entity) != len(measure.entity):
        raise NoEntity(measure.at, source=followed.source if not followed.entity else measure.source)
    counts = [counted(one) for one in (average_ends(followed) if followed.rule == Stock("average") else (followed,))]
    kept = tuple(f"kept{rank}" for rank in range(1, len(counts) + 1))
    asks = [Ask(Use(one, shifts), column, followed.entity) for one, column in zip(counts, kept, strict=True)]
    return Members(cells(name, asks, asked, frame, kept), measure.entity, None)

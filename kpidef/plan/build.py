"""Request -> plan: the requested KPIs, opened into uses of measures, and the cells that answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from kpidef.calendar import Duration, Grain, Window, grain_of
from kpidef.calendar.period import count_periods
from kpidef.calendar.words import grain_word
from kpidef.catalog.model import Always, AnyMeasure, Event, Kpi, Measure, Per
from kpidef.catalog.nearest import nearest
from kpidef.errors import Position
from kpidef.errors.request import (
    DimensionNotAllowed,
    EmptyRequest,
    GrainNotAllowed,
    OnlyAllTime,
    TooManyCells,
    UnknownTotal,
)
from kpidef.expression.typed import Expression, Field
from kpidef.expression.walk import terms
from kpidef.plan.assemble import Ask, Frame, cells, counted
from kpidef.plan.dimension import Reach, resolved_columns
from kpidef.plan.nodes import Dimension, Level, Output, Plan
from kpidef.plan.request import Request
from kpidef.plan.span import widened
from kpidef.plan.use import Shift, UseBook

MOST_CELLS = 1_000_000


def build(request: Request) -> Plan:
    """The plan of a request. Raises the coded errors 3xx of what can't be answered."""
    if not request.kpis:
        raise EmptyRequest
    _check_size(request)
    reach = Reach(resolved_columns(request.catalog), request.catalog.timezone)
    dimensions = _dimensions(request, reach)
    _check_allowed(request, dimensions)
    book = UseBook(
        request.catalog,
        tuple((one.name, one.column) for one in dimensions),
        single=request.kpis[0] if len(request.kpis) == 1 else None,
    )
    drafts = [_output(kpi, book, request) for kpi in request.kpis]
    shown = _levels(request, dimensions)
    levels = tuple(dict.fromkeys((*shown, *(_below(one, level) for one in shown for level in book.levels.values()))))
    asks = [Ask(use, column) for use, column in book.names.items()]
    presence = _presence(book) if dimensions else {}
    frame = _frame(request, reach, dimensions, levels)
    built = cells("cells", [*asks, *_presence_asks(book, presence)], request.windows, frame)
    outputs = tuple(replace(one, seen=_seen(one, presence)) for one in drafts)
    return Plan(
        windows=request.windows,
        grain=request.grain,
        dimensions=dimensions,
        levels=shown,
        cells=built,
        outputs=outputs,
        sparse=request.sparse,
        joined=(),
    )


def _check_size(request: Request) -> None:
    periods = len(request.windows)
    if periods * len(request.kpis) > MOST_CELLS:
        raise TooManyCells(count=periods * len(request.kpis))


def kpi_sources(kpi: Kpi, kpis: Mapping[str, Kpi]) -> tuple[str, ...]:
    """The sources that a KPI's measures read, its KPI terms' included, in order of first use."""
    found: dict[str, None] = {}
    waiting = [kpi]
    for one in waiting:
        for measure in one.measures.values():
            found.update(dict.fromkeys(measure_sources(measure)))
        waiting += [kpis[name] for name in one.kpi_terms if kpis[name] not in waiting]
    return tuple(found)


def measure_sources(measure: AnyMeasure) -> tuple[str, ...]:
    """The sources whose rows a measure reads directly, its cohort's included."""
    if isinstance(measure, Per):
        return tuple(name for one in measure.measures for name in measure_sources(one))
    return (measure.source, *(measure_sources(measure.cohort.measure) if measure.cohort else ()))


def _dimensions(request: Request, reach: Reach) -> tuple[Dimension, ...]:
    kpis = request.catalog.kpis
    sources = tuple(dict.fromkeys(name for kpi in request.kpis for name in kpi_sources(kpi, kpis)))
    return tuple(reach.dimension(text, sources) for text in request.by)


def _check_allowed(request: Request, dimensions: tuple[Dimension, ...]) -> None:
    for kpi in request.kpis:
        if request.grain is not None and kpi.grains and request.grain not in kpi.grains:
            raise GrainNotAllowed(
                kpi.spec.id.at,
                kpi=kpi.id,
                grain=request.grain.value,
                grain_fr=grain_word(request.grain, "fr"),
                reason_fr="ses grains sont déclarés",
                reason_en="its grains are declared",
                allowed=", ".join(kpi.grains),
            )
        for one, text in zip(dimensions, request.by, strict=True):
            names = (one.column, one.name, one.column.partition(".")[2])
            if kpi.dimensions and not any(name in kpi.dimensions for name in names):
                raise DimensionNotAllowed(text.at, kpi=kpi.id, name=text.value, allowed=", ".join(kpi.dimensions))


def _levels(request: Request, dimensions: tuple[Dimension, ...]) -> tuple[Level, ...]:
    full = tuple(range(len(dimensions)))
    levels = [full]
    for text in request.totals:
        if text.value == "all":
            levels.append(())
            continue
        names = [one.name for one in dimensions]
        rolled = {name.strip() for name in text.value.split(",")}
        for name in sorted(rolled - set(names)):
            raise UnknownTotal(text.at, name=name, **nearest(name, [*names, "all"]))
        levels.append(tuple(index for index in full if names[index] not in rolled))
    return tuple(dict.fromkeys(levels))


def _below(shown: Level, wanted: Level) -> Level:
    return tuple(index for index in shown if index in wanted)


def _output(kpi: Kpi, book: UseBook, request: Request) -> Output:
    shift: tuple[Shift, ...] | None = {
        "previous": (None,),
        "year_ago": (Duration(1, "year"),),
    }.get(request.compare or "")
    return Output(
        kpi=kpi,
        value=book.expand(kpi, kpi.formula),
        numerator=book.expand(kpi, kpi.numerator) if kpi.numerator is not None else None,
        denominator=book.expand(kpi, kpi.denominator) if kpi.denominator is not None else None,
        compared=book.expand(kpi, kpi.formula, shift) if shift is not None else None,
        measures=tuple(book.columns_of(kpi)),
        seen=(),
    )


def _presence(book: UseBook) -> dict[str, str]:
    """For each column, the column that counts the rows behind it."""
    counts = {
        use: column
        for use, column in book.names.items()
        if not isinstance(use.measure, Per) and counted(use.measure) == use.measure
    }
    found: dict[str, str] = {}
    own = set(book.names.values())
    free = (name for rank in count(len(counts) + 1) if (name := f"rows_{rank}") not in own)
    for use, column in book.names.items():
        plain = replace(use, measure=counted(use.measure))
        if plain not in counts:
            counts[plain] = next(free)
        found[column] = counts[plain]
    return found


def _presence_asks(book: UseBook, presence: dict[str, str]) -> list[Ask]:
    own = set(book.names.values())
    uses = {presence[column]: use for use, column in book.names.items() if column in presence}
    return [
        Ask(replace(use, measure=counted(use.measure)), column) for column, use in uses.items() if column not in own
    ]


def _seen(output: Output, presence: dict[str, str]) -> tuple[str, ...]:
    expressions = [output.value, output.numerator, output.denominator, *(one for _, one in output.measures)]
    columns = {name for one in expressions if one is not None for name in terms(one) if "@" not in name}
    return tuple(sorted({presence[column] for column in columns if column in presence}))


def _frame(request: Request, reach: Reach, dimensions: tuple[Dimension, ...], levels: tuple[Level, ...]) -> Frame:
    places: dict[str, Position] = {one.name: text.at for one, text in zip(dimensions, request.by, strict=True)}
    known = request.catalog.kpis
    readers: dict[str, list[str]] = {}
    for kpi in request.kpis:
        for name in kpi_sources(kpi, known):
            readers.setdefault(name, []).append(kpi.id)

    def asked_by(source: str) -> str:
        return ", ".join(readers[source])

    def conditions(source: str) -> tuple[Expression, ...]:
        return tuple(reach.condition(text, source, asked_by(source)) for text in request.where)

    def reached(dimension: Dimension, source: str) -> Field:
        return reach.field(dimension, source, asked_by(source), places.get(dimension.name))

    def check(measure: Measure, spans: tuple[Window | None, ...]) -> None:
        _check_time(measure, asked_by(measure.source), spans, request)

    return Frame(
        catalog=request.catalog,
        calendar=request.calendar,
        grain=request.grain,
        as_of=request.as_of,
        dimensions=dimensions,
        levels=levels,
        reach=reached,
        conditions=conditions,
        check=check,
    )


def _check_time(measure: Measure, asked_by: str, spans: tuple[Window | None, ...], request: Request) -> None:
    source = request.catalog.sources[measure.source]
    bounded = [span for span in spans if span is not None and (span.start is not None or span.end is not None)]
    if isinstance(measure.rule, Always) and bounded:
        raise OnlyAllTime(measure.at, kpi=asked_by, source=source.id)
    if not isinstance(measure.rule, Event) or measure.rule.time.path:
        return
    column = source.columns.get(measure.rule.time.column)
    if column is None or column.grain is None:
        return
    for span in request.windows:
        asked = grain_of(request.calendar, span) or request.grain
        looked = widened(request.calendar, span, measure.window)
        if any(one.start is not None and not _whole(request, one, column.grain) for one in (span, looked)):
            raise GrainNotAllowed(
                measure.at,
                kpi=asked_by,
                grain=asked.value if asked else span.label,
                grain_fr=grain_word(asked, "fr") if asked else span.label,
                reason_fr=f"la source « {source.id} » a une ligne par {grain_word(column.grain, 'fr')}",
                reason_en=f"source '{source.id}' has one row a {column.grain.value}",
                allowed=column.grain.value,
            )


def _whole(request: Request, span: Window, grain: Grain) -> bool:
    return count_periods(request.calendar, grain, span) is not None

"""The worked examples: rows given, a request, and whether what comes out is what the definition's author expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kpidef.calendar import Calendar, Duration, shift_in_zone
from kpidef.catalog.binding import identity_binding
from kpidef.catalog.model import Catalog, Kpi
from kpidef.catalog.needs import every_need, needs_of
from kpidef.catalog.resolve import resolve
from kpidef.errors import KpidefError, Position, Problems
from kpidef.pipeline.asking import Question, Words, read_kpis, read_moment, read_request
from kpidef.pipeline.expectation import Difference, differences
from kpidef.pipeline.given import LONG_AGO, given_tables, latest_moment
from kpidef.plan.build import build
from kpidef.plan.request import Request
from kpidef.plan.staleness import with_ages
from kpidef.spec.records import ExampleSpec, ParamSpec, Text
from kpidef.warehouse import scratch

if TYPE_CHECKING:
    from kpidef.catalog.binding import Binding
    from kpidef.pipeline.project import Project
    from kpidef.plan.nodes import Plan
    from kpidef.sql.statement import Statement
    from kpidef.warehouse import Scratch

ZONE = "Europe/Paris"
_AFTER = Duration(1, "year")
_LINE = dict[str, object]


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """A worked example that was run: `got` are the result's lines, `differences` what is not as expected."""

    kpi: str
    name: str
    at: Position
    given: Mapping[str, tuple[Mapping[str, str | None], ...]]
    expected: tuple[Mapping[str, str | None], ...]
    got: tuple[Mapping[str, object], ...] = ()
    differences: tuple[Difference, ...] = ()
    error: KpidefError | None = None

    @property
    def ok(self) -> bool:
        """Whether the example gives what it says."""
        return self.error is None and not self.differences


def run_examples(
    project: Project,
    kpis: Words | None,
    progress: Callable[[int, int], None] | None,
    warehouse: Scratch | None = None,
) -> tuple[ExampleReport, ...]:
    """The reports, in the order of KPIs and of their examples."""
    chosen = tuple(project.catalog.kpis.values()) if kpis is None else read_kpis(kpis, project.catalog)
    examples = [(kpi, example) for kpi in chosen for example in kpi.spec.examples]
    reports: list[ExampleReport] = []
    with scratch() if warehouse is None else nullcontext(warehouse) as held:
        bench = _Bench(project, held)
        for kpi, example in examples:
            reports.append(bench.run(kpi, example))
            if progress is not None:
                progress(len(reports), len(examples))
    return tuple(reports)


def reports_of_each(project: Project, kpis: Iterable[str]) -> Iterator[tuple[ExampleReport, ...]]:
    """The reports of each KPI's examples, as soon as they are known."""
    with scratch() as held:
        bench = _Bench(project, held)
        for name in kpis:
            kpi = project.catalog.kpis[name]
            yield tuple(bench.run(kpi, example) for example in kpi.spec.examples)


@dataclass(slots=True)
class _Bench:
    """One warehouse for all the examples; what they have in common is made once."""

    project: Project
    warehouse: Scratch
    catalogs: dict[tuple[tuple[str, str], ...], Catalog] = field(default_factory=dict)
    statements: dict[object, tuple[Plan, Statement]] = field(default_factory=dict)

    def run(self, kpi: Kpi, example: ExampleSpec) -> ExampleReport:
        """The report of one example."""
        report = ExampleReport(kpi.id, example.name, example.at, _given(example), _expected(example))
        try:
            got, wrong = self._answer(kpi, example)
        except KpidefError as error:
            return replace(report, error=error)
        return replace(report, got=got, differences=wrong)

    def _answer(self, kpi: Kpi, example: ExampleSpec) -> tuple[tuple[_LINE, ...], tuple[Difference, ...]]:
        from kpidef.pipeline.running import check_duplicates
        from kpidef.report.tidy import tidy

        catalog = self._catalog(example)
        kpi = catalog.kpis[kpi.id]
        # A cut or a filter may lead to any source that references reach.
        needed = every_need([kpi], catalog) if example.by or example.where else tuple(needs_of([kpi], catalog))
        tables = given_tables(example, needed, catalog, ZONE)
        request = _request(kpi, example, catalog, self._calendar(kpi))
        plan, statement = self._statement(request)
        self.warehouse.load(tables)
        wide = self.warehouse.execute(statement.sql)
        check_duplicates(statement, wide)
        table, kinds = tidy(plan, statement, wide, request)
        lines: tuple[_LINE, ...] = tuple(table.to_pylist())
        return lines, differences(kpi, example, lines, kinds)

    def _calendar(self, kpi: Kpi) -> Calendar:
        """A library's examples know only the civil year; a project's own follow its calendar."""
        own = self.project.calendar
        return Calendar(ZONE) if kpi.origin == "library" else Calendar(ZONE, own.year_start, own.custom)

    def _catalog(self, example: ExampleSpec) -> Catalog:
        """The catalogue with the definitions' own parameters: a project's values are not those of the examples."""
        params = {param.name.value: param for param in (*_undeclared(self.project), *example.params)}
        place = tuple((name, repr(param.value)) for name, param in params.items())
        if not params and not self.project.spec.params and self.project.calendar.timezone == ZONE:
            return self.project.catalog
        if place not in self.catalogs:
            catalog = resolve(self.project.definitions, ZONE, params.values())
            if catalog.errors:
                raise Problems(catalog.errors)
            self.catalogs[place] = catalog
        return self.catalogs[place]

    def _statement(self, request: Request) -> tuple[Plan, Statement]:
        from kpidef.sql.statement import compile as compile_plan

        texts = tuple(text.value for text in (*request.by, *request.where))
        place = (id(request.catalog), request.kpis[0].id, request.windows, len(request.by), texts, request.as_of)
        if place not in self.statements:
            plan = with_ages(build(request), request.catalog)
            bindings = _identities(request)
            self.statements[place] = (
                plan,
                compile_plan(
                    plan,
                    request.catalog,
                    bindings,
                    request.calendar,
                    request.as_of,
                    dialect=self.warehouse.dialect,
                    detail=True,
                ),
            )
        return self.statements[place]


def _request(kpi: Kpi, example: ExampleSpec, catalog: Catalog, calendar: Calendar) -> Request:
    question = Question(
        kpis=kpi.id,
        period=_default_period(example),
        grain=example.grain,
        by=example.by,
        where=example.where,
        measures=True,
    )
    if example.as_of is not None:
        return read_request(question, catalog, calendar, read_moment(example.as_of, ZONE))
    asked = read_request(question, catalog, calendar, LONG_AGO)
    last = max((one.end for one in asked.windows if one.end), default=None) or latest_moment(example)
    return read_request(question, catalog, calendar, _after_every_horizon(kpi, last))


def _default_period(example: ExampleSpec) -> Text | str | None:
    if example.period is not None or example.as_of is not None:
        return example.period
    return "all"


def _after_every_horizon(kpi: Kpi, last: datetime) -> datetime:
    horizon = shift_in_zone(ZONE, last, kpi.horizon) if kpi.horizon else last
    return shift_in_zone(ZONE, horizon, _AFTER)


def _identities(request: Request) -> dict[str, Binding]:
    return {name: identity_binding(source) for name, source in request.catalog.sources.items()}


def _undeclared(project: Project) -> list[ParamSpec]:
    declared = {param.name.value for kpi in project.definitions.kpis for param in kpi.params}
    return [param for param in project.spec.params if param.name.value not in declared]


def _given(example: ExampleSpec) -> dict[str, tuple[dict[str, str | None], ...]]:
    return {
        source.value: tuple({name.value: cell.value if cell else None for name, cell in row} for row in rows)
        for source, rows in example.given
    }


def _expected(example: ExampleSpec) -> tuple[dict[str, str | None], ...]:
    return tuple({name.value: cell.value if cell else None for name, cell in row} for row in example.expect)

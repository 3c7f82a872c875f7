"""A team's project: its definitions, calendar and tables, and the questions that it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kpidef.calendar import Calendar, to_local
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog, Kpi, Source
from kpidef.errors import KpidefError, Language
from kpidef.errors.request import KpiUnavailable
from kpidef.pipeline.asking import Moment, Question, Words
from kpidef.spec.records import Definitions, ProjectSpec

if TYPE_CHECKING:
    from kpidef.binding import TableMatch
    from kpidef.pipeline.behind import RowSet
    from kpidef.pipeline.checking import CheckFinding, Progress
    from kpidef.pipeline.examples import ExampleReport
    from kpidef.pipeline.reporting import Part
    from kpidef.pipeline.reporting import Progress as Done
    from kpidef.pipeline.storing import Materialized
    from kpidef.plan.nodes import Plan
    from kpidef.report.result import Result
    from kpidef.warehouse import Estimate, Scratch, Warehouse


@dataclass(frozen=True, slots=True)
class Project:
    """What `load` returns. Everything that a project's files say is read; a warehouse is opened when asked for numbers.

    `locale` is the language of its texts; `as_of` its fixed observation time, in its own zone, where it has one.
    """

    root: Path
    spec: ProjectSpec
    definitions: Definitions
    catalog: Catalog
    calendar: Calendar
    bindings: Mapping[str, Binding]
    locale: Language
    as_of: datetime | None
    connection: str | None = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    clock: Callable[[], datetime] = field(repr=False)
    problems: tuple[KpidefError, ...] = ()
    file_name: str = "kpidef.yml"

    @property
    def file(self) -> Path:
        """The project's own file."""
        return self.root / self.file_name

    @property
    def name(self) -> str:
        """The project's name; its folder's where it has none."""
        return self.spec.name or self.root.name

    def now(self) -> datetime:
        """The observation time: the project's own, else the clock's, as a naive local time."""
        return self.as_of if self.as_of is not None else to_local(self.calendar.timezone, self.clock())

    def run(
        self,
        kpis: Words,
        *,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
        connection: str | Warehouse | None = None,
        timeout: float | None = None,
    ) -> Result:
        """The numbers, as tidy rows.

        `period` is a label (`2026-03`, `2026-T1`, `2026-01..2026-06`, `all`), by default the last complete period of
        `grain`, or of the first KPI's own; `grain` cuts it. `by` names dimensions, `where` gives conditions, `totals`
        names dimensions to sum over, or `all`. `compare` is `previous`, `year_ago` or `target`. A KPI that has no
        number is told in the result's `errors`; an error is raised where no KPI has one.
        """
        from kpidef.pipeline.running import run

        question = Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse)
        return run(self, question, connection, timeout)

    def run_all(
        self,
        *,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
        connection: str | Warehouse | None = None,
        timeout: float | None = None,
        progress: Done | None = None,
    ) -> Result:
        """The numbers of every bound KPI, each at its own grain and by those of the dimensions that it knows."""
        from kpidef.pipeline.reporting import run_all

        question = Question((), period, grain, by, where, as_of, compare, totals, measures, sparse)
        return run_all(self, question, connection, timeout, progress)

    def run_report(
        self,
        path: str | Path,
        *,
        connection: str | Warehouse | None = None,
        timeout: float | None = None,
        progress: Done | None = None,
    ) -> tuple[Part, ...]:
        """The named requests of a report's file, each with its result or what kept it from having one."""
        from kpidef.pipeline.reporting import read_report_file, run_report

        return run_report(self, read_report_file(Path(path)), connection, timeout, progress)

    def run_stored(
        self,
        kpis: Words,
        *,
        table: str,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
        connection: str | Warehouse | None = None,
        timeout: float | None = None,
    ) -> Result:
        """The numbers that `materialize` has kept in a table; of all bound KPIs where `kpis` is empty."""
        from kpidef.pipeline.recalling import run_stored
        from kpidef.pipeline.reporting import questions_of_all

        question = Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse)
        questions = [question] if kpis else [one for _, one in questions_of_all(self, question)]
        return run_stored(self, questions, table, connection, timeout)

    def materialize(
        self,
        kpis: Words = (),
        *,
        into: str,
        report: str | Path | None = None,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        refresh: bool = False,
        connection: str | Warehouse | None = None,
        progress: Done | None = None,
    ) -> Materialized:
        """Keep a table of results up to date: of these KPIs, of a report, or of all bound KPIs.

        Computed are the periods that the table lacks, has of another definition or before they were final, and with
        `refresh` all of them.
        """
        from kpidef.pipeline.reporting import question_of, questions_of_all, read_report_file
        from kpidef.pipeline.storing import materialize

        question = Question(kpis, period, grain, by, where, as_of)
        if report is not None:
            spec = read_report_file(Path(report))
            questions = [(one.name.value, question_of(one, spec)) for one in spec.requests]
        else:
            questions = [("", question)] if kpis else questions_of_all(self, question)
        return materialize(self, questions, into, connection, refresh=refresh, tell=progress)

    def compile(
        self,
        kpis: Words,
        *,
        dialect: str | None = None,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
    ) -> str:
        """The SQL of a request, for people to read and to keep; by default in the connection's dialect."""
        from kpidef.pipeline.running import compile_for_readers

        question = Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse)
        return compile_for_readers(self, question, dialect)

    def compile_view(
        self,
        kpi: str,
        *,
        form: Literal["view", "model"] = "view",
        name: str | None = None,
        calendar: str | None = None,
        dialect: str | None = None,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
    ) -> str:
        """One KPI over the whole history, as a view or a dbt model that needs no kpidef; `period` says the start."""
        from kpidef.pipeline.viewing import ViewAsked, compile_view

        question = Question(kpi, period, grain, by, where)
        return compile_view(self, question, ViewAsked(form, name, calendar), dialect)

    def plan(
        self,
        kpis: Words,
        *,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
    ) -> Plan:
        """What a request reads and how it is brought together."""
        from kpidef.pipeline.running import plan_of

        return plan_of(self, Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse))

    def explain(
        self,
        kpis: Words,
        *,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
        language: Language | None = None,
    ) -> str:
        """The plan of a request, as indented text, by default in the project's language."""
        from kpidef.pipeline.running import explain_plan

        question = Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse)
        return explain_plan(self, question, language or self.locale)

    def estimate(
        self,
        kpis: Words,
        *,
        period: str | None = None,
        grain: str | None = None,
        by: Words = (),
        where: Words = (),
        as_of: Moment | None = None,
        compare: str | None = None,
        totals: Words = (),
        measures: bool = False,
        sparse: bool = False,
        connection: str | Warehouse | None = None,
    ) -> Estimate:
        """What the warehouse expects a request to cost, where it can say so without running it."""
        from kpidef.pipeline.estimating import estimate

        question = Question(kpis, period, grain, by, where, as_of, compare, totals, measures, sparse)
        return estimate(self, question, connection)

    def rows(
        self,
        kpi: str,
        *,
        period: str | None = None,
        where: Words = (),
        as_of: Moment | None = None,
        connection: str | Warehouse | None = None,
        timeout: float | None = None,
    ) -> tuple[RowSet, ...]:
        """The rows behind a KPI's number, each with the terms that count it; one set for each reading of a source."""
        from kpidef.pipeline.behind import rows_behind

        return rows_behind(self, Question(kpi, period, where=where, as_of=as_of), connection, timeout)

    def unavailable(self, kpi: str | Kpi) -> KpiUnavailable | None:
        """Why a KPI has no number here (what it lacks); None where it has one."""
        from kpidef.pipeline.needs import unavailable

        known = self.catalog.kpis[kpi] if isinstance(kpi, str) else kpi
        return unavailable(known, self.catalog, self.bindings)

    def open(self, connection: str | None = None, *, timeout: float | None = None) -> Warehouse:
        """The project's warehouse, open for reading; `connection` is one of its connections' names, or a URL."""
        from kpidef.pipeline.connecting import open_warehouse

        return open_warehouse(self, connection, timeout)

    def test(
        self,
        kpis: Words | None = None,
        progress: Callable[[int, int], None] | None = None,
        warehouse: Scratch | None = None,
    ) -> tuple[ExampleReport, ...]:
        """The worked examples of the KPIs (default: all), each with what it gives; `progress` hears (done, all).

        They run on DuckDB, in memory, or on the `warehouse` that is given.
        """
        from kpidef.pipeline.examples import run_examples

        return run_examples(self, kpis, progress, warehouse)

    def propose_bindings(
        self, sources: Words = (), connection: str | Warehouse | None = None
    ) -> tuple[TableMatch | Source, ...]:
        """For each source (by default, each that is not bound), the table that resembles it; else the source itself."""
        from kpidef.pipeline.proposing import propose_bindings

        return propose_bindings(self, [sources] if isinstance(sources, str) else list(sources), connection)

    def lint(self) -> tuple[KpidefError, ...]:
        """What the definitions should mend as a library, by the rules of kpidef.lint; each with its place."""
        from kpidef.pipeline.linting import lint_project

        return lint_project(self)

    def refused_sql(self) -> tuple[KpidefError, ...]:
        """The queries and expressions of the bindings, in the warehouse's own SQL, that are no reading of one table."""
        from kpidef.pipeline.own_sql import refused_sql

        return refused_sql(self)

    def check(
        self, connection: str | Warehouse | None = None, progress: Progress | None = None
    ) -> tuple[CheckFinding, ...]:
        """What is wrong in the bound tables: missing tables and columns, types, keys, references, intervals, dates."""
        from kpidef.pipeline.checking import check_bindings

        return check_bindings(self, connection, progress)

"""A project -> its glossary: definitions, worked examples, SQL, history and, where asked, values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidef import __version__
from kpidef.catalog.binding import Binding, identity_binding
from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Language
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.needs import every_need, unavailable
from kpidef.pipeline.repository import changes_of
from kpidef.pipeline.shelf import Shelf, open_shelf, place_of
from kpidef.plan.build import build as build_plan
from kpidef.plan.request import Request
from kpidef.site.input import Change, Facts, Glossary, Point, SqlText, Worked, WorkedLine
from kpidef.site.settings import Settings, read_settings
from kpidef.site.sharing import shared

if TYPE_CHECKING:
    from kpidef.pipeline.examples import ExampleReport
    from kpidef.pipeline.project import Project
    from kpidef.site.build import Built

RUN_DIALECT = "duckdb"  # in which the worked examples are run
Progress = Callable[[str, int, int], None]  # what is under way, done, in all


@dataclass(frozen=True, slots=True)
class Publication:
    """What a build of the glossary is asked."""

    output: Path
    with_values: bool = False
    values: Path | None = None
    from_store: str | None = None  # the table of results that the values are read from
    language: Language | None = None
    url: str | None = None
    connection: str | None = None
    hands: int = 1  # processes that share the work

    @property
    def shows_values(self) -> bool:
        """Whether pages show values, wherever they come from."""
        return self.with_values or self.values is not None or self.from_store is not None


def publish(project: Project, publication: Publication, progress: Progress | None = None) -> Built:
    """Build the glossary. A KPI that fails says so on its page; the old site stays until the new one is whole."""
    from kpidef.site.build import build, check_output

    tell = progress or _silently
    check_output(publication.output)
    glossary = glossary_of(project, publication, tell)
    return build(glossary, publication.output, lambda done, total: tell("pages", done, total), publication.hands)


def glossary_of(project: Project, publication: Publication, tell: Progress) -> Glossary:
    """Everything that the site shows."""
    settings = _settings(project, publication)
    shelf = open_shelf(project.root, "glossary")
    # The statements come first: processes are best started before an engine has.
    statements = _statements(project, settings, shelf, publication, tell)
    worked = dict(_worked(project, shelf, publication, tell))
    shelf.save()
    points, failures = _points(project, publication, tell)
    changes = _changes(project)
    language = publication.language or project.locale

    def facts(kpi: Kpi) -> Facts:
        lacking = unavailable(kpi, project.catalog, project.bindings)
        examples = worked.get(kpi.id, ())
        is_proven = bool(examples) and all(one.is_as_expected for one in examples)
        written = {name: _sql_text(name, *said, language) for name, said in statements[kpi.id].items()}
        return Facts(
            sql=tuple(replace(written[name], is_run=is_proven and name == RUN_DIALECT) for name in settings.dialects),
            files=tuple(written[name] for name in settings.files),
            examples=examples,
            points=points.get(kpi.id, ()),
            failure=failures.get(kpi.id, ""),
            lacking=tuple(str(lacking.fields["sources"]).split(", ")) if lacking and project.bindings else (),
            changes=(*changes.get(kpi.id, ()), *_own_changes(kpi)),
            definition=kpi.spec.id.at.source.text,
        )

    return Glossary(
        catalog=project.catalog,
        settings=settings,
        language=language,
        facts={kpi.id: facts(kpi) for kpi in project.catalog.kpis.values()},
        tables={name: one.table for name, one in project.bindings.items() if one.table},
        with_values=publication.shows_values,
        as_of=project.now().date(),
    )


def _silently(_what: str, _done: int, _total: int) -> None:
    return


def _settings(project: Project, publication: Publication) -> Settings:
    from kpidef.sql.dialects import NAMES

    said = dict(project.spec.site)
    if publication.url is not None:
        said["url"] = publication.url
    return read_settings(said, project.name, project.root, NAMES)


_Said = tuple[str, dict[str, str]]  # a statement, or why there is none, by language


def _statements(
    project: Project, settings: Settings, shelf: Shelf, publication: Publication, tell: Progress
) -> dict[str, dict[str, _Said]]:
    """The statement of each KPI in each dialect, for its last complete period."""
    dialects = (*settings.dialects, *settings.files)
    bindings = readable_bindings(project)
    as_of = project.now()
    kpis = list(project.catalog.kpis.values())
    requests = {kpi.id: read_request(Question(kpi.id), project.catalog, project.calendar, as_of) for kpi in kpis}
    places = {kpi.id: _statement_place(kpi, requests[kpi.id], bindings, dialects) for kpi in kpis}
    missing = [kpi.id for kpi in kpis if shelf.find(places[kpi.id]) is None]

    def write(names: Sequence[str]) -> Iterator[dict[str, _Said]]:
        for name in names:
            yield _compile(requests[name], bindings, dialects)

    written = shared(write, missing, publication.hands, lambda done, total: tell("sql", done, total))
    for name, said in zip(missing, written, strict=True):
        shelf.put(places[name], said)
    return {kpi.id: shelf.find(places[kpi.id]) for kpi in kpis}


def _statement_place(kpi: Kpi, request: Request, bindings: Mapping[str, Binding], dialects: tuple[str, ...]) -> str:
    read = [(name, bindings[name]) for name in every_need([kpi], request.catalog)]
    return place_of("sql", __version__, kpi.id, kpi.version, dialects, request.windows, request.calendar, read)


def _compile(request: Request, bindings: Mapping[str, Binding], dialects: Sequence[str]) -> dict[str, _Said]:
    """One plan, written in each dialect."""
    from kpidef.sql.several import compile_each

    try:
        plan = build_plan(request)
    except KpidefError as error:
        return dict.fromkeys(dialects, _refused(error))
    said = compile_each(plan, request.catalog, bindings, request.calendar, request.as_of, dialects)
    return {
        name: _refused(one) if isinstance(one, KpidefError) else (one.sql, {})
        for name, one in zip(dialects, said, strict=True)
    }


def _refused(error: KpidefError) -> _Said:
    return "", {"fr": _refusal(error, "fr"), "en": _refusal(error, "en")}


def _refusal(error: KpidefError, language: Language) -> str:
    return f"{error.cause(language)} ({error.code})"


def _sql_text(dialect: str, text: str, refusal: Mapping[str, str], language: Language) -> SqlText:
    return SqlText(dialect, text, refusal.get(language, ""))


def readable_bindings(project: Project) -> dict[str, Binding]:
    """Where the SQL that is shown reads: the bound tables; the logical ones where a file or a query is bound."""
    found = {name: identity_binding(source) for name, source in project.catalog.sources.items()}
    for name, one in project.bindings.items():
        columns = [*one.columns.values(), *one.filters]
        if one.table and all(_is_neutral(column) for column in columns):
            found[name] = replace(one, unique_trusted=True)
    return found


def _is_neutral(expression: object) -> bool:
    from kpidef.spec.records import NativeSql

    return not isinstance(expression, NativeSql)


def _worked(
    project: Project, shelf: Shelf, publication: Publication, tell: Progress
) -> Iterator[tuple[str, tuple[Worked, ...]]]:
    kpis = project.catalog.kpis
    places = {
        name: place_of("examples", __version__, kpi.id, kpi.version, _written(kpi), project.calendar)
        for name, kpi in kpis.items()
    }
    missing = [name for name, place in places.items() if shelf.find(place) is None]

    def work(names: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        from kpidef.pipeline.examples import reports_of_each

        for name, told in zip(names, reports_of_each(project, names), strict=True):
            yield [asdict(_example(one, kpis[name])) for one in told]

    answered = shared(work, missing, publication.hands, lambda done, total: tell("examples", done, total))
    for name, told in zip(missing, answered, strict=True):
        shelf.put(places[name], told)
    for name, place in places.items():
        yield name, tuple(_read_worked(one) for one in shelf.find(place))


def _written(kpi: Kpi) -> str:
    return repr([(one.name, one.given, one.period, one.expect, one.params, one.note) for one in kpi.spec.examples])


def _example(report: ExampleReport, kpi: Kpi) -> Worked:
    spec = next(one for one in kpi.spec.examples if one.at == report.at)
    keys = {"period", "kpi", "period_start", "period_end", "rolled_up", "value", "numerator", "denominator", "unit"}
    keys |= {"complete", "mature", "target", "verdict", "null_reason"}
    first = report.got[0] if report.got else {}
    return Worked(
        name=report.name,
        period=spec.period.value if spec.period else "",
        given=dict(report.given),
        measures={name: _number(value) for name, value in first.items() if name not in keys and name in kpi.measures},
        lines=tuple(_line(line, kpi, keys, many=len(report.got) > 1) for line in report.got),
        note=spec.note or "",
        is_as_expected=report.ok,
    )


def _line(line: Mapping[str, Any], kpi: Kpi, keys: set[str], *, many: bool) -> WorkedLine:
    named = [str(line["period"])] if many else []
    named += [
        f"{name} : {'—' if value is None else value}"
        for name, value in line.items()
        if name not in keys and name not in kpi.measures and not name.endswith("_exact")
    ]
    return WorkedLine(
        ", ".join(named),
        _number(line["value"]),
        _number(line["numerator"]),
        _number(line["denominator"]),
        line["null_reason"],
    )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _read_worked(kept: Mapping[str, Any]) -> Worked:
    lines = tuple(WorkedLine(**line) for line in kept["lines"])
    given = {source: tuple(rows) for source, rows in kept["given"].items()}
    return Worked(**{**kept, "lines": lines, "given": given})


def _points(
    project: Project, publication: Publication, tell: Progress
) -> tuple[dict[str, tuple[Point, ...]], dict[str, str]]:
    from kpidef.pipeline.recorded import recorded_values
    from kpidef.pipeline.valuing import read_values, run_values

    if publication.values is not None:
        return read_values(publication.values), {}
    if publication.from_store is not None:
        return recorded_values(project, publication.from_store, publication.connection)
    if publication.with_values:
        return run_values(project, publication.connection, lambda done, total: tell("values", done, total))
    return {}, {}


def _changes(project: Project) -> dict[str, tuple[Change, ...]]:
    """The changes of the project's own definitions."""
    own = {kpi.id: Path(kpi.spec.id.at.source.path) for kpi in project.catalog.kpis.values() if kpi.origin == "project"}
    found = changes_of(project.root, own.values())
    return {name: found[file.resolve()] for name, file in own.items() if file.resolve() in found}


def _own_changes(kpi: Kpi) -> tuple[Change, ...]:
    told = [Change(one["date"], one.get("note", ""), one.get("by", "")) for one in kpi.spec.history if "date" in one]
    return tuple(sorted(told, key=lambda change: change.day, reverse=True))

"""What the glossary shows that takes long to make: each KPI's statements and worked examples, made once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from kpidef import __version__
from kpidef.catalog.binding import Binding, identity_binding
from kpidef.catalog.model import Kpi
from kpidef.catalog.needs import every_need
from kpidef.errors import KpidefError, Language
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.shelf import Shelf, place_of
from kpidef.plan.build import build as build_plan
from kpidef.plan.request import Request
from kpidef.site.input import Worked, WorkedLine
from kpidef.site.sharing import shared

if TYPE_CHECKING:
    from kpidef.pipeline.examples import ExampleReport
    from kpidef.pipeline.project import Project

Said = tuple[str, dict[str, str]]  # a statement, or why there is none, by language


def prepared(
    project: Project, dialects: tuple[str, ...], shelf: Shelf, hands: int, tell: Callable[[str, int, int], None]
) -> tuple[dict[str, dict[str, Said]], dict[str, tuple[Worked, ...]]]:
    """Each KPI's statements, in each dialect, and its worked examples: those that no build has kept are made."""
    statements, examples = _Statements.of(project, dialects), _Examples(project)
    unwritten = [name for name, place in statements.places.items() if shelf.find(place) is None]
    unworked = [name for name, place in examples.places.items() if shelf.find(place) is None]
    places = [*map(statements.places.__getitem__, unwritten), *map(examples.places.__getitem__, unworked)]

    def prepare(ranks: Sequence[int]) -> Iterator[object]:
        yield from statements.write([unwritten[rank] for rank in ranks if rank < len(unwritten)])
        yield from examples.work([unworked[rank - len(unwritten)] for rank in ranks if rank >= len(unwritten)])

    def told(done: int, _total: int) -> None:
        if done <= len(unwritten):
            tell("sql", done, len(unwritten))
        else:
            tell("examples", done - len(unwritten), len(unworked))

    for place, made in zip(places, shared(prepare, range(len(places)), hands, told), strict=True):
        shelf.put(place, made)
    return (
        {name: shelf.find(place) for name, place in statements.places.items()},
        {name: tuple(map(_read_worked, shelf.find(place))) for name, place in examples.places.items()},
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    """The statement of each KPI in each dialect, for its last complete period; `places` is where they are kept."""

    dialects: tuple[str, ...]
    bindings: Mapping[str, Binding]
    requests: Mapping[str, Request]
    places: Mapping[str, str]

    @classmethod
    def of(cls, project: Project, dialects: tuple[str, ...]) -> _Statements:
        bindings = readable_bindings(project)
        as_of = project.now()
        kpis = project.catalog.kpis
        requests = {name: read_request(Question(name), project.catalog, project.calendar, as_of) for name in kpis}
        places = {name: _statement_place(kpi, requests[name], bindings, dialects) for name, kpi in kpis.items()}
        return cls(dialects, bindings, requests, places)

    def write(self, names: Sequence[str]) -> Iterator[dict[str, Said]]:
        for name in names:
            yield _compile(self.requests[name], self.bindings, self.dialects)


def _statement_place(kpi: Kpi, request: Request, bindings: Mapping[str, Binding], dialects: tuple[str, ...]) -> str:
    read = [(name, bindings[name]) for name in every_need([kpi], request.catalog)]
    return place_of("sql", __version__, kpi.id, kpi.version, dialects, request.windows, request.calendar, read)


def _compile(request: Request, bindings: Mapping[str, Binding], dialects: Sequence[str]) -> dict[str, Said]:
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


def _refused(error: KpidefError) -> Said:
    return "", {"fr": _refusal(error, "fr"), "en": _refusal(error, "en")}


def _refusal(error: KpidefError, language: Language) -> str:
    return f"{error.cause(language)} ({error.code})"


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


class _Examples:
    """The worked examples of each KPI; `places` is where their answers are kept."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.places = {
            name: place_of("examples", __version__, kpi.id, kpi.version, _written(kpi), project.calendar)
            for name, kpi in project.catalog.kpis.items()
        }

    def work(self, names: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        from kpidef.pipeline.examples import reports_of_each

        if not names:
            return
        for name, told in zip(names, reports_of_each(self.project, names), strict=True):
            yield [asdict(_example(one, self.project.catalog.kpis[name])) for one in told]


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

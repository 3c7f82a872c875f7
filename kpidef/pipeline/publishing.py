"""A project -> its glossary: definitions, worked examples, SQL, history and, where asked, values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.catalog.model import Kpi
from kpidef.errors import Language
from kpidef.pipeline.needs import unavailable
from kpidef.pipeline.prepared import prepared
from kpidef.pipeline.repository import changes_of
from kpidef.pipeline.shelf import open_shelf
from kpidef.site.input import Change, Facts, Glossary, Point, SqlText
from kpidef.site.settings import Settings, read_settings

if TYPE_CHECKING:
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
    # This comes first: processes are best started before an engine has.
    dialects = (*settings.dialects, *settings.files)
    statements, worked = prepared(project, dialects, shelf, publication.hands, tell)
    shelf.save()
    points, failures = _points(project, publication, tell)
    changes = _changes(project)
    language = publication.language or project.locale

    def facts(kpi: Kpi) -> Facts:
        lacking = unavailable(kpi, project.catalog, project.bindings)
        examples = worked.get(kpi.id, ())
        is_proven = bool(examples) and all(one.is_as_expected for one in examples)
        written = {name: SqlText(name, said[0], said[1].get(language, "")) for name, said in statements[kpi.id].items()}
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

"""The definitions' files -> what they define, and every error in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kpidef.errors import KpidefError, SourceText
from kpidef.errors.project import ProjectNotFound
from kpidef.pipeline.certificate import Mark
from kpidef.pipeline.gathering import Written, content_of, path_shown
from kpidef.source import decode
from kpidef.spec import read_file, read_library, read_project
from kpidef.spec.records import Definitions, FamilySpec, KpiSpec, ProjectSpec, SourceSpec

PROJECT_FILE = "kpidef.yml"


@dataclass(slots=True)
class Reading:
    """What has been read so far, and everything that is wrong in it."""

    sources: list[SourceSpec] = field(default_factory=list)
    kpis: list[KpiSpec] = field(default_factory=list)
    families: list[FamilySpec] = field(default_factory=list)
    shipped: set[str] = field(default_factory=set)  # ids that a library defines
    marks: list[Mark] = field(default_factory=list)  # of each file that is read
    errors: list[KpidefError] = field(default_factory=list)

    def definitions(self) -> Definitions:
        """The records, in the order of the files."""
        return Definitions(tuple(self.sources), tuple(self.kpis), tuple(self.families))


def find_project(path: Path) -> Path:
    """The kpidef.yml that `path` names, holds, or stands below."""
    place = path.absolute()
    if place.is_file():
        return place
    for folder in (place, *place.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
    raise ProjectNotFound(path=path)


def read_project_file(file: Path) -> tuple[str, ProjectSpec | None, list[KpidefError]]:
    """A project's file, what it says, and every error in it."""
    try:
        text = read_text(file)
        return text.text, *read_project(text)
    except KpidefError as error:
        return "", None, [error]


def read_text(file: Path) -> SourceText:
    """A file's text, under the path that the user knows."""
    shown = path_shown(file)
    return decode(shown, content_of(file, shown))


def read_definitions(project: ProjectSpec, found: Iterable[Written | KpidefError]) -> Reading:
    """The libraries' definitions then the project's own."""
    reading = Reading()
    for one in found:
        if isinstance(one, KpidefError):
            reading.errors.append(one)
        elif one.is_library_file:
            _read_library_file(one, reading)
        else:
            _read_definition(one, reading)
    reading.families += project.families
    return reading


def read_written(written: Written) -> tuple[SourceSpec | KpiSpec | None, list[KpidefError]]:
    """The source or KPI of a file, as far as it can be read, and every error in it."""
    try:
        return read_file(decode(written.shown, written.content))
    except KpidefError as error:
        return None, [error]


def read_families(written: Written) -> tuple[tuple[FamilySpec, ...], list[KpidefError]]:
    """The families of a library's own file, and every error in it."""
    try:
        library, errors = read_library(decode(written.shown, written.content))
    except KpidefError as error:
        return (), [error]
    return (library.families if library else ()), errors


def _read_library_file(written: Written, reading: Reading) -> None:
    families, errors = read_families(written)
    reading.families += families
    reading.errors += errors
    reading.marks.append(Mark("library", written.library, override=False))


def _read_definition(written: Written, reading: Reading) -> None:
    spec, errors = read_written(written)
    reading.errors += errors
    match spec:
        case SourceSpec():
            reading.sources.append(spec)
            reading.marks.append(Mark("source", spec.id.value, spec.override))
        case KpiSpec():
            reading.kpis.append(spec)
            reading.marks.append(Mark("kpi", spec.id.value, spec.override))
            if written.library:
                reading.shipped.add(spec.id.value)
        case None:
            return

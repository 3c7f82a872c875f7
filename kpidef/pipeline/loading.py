"""A project's folder -> the project, whole, with every error of every file."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from kpidef.calendar import Calendar, parse_year_start, read_custom_calendar, read_zone
from kpidef.catalog.binding import Binding, resolve_bindings
from kpidef.catalog.model import Catalog
from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError, Language, Problems
from kpidef.errors.catalog import UnknownSource
from kpidef.errors.project import UnknownHidden, UnusedParameter
from kpidef.pipeline.asking import read_moment
from kpidef.pipeline.certificate import Certificate, key_of, place_of, read_certificate, write_certificate
from kpidef.pipeline.consequences import without_consequences
from kpidef.pipeline.gathering import Written, gather
from kpidef.pipeline.project import Project
from kpidef.pipeline.reading import PROJECT_FILE, Reading, find_project, read_definitions, read_project_file
from kpidef.pipeline.unchanged import Unchanged, recall_project, unchanged
from kpidef.spec.records import ColumnSpec, Definitions, ProjectSpec, SourceSpec, Text

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

DEFAULT_ZONE = "Europe/Paris"
_PARAMETER = re.compile(r":([a-z][a-z0-9_]*)")


def _now() -> datetime:
    return datetime.now(UTC)


def load(
    path: str | Path | None = None,
    *,
    connection: str | None = None,
    language: Language | None = None,
    environment: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] = _now,
    libraries: Iterable[EntryPoint] | None = None,
    strict: bool = True,
) -> Project:
    """The project of a kpidef.yml: `path` is that file, its folder, or a folder below (default: the current one).

    `connection` is the name of one of its connections, or a URL, and stands before its own. Raises Problems with every
    error of every file; with `strict=False` these are kept in `Project.problems` instead.
    """
    with _without_collector():
        return _load(path, connection, language, environment, clock, libraries, strict=strict)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Everything that is read is kept: looking for garbage among it takes a sixth of the time, and finds none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(
    path: str | Path | None,
    connection: str | None,
    language: Language | None,
    environment: Mapping[str, str] | None,
    clock: Callable[[], datetime],
    libraries: Iterable[EntryPoint] | None,
    *,
    strict: bool,
) -> Project:
    file = find_project(Path.cwd() if path is None else Path(path))
    text, spec, errors = read_project_file(file)
    if spec is None:
        raise Problems(errors)
    variables = os.environ if environment is None else environment
    found = gather(spec, file.parent, libraries)
    read = _read(file.parent, spec, found, _keeping(file, text, found, variables))
    # A condition that several measures share is wrong once.
    errors = list({(one.code, str(one.at), one.cause("en")): one for one in (*errors, *read.errors)}.values())
    errors = without_consequences(errors)
    if errors and strict:
        raise Problems(errors)
    return Project(
        root=file.parent,
        spec=spec,
        definitions=read.definitions,
        catalog=read.catalog,
        calendar=read.calendar,
        bindings=read.bindings,
        locale=language or _locale(spec),
        as_of=read.as_of,
        connection=connection,
        environment=variables,
        clock=clock,
        problems=Problems(errors).errors,
        file_name=file.name,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What the project's file and its definitions mean, and every error in them."""

    definitions: Definitions
    catalog: Catalog
    calendar: Calendar
    bindings: Mapping[str, Binding]
    as_of: datetime | None
    errors: tuple[KpidefError, ...]


def _keeping(
    file: Path, text: str, found: Iterable[Written | KpidefError], environment: Mapping[str, str]
) -> tuple[Path, str] | None:
    """Where the project's certificate is kept, and the key that it must have; None where none is kept."""
    kept = place_of(file, environment)
    if kept is None:
        return None
    definitions = ((one.place, one.content) for one in found if isinstance(one, Written))
    return kept, key_of([(PROJECT_FILE, text.encode()), *definitions])


def _read(
    root: Path, spec: ProjectSpec, found: tuple[Written | KpidefError, ...], keeping: tuple[Path, str] | None
) -> _Read:
    """The definitions: as they were found right before, where nothing has changed since, else all of them anew."""
    certificate = read_certificate(*keeping) if keeping else None
    if certificate is not None and (same := unchanged(found, certificate)) is not None:
        read = _read_unchanged(root, spec, same)
        if read is not None:
            return read
    reading = read_definitions(spec, found)
    read = _read_all(root, spec, reading)
    if keeping and not read.errors:
        place, key = keeping
        write_certificate(place, Certificate(key, tuple(reading.marks), tuple(read.catalog.kpis)))
    return read


def _read_unchanged(root: Path, spec: ProjectSpec, files: Unchanged) -> _Read | None:
    errors: list[KpidefError] = []
    calendar = _calendar(spec, root, errors)
    recalled = recall_project(files, spec, calendar)
    if recalled is None:
        return None
    definitions, catalog = recalled
    bindings, wrong = resolve_bindings(spec.bindings, catalog, root)
    as_of = _as_of(spec, calendar, errors)
    return None if errors or wrong else _Read(definitions, catalog, calendar, bindings, as_of, ())


def _read_all(root: Path, spec: ProjectSpec, reading: Reading) -> _Read:
    from kpidef.catalog.resolve import resolve

    definitions, errors = reading.definitions(), reading.errors
    calendar = _calendar(spec, root, errors)
    catalog = resolve(definitions, calendar.timezone, spec.params, spec.hide)
    errors += catalog.errors
    bindings, wrong = resolve_bindings(spec.bindings, catalog, root)
    errors += [
        *_own_fault(wrong, definitions),
        *_unknown_hidden(spec, definitions, catalog),
        *_unused_parameters(spec, definitions),
    ]
    as_of = _as_of(spec, calendar, errors)
    catalog = _with_origins(catalog, reading.shipped)
    return _Read(definitions, catalog, calendar, bindings, as_of, tuple(errors))


def _own_fault(errors: Iterable[KpidefError], definitions: Definitions) -> list[KpidefError]:
    """The bindings' errors but those about a source that is declared, and left out for its own errors."""
    declared = {source.id.value for source in definitions.sources}
    return [one for one in errors if not (isinstance(one, UnknownSource) and one.fields.get("name") in declared)]


def _calendar(spec: ProjectSpec, root: Path, errors: list[KpidefError]) -> Calendar:
    calendar = Calendar(DEFAULT_ZONE)
    try:
        if spec.timezone is not None:
            read_zone(spec.timezone.value, spec.timezone.at)
            calendar = replace(calendar, timezone=spec.timezone.value)
        written = spec.calendar
        if written is not None and written.year_start is not None:
            start = parse_year_start(written.year_start.value, written.year_start.at)
            calendar = replace(calendar, year_start=start)
        if written is not None and written.file is not None:
            calendar = replace(calendar, custom=read_custom_calendar(root / written.file.value, written.file.at))
    except Problems as problems:
        errors += problems.errors
    except KpidefError as error:
        errors.append(error)
    return calendar


def _as_of(spec: ProjectSpec, calendar: Calendar, errors: list[KpidefError]) -> datetime | None:
    if spec.as_of is None:
        return None
    try:
        return read_moment(spec.as_of, calendar.timezone)
    except KpidefError as error:
        errors.append(error)
        return None


def _locale(spec: ProjectSpec) -> Language:
    return cast(Literal["fr", "en"], spec.locale.value) if spec.locale and spec.locale.value in ("fr", "en") else "fr"


def _unknown_hidden(spec: ProjectSpec, definitions: Definitions, catalog: Catalog) -> Iterator[KpidefError]:
    kpis = {one.id.value for one in definitions.kpis}
    families = {one.family.value for one in definitions.kpis if one.family}
    known = kpis | families | catalog.families.keys()
    for name in spec.hide:
        if name.value not in known:
            yield UnknownHidden(name.at, name=name.value, **nearest(name.value, known))


def _unused_parameters(spec: ProjectSpec, definitions: Definitions) -> Iterator[KpidefError]:
    declared = {param.name.value for kpi in definitions.kpis for param in kpi.params}
    read = {name for source in definitions.sources for text in _texts(source) for name in _PARAMETER.findall(text)}
    for param in spec.params:
        if param.name.value not in declared | read:
            yield UnusedParameter(param.name.at, name=param.name.value, **nearest(param.name.value, declared | read))


def _texts(source: SourceSpec) -> Iterator[str]:
    yield from (text.value for text in source.filters)
    for column in source.columns:
        yield from (text.value for text in _column_texts(column))


def _column_texts(column: ColumnSpec) -> Iterator[Text]:
    if column.expr is not None:
        yield column.expr
    if column.rollup is not None:
        yield from column.rollup.filters
        if column.rollup.expr is not None:
            yield column.rollup.expr


def _with_origins(catalog: Catalog, shipped: set[str]) -> Catalog:
    kpis = {
        name: replace(kpi, origin="library" if name in shipped else "project") for name, kpi in catalog.kpis.items()
    }
    return replace(catalog, kpis=kpis)

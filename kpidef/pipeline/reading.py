"""Files -> definitions: the project's own, and those of the installed libraries it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError, SourceText
from kpidef.errors.project import DefinitionsMissing, ProjectNotFound, UnknownLibrary, UnreadableDefinition
from kpidef.source import decode
from kpidef.spec import read_file, read_library, read_project
from kpidef.spec.records import Definitions, FamilySpec, KpiSpec, ProjectSpec, SourceSpec, Text

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from importlib.resources.abc import Traversable

PROJECT_FILE = "kpidef.yml"
LIBRARY_FILE = "library.yml"
LIBRARIES = "kpidef.definitions"
_SUFFIXES = (".yml", ".yaml")


@dataclass(slots=True)
class Reading:
    """What has been read so far, and everything that is wrong in it."""

    sources: list[SourceSpec] = field(default_factory=list)
    kpis: list[KpiSpec] = field(default_factory=list)
    families: list[FamilySpec] = field(default_factory=list)
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


def read_project_file(file: Path) -> tuple[ProjectSpec | None, list[KpidefError]]:
    """What a project's file says, and every error in it."""
    try:
        return read_project(read_text(file))
    except KpidefError as error:
        return None, [error]


def read_text(file: Path) -> SourceText:
    """A file's text, under the path that the user knows."""
    return decode(_shown(file), _content(file, _shown(file)))


def read_definitions(
    project: ProjectSpec, root: Path, libraries: Iterable[EntryPoint] | None = None
) -> tuple[Definitions, frozenset[str], list[KpidefError]]:
    """The libraries' definitions then the project's own; the ids that come from a library; every error."""
    reading = Reading()
    # Looking for what is installed takes longer than reading a small project.
    installed = installed_libraries() if libraries is None and project.libraries else libraries or ()
    entries = {entry.name: entry for entry in installed}
    for name in project.libraries:
        _read_library(name, entries, reading)
    shipped = frozenset(spec.id.value for spec in reading.kpis)
    for folder in project.definitions:
        _read_folder(folder, root, reading)
    reading.families += project.families
    return reading.definitions(), shipped, reading.errors


def installed_libraries() -> tuple[EntryPoint, ...]:
    """The entry points of every installed pack of definitions, by name."""
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=LIBRARIES), key=lambda entry: entry.name))


def _read_library(name: Text, entries: dict[str, EntryPoint], reading: Reading) -> None:
    from importlib.resources import files

    if name.value not in entries:
        reading.errors.append(UnknownLibrary(name.at, name=name.value, **nearest(name.value, entries)))
        return
    for file, shown in _walk(files(entries[name.value].module), name.value):
        if shown == f"{name.value}/{LIBRARY_FILE}":
            _read_library_file(file, shown, reading)
        else:
            _read_definition(file, shown, reading)


def _read_library_file(file: Traversable, shown: str, reading: Reading) -> None:
    try:
        library, errors = read_library(decode(shown, _content(file, shown)))
    except KpidefError as error:
        library, errors = None, [error]
    reading.errors += errors
    reading.families += library.families if library else ()


def _read_folder(folder: Text, root: Path, reading: Reading) -> None:
    path = root / folder.value
    try:
        found = path.is_dir()
    except OSError:  # a name that no file system takes
        found = False
    if not found:
        reading.errors.append(DefinitionsMissing(folder.at, path=folder.value))
        return
    for file, shown in _walk(path, _shown(path)):
        _read_definition(file, shown.removeprefix("./"), reading)


def _read_definition(file: Traversable, shown: str, reading: Reading) -> None:
    try:
        spec, errors = read_file(decode(shown, _content(file, shown)))
    except KpidefError as error:
        spec, errors = None, [error]
    reading.errors += errors
    match spec:
        case SourceSpec():
            reading.sources.append(spec)
        case KpiSpec():
            reading.kpis.append(spec)
        case None:
            return


def _walk(folder: Traversable, shown: str) -> Iterator[tuple[Traversable, str]]:
    """The YAML files of a folder and of those below, sorted by name, each with the path that readers see."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{shown}/{entry.name}")
        elif entry.name.endswith(_SUFFIXES):
            yield entry, f"{shown}/{entry.name}"


def _content(file: Traversable, shown: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failure:
        raise UnreadableDefinition(path=shown, reason=failure.strerror) from None


def _shown(file: Path) -> str:
    """The file's path as someone in the current folder would type it."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)

"""Folders and installed libraries -> the definitions' files, as they are now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError
from kpidef.errors.project import DefinitionsMissing, UnknownLibrary, UnreadableDefinition
from kpidef.spec.records import ProjectSpec, Text

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from importlib.resources.abc import Traversable

LIBRARIES = "kpidef.definitions"
LIBRARY_FILE = "library.yml"
_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Written:
    """A definition's file: under the path that readers see, and under its name wherever they stand."""

    shown: str
    place: str
    content: bytes
    library: str = ""

    @property
    def is_library_file(self) -> bool:
        """Whether it speaks of the library, not of a definition."""
        return bool(self.library) and self.shown == f"{self.library}/{LIBRARY_FILE}"


def gather(
    project: ProjectSpec, root: Path, libraries: Iterable[EntryPoint] | None = None
) -> tuple[Written | KpidefError, ...]:
    """The files of the libraries, then of the project's own folders, with what keeps some from being read."""
    # Looking for what is installed takes longer than reading a small project.
    installed = installed_libraries() if libraries is None and project.libraries else libraries or ()
    entries = {entry.name: entry for entry in installed}
    found = [one for name in project.libraries for one in _library(name, entries)]
    return (*found, *(one for folder in project.definitions for one in _folder(folder, root)))


def installed_libraries() -> tuple[EntryPoint, ...]:
    """The entry points of every installed pack of definitions, by name."""
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=LIBRARIES), key=lambda entry: entry.name))


def content_of(file: Traversable | str, shown: str) -> bytes:
    """A file's bytes; of a text, those of the file at that path. Raises UnreadableDefinition."""
    try:
        if not isinstance(file, str):
            return file.read_bytes()
        with FileIO(file) as stream:
            return stream.readall()
    except OSError as failure:
        raise UnreadableDefinition(path=shown, reason=failure.strerror) from None


def path_shown(file: Path) -> str:
    """The file's path as someone in the current folder would type it."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def _library(name: Text, entries: dict[str, EntryPoint]) -> Iterator[Written | KpidefError]:
    from importlib.resources import files

    if name.value not in entries:
        yield UnknownLibrary(name.at, name=name.value, **nearest(name.value, entries))
        return
    for file, shown in _walk(files(entries[name.value].module), name.value):
        yield _read(file, shown, f"library {shown}", name.value)


def _folder(folder: Text, root: Path) -> Iterator[Written | KpidefError]:
    path = root / folder.value
    try:
        found = path.is_dir()
    except OSError:  # a name that no file system takes
        found = False
    if not found:
        yield DefinitionsMissing(folder.at, path=folder.value)
        return
    above = path_shown(path)
    for file, shown in _walk(path, above):
        yield _read(file, shown.removeprefix("./"), f"{folder.value}{shown.removeprefix(above)}")


def _read(file: Traversable | str, shown: str, place: str, library: str = "") -> Written | KpidefError:
    try:
        return Written(shown, place, content_of(file, shown), library)
    except KpidefError as error:
        return error


def _walk(folder: Traversable | str, shown: str) -> Iterator[tuple[Traversable | str, str]]:
    """The YAML files of a folder and of those below, sorted by name, each with the path that readers see."""
    for name, entry, is_folder in sorted(_entries(folder), key=lambda one: one[0]):
        if name.startswith((".", "__")):
            continue
        if is_folder:
            yield from _walk(entry, f"{shown}/{name}")
        elif name.endswith(_SUFFIXES):
            yield entry, f"{shown}/{name}"


def _entries(folder: Traversable | str) -> list[tuple[str, Traversable | str, bool]]:
    if not isinstance(folder, Path | str):
        return [(entry.name, entry, entry.is_dir()) for entry in folder.iterdir()]
    # The folder knows which of its entries are folders: a thousand files need not be asked.
    with os.scandir(folder) as entries:
        return [(entry.name, entry.path, entry.is_dir()) for entry in entries]

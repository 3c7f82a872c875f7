"""What is kept of a project in which no error was found: which files it had, to the byte, and what each defines."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, cast

import kpidef
from kpidef.source import YAML_READER

FORM = 1
VARIABLE = "KPIDEF_CACHE"
# The rooms that say whether a project is right.
_ROOMS = ("calendar", "catalog", "catalog/rules", "errors", "expression", "pipeline", "source", "spec")


class Mark(NamedTuple):
    """What one file defines."""

    kind: Literal["kpi", "source", "library"]
    id: str
    override: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """`key` stands for the contents of all files and for the program that read them; `marks` are in their order."""

    key: str
    marks: tuple[Mark, ...]
    shown: tuple[str, ...]  # the ids of the catalogue's KPIs


def place_of(project_file: Path, environment: Mapping[str, str]) -> Path | None:
    """The file of a project's certificate; None where nothing may be kept."""
    folder = _folder(environment)
    if folder is None:
        return None
    name = hashlib.sha256(os.fsencode(project_file.resolve())).hexdigest()[:32]
    return folder / f"{name}.json"


def key_of(contents: Iterable[tuple[str, bytes]]) -> str:
    """What changes with any name, any content, their order, kpidef's own files, and Python's version."""
    digest = hashlib.sha256(repr((FORM, kpidef.__version__, YAML_READER, sys.version, _program())).encode())
    for name, content in contents:
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def read_certificate(file: Path, key: str) -> Certificate | None:
    """The certificate that is kept in a file, if it is for this key; none where it is damaged."""
    try:
        kept = json.loads(file.read_bytes())
        if kept["key"] != key:
            return None
        marks = tuple(
            Mark(cast("Literal['kpi']", str(kind)), str(name), bool(over)) for kind, name, over in kept["marks"]
        )
        return Certificate(key, marks, tuple(map(str, kept["shown"])))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def write_certificate(file: Path, certificate: Certificate) -> None:
    """Keep it, whole or not at all; where nothing can be written, the next load is as long as this one."""
    from tempfile import mkstemp

    kept = {"key": certificate.key, "marks": certificate.marks, "shown": certificate.shown}
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = mkstemp(dir=file.parent, prefix=file.stem, suffix=".unfinished")
    except OSError:
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(kept))
        Path(unfinished).replace(file)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)


def _folder(environment: Mapping[str, str]) -> Path | None:
    wish = environment.get(VARIABLE, "")
    if wish:
        return None if wish == "off" else Path(wish)
    if given := environment.get("XDG_CACHE_HOME"):
        return Path(given) / "kpidef"
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local) / "kpidef" / "Cache" if local else None
    home = environment.get("HOME")
    if not home:
        return None
    return Path(home) / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "kpidef"


def _program() -> tuple[tuple[str, int, int], ...]:
    """kpidef's own files: one that is edited where it stands is another program under the same version."""
    home = Path(kpidef.__file__).parent
    return tuple(sorted(one for room in _ROOMS for one in _files(home / room)))


def _files(folder: Path) -> list[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        stats = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".py")]
    return [(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats]

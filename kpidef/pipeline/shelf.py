"""Work that was done before: texts by what they depend on, kept from one build of the glossary to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FOLDER = Path(".kpidef") / "cache"


@dataclass(slots=True)
class Shelf:
    """What is kept in one file; only what a build used stays for the next one."""

    file: Path
    kept: Mapping[str, Any]
    used: dict[str, Any] = field(default_factory=dict)

    def find(self, place: str) -> Any:  # noqa: ANN401 - what JSON holds
        """What is kept at a place; None where there is nothing."""
        found = self.used.get(place, self.kept.get(place))
        if found is not None:
            self.used[place] = found
        return found

    def put(self, place: str, content: Any) -> None:  # noqa: ANN401 - what JSON holds
        """Keep something at a place."""
        self.used[place] = content

    def save(self) -> None:
        """Write what was used, where the project's folder may be written; the next build is slower where it may not."""
        if self.used == self.kept:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            (self.file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            unfinished = self.file.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(self.used, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(self.file)
        except OSError:
            return


def open_shelf(root: Path, name: str) -> Shelf:
    """The shelf of a project; empty where there is none, or none that can be read."""
    file = root / _FOLDER / f"{name}.json"
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    return Shelf(file, kept if isinstance(kept, dict) else {})


def place_of(*parts: object) -> str:
    """A place for everything that a text depends on."""
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()[:24]

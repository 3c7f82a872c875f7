"""The pages: which come from the code, which show commands, and when two texts of one page say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from docs.generator.commands import commands_page
from docs.generator.console import Scratch, replay
from docs.generator.errors import errors_page
from docs.generator.expressions import expressions_page
from docs.generator.figures import with_figures
from docs.generator.keys import keys_page
from docs.generator.lint import lint_page
from docs.generator.picture import picture
from docs.generator.typography import french
from kpidef.pipeline.schemas import schema_files

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def _schema(name: str) -> Callable[[Scratch], str]:
    return lambda _: schema_files()[name]


# The pages that are wholly made from the code, and the schemas that the package holds.
PRODUCED: dict[Path, Callable[[Scratch], str]] = {
    DOCS / "reference" / "yaml.md": lambda _: keys_page(),
    DOCS / "reference" / "expressions.md": lambda _: expressions_page(),
    DOCS / "reference" / "commandes.md": lambda _: commands_page(),
    DOCS / "reference" / "erreurs.md": errors_page,
    DOCS / "reference" / "lint.md": lint_page,
    DOCS / "images" / "run.svg": picture,
    **{ROOT / "kpidef" / "schemas" / name: _schema(name) for name in schema_files()},
}
# A definition's version changes with its calculation; how long a thing took changes each time.
_VOLATILE = (re.compile(r"\b[0-9a-f]{12}\b"), re.compile(r"\b\d+[.,]\d+ s\b"))


def produced(path: Path, folder: Path) -> str:
    """One of the pages of PRODUCED, as it is now."""
    return PRODUCED[path](Scratch(folder))


def documented_pages() -> list[Path]:
    """Pages that people write, in which commands are shown with what they answer."""
    return [ROOT / "README.md", *(path for path in sorted(DOCS.rglob("*.md")) if path not in PRODUCED)]


def refreshed(path: Path, folder: Path) -> str:
    """A page with what its commands answer now."""
    text = path.read_text(encoding="utf-8")
    if path.parent == ROOT or path.parent.name == "adr":
        return with_figures(replay(text, Scratch(folder), "en"), ROOT / "benchmarks" / "results.json")
    return french(replay(text, Scratch(folder), "fr"))


def same(written: str, produced: str) -> bool:
    """Whether two texts differ at most in what changes by itself."""
    return _settled(written) == _settled(produced)


def _settled(text: str) -> str:
    text = re.sub("[\u00a0\u202f]", " ", text)
    for pattern in _VOLATILE:
        text = pattern.sub("…", text)
    return text

"""`python -m docs.generate [PAGE...]`: writes the pages made from the code and what every command shown answers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from docs.generator.pages import ROOT, documented_pages, produced_pages, refreshed, same


def main() -> None:
    """Write what is stale, and say which; only those pages that are named, if any are."""
    named = [Path(page).resolve() for page in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        for path, text in () if named else produced_pages(Path(folder)).items():
            _write(path, text)
        for path in named or documented_pages():
            _write(path, refreshed(path, Path(folder)))


def _write(path: Path, text: str) -> None:
    if path.exists() and same(path.read_text(encoding="utf-8"), text):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

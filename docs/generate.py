"""`python -m docs.generate`: writes the pages that come from the code and the output of every command shown."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from docs.generator.pages import ROOT, documented_pages, produced_pages, refreshed, same


def main() -> None:
    """Write what is stale, and say which."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in produced_pages(Path(folder)).items():
            _write(path, text)
        for path in documented_pages():
            _write(path, refreshed(path, Path(folder)))


def _write(path: Path, text: str) -> None:
    if path.exists() and same(path.read_text(encoding="utf-8"), text):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

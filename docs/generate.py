"""`python -m docs.generate [PAGE...]`: writes the pages made from the code and what every command shown answers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from docs.generator.pages import PRODUCED, ROOT, documented_pages, produced, refreshed, same


def main() -> None:
    """Write what is stale, and say which; only those pages that are named, if any are."""
    named = [Path(page).resolve() for page in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        for path in named or [*PRODUCED, *documented_pages()]:
            answer = produced if path in PRODUCED else refreshed
            _write(path, answer(path, Path(folder)))


def _write(path: Path, text: str) -> None:
    if path.exists() and same(path.read_text(encoding="utf-8"), text):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()

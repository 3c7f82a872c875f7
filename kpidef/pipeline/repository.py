"""The history of definitions, as their repository tells it: who changed what, when."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from kpidef.site.input import Change

_COMMIT = "\x1e"
_FORMAT = f"{_COMMIT}%h\x1f%as\x1f%an\x1f%s"
_LONGEST = 120  # lines of a diff
_SECONDS = 60


def changes_of(root: Path, files: Iterable[Path]) -> dict[Path, tuple[Change, ...]]:
    """The changes of each file, the latest first; none where there is no repository."""
    wanted = sorted({file.resolve() for file in files})
    top = _git(root, "rev-parse", "--show-toplevel")
    if not wanted or top is None:
        return {}
    inside = [file for file in wanted if file.is_relative_to(top.strip())]
    log = _git(
        root,
        "log",
        f"--format={_FORMAT}",
        "--no-color",
        "--no-ext-diff",
        "--unified=1",
        "-M",
        "-p",
        "--",
        *map(str, inside),
    )
    found: dict[Path, list[Change]] = {}
    for name, change in _changes(log or ""):
        found.setdefault(Path(top.strip()) / name, []).append(change)
    return {file: tuple(found[file]) for file in inside if file in found}


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", *arguments],
            cwd=root,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _changes(log: str) -> Iterator[tuple[str, Change]]:
    for commit in log.split(_COMMIT)[1:]:
        head, _, patch = commit.partition("\n")
        revision, day, author, subject = head.split("\x1f")
        for part in re.split(r"^diff --git ", patch, flags=re.MULTILINE)[1:]:
            named = re.search(r"^\+\+\+ b/(.*)$", part, re.MULTILINE)
            if named:
                yield named[1].rstrip("\t"), Change(day, subject, author, revision, _lines(part))


def _lines(patch: str) -> tuple[str, ...]:
    """What was added and taken away, without the patch's own headers; nothing of a file that is new."""
    if re.search(r"^new file mode", patch, re.MULTILINE):
        return ()
    _, _, body = patch.partition("\n@@")
    lines = [line for line in body.split("\n")[1:] if line[:1] in ("+", "-", " ")]
    return tuple(lines[:_LONGEST])

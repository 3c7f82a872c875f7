"""A file's bytes -> its text."""

from __future__ import annotations

from kpidef.errors import Position, SourceText
from kpidef.errors.spec import FileTooBig, NotUtf8

LARGEST_FILE = 2_000_000


def decode(path: str, content: bytes) -> SourceText:
    """The text of the file at `path`, which must be UTF-8 (a byte order mark is dropped) and of a sensible size."""
    if len(content) > LARGEST_FILE:
        raise FileTooBig(Position(SourceText(path, ""), 1, 1), size=len(content), limit=LARGEST_FILE)
    try:
        return SourceText(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # UTF-16, as some editors save: nothing of it can be shown as it is.
        readable = "" if b"\0" in content else content.decode("utf-8", errors="replace")
        raise NotUtf8(_place(path, readable, error.object[: error.start]), byte=f"{content[error.start]:02x}") from None


def _place(path: str, readable: str, before: bytes) -> Position:
    lines = before.decode("utf-8-sig").split("\n")
    return Position(SourceText(path, readable), len(lines), len(lines[-1]) + 1)

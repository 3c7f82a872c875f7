"""What a command answers, on standard output or in a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kpidef.cli.options import Options
from kpidef.errors.command import BinaryToTerminal, OutputNotWritable

if TYPE_CHECKING:
    from kpidef.report import Result


def emit(content: str | bytes, options: Options) -> None:
    """The answer, where the options want it."""
    if options.output is not None:
        write_whole(Path(options.output), content)
        note(options.say("written", path=options.output))
    elif isinstance(content, str):
        sys.stdout.write(content)
    elif sys.stdout.isatty():
        raise BinaryToTerminal(format=options.format or "")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def emit_result(result: Result, options: Options) -> None:
    """A result in the format asked; a drawn table where a person looks."""
    from kpidef.report import render_result, rich_table

    name = options.format or "table"
    if name == "table" and options.output is None and sys.stdout.isatty():
        from rich.console import Console

        Console(file=sys.stdout).print(rich_table(result))
    else:
        emit(render_result(result, name), options)


def check_output(options: Options) -> None:
    """Refuse, before any work, a binary answer to a terminal."""
    if options.format == "parquet" and options.output is None and sys.stdout.isatty():
        raise BinaryToTerminal(format=options.format)


def note(text: str) -> None:
    """A message for the person at the terminal, never among the data."""
    print(text, file=sys.stderr)


def progress(text: str) -> None:
    """Where a long work is; only for a person who watches, each text in place of the one before."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{text}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    """Clear the line that progress was told on."""
    progress("")


def bar(done: int, total: int) -> str:
    """How far a work of so many pieces is, drawn."""
    full = round(24 * done / total) if total else 24
    return "█" * full + "░" * (24 - full)


def write_whole(path: Path, content: str | bytes) -> None:
    """The whole file, or the file as it was."""
    if not path.name or path.is_dir():
        raise OutputNotWritable(path=path, cause=os.strerror(errno.EISDIR))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    binary = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            # A device or a pipe has no other name to be moved from.
            path.write_bytes(binary)
            return
        unfinished.write_bytes(binary)
        unfinished.replace(path)
    except OSError as error:
        raise OutputNotWritable(path=path, cause=error.strerror or error) from error
    finally:
        unfinished.unlink(missing_ok=True)

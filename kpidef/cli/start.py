"""From the process's arguments to its exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from kpidef.cli.command import Program
from kpidef.cli.failure import INTERRUPTED, READER_GONE, misuse, tell, unforeseen
from kpidef.cli.language import language_of
from kpidef.cli.texts import say
from kpidef.errors import KpidefError, Language

# A catalogue is a hundred thousand small objects that all stay: looking for garbage among them is a tenth of a load.
YOUNG = 1_000_000

_COMPLETE = "_KPIDEF_COMPLETE"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Answer the command line and leave."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    gc.set_threshold(YOUNG)
    code = _run(given)
    # The interpreter looks for garbage on its way out: a fifth of a short command, for memory that goes anyway.
    # Where DuckDB was loaded it must: the driver complains on standard error of each object that is left.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    _prepare_streams()
    language = language_of(arguments, os.environ, Path.cwd())
    try:
        code = _answer(arguments, language)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out: let it, into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return READER_GONE
    except (KeyboardInterrupt, click.Abort):
        print(say("interrupted", language), file=sys.stderr)
        return INTERRUPTED
    return code


def _answer(arguments: list[str], language: Language) -> int:
    is_debug = "--debug" in arguments
    try:
        return _invoke(arguments, Program(language))
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        return tell(misuse(error), language, is_debug)
    except KpidefError as error:
        return tell(error, language, is_debug)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a defect becomes a message
        return tell(unforeseen(error), language, is_debug)


def _invoke(arguments: list[str], program: Program) -> int:
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(program, {}, "kpidef", _COMPLETE, instruction)
    with program.make_context("kpidef", arguments) as context:
        code = program.invoke(context)
        return code if isinstance(code, int) else 0


def _prepare_streams() -> None:
    """Pipes and files get UTF-8; a terminal that lacks a letter shows a question mark rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8")

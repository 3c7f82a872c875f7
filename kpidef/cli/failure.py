"""Failures: what is said of them on standard error, and the code that the command exits with."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable
from typing import TextIO

import click

from kpidef.cli.options import metavar_of
from kpidef.errors import KpidefError, Language, Problems, render
from kpidef.errors.command import (
    FlagWithValue,
    InternalError,
    MissingArgument,
    OptionWithoutValue,
    UnknownOption,
    UsageRefused,
)
from kpidef.errors.project import NoConnection, ProjectNotFound, UnknownConnection, UnreadableDefinition
from kpidef.errors.request import KpiFailed
from kpidef.errors.warehouse import QueryCancelled

FINDINGS, USAGE, NO_ANSWER, WAREHOUSE, INTERNAL, INTERRUPTED, READER_GONE = 1, 2, 3, 4, 70, 130, 141
_BY_CODE = {
    ProjectNotFound.code: USAGE,
    UnknownConnection.code: USAGE,
    NoConnection.code: USAGE,
    UnreadableDefinition.code: FINDINGS,
    QueryCancelled.code: INTERRUPTED,
    InternalError.code: INTERNAL,
}
_BY_FAMILY = {**dict.fromkeys("01267", FINDINGS), **dict.fromkeys("34", NO_ANSWER), "5": WAREHOUSE, "9": USAGE}
_WRITTEN_TIMES = "KPI36"  # durations, zones and calendars, which files say more often than requests
_ALIKE = 0.65


def exit_code(error: KpidefError) -> int:
    """The code that a failure exits with; of several, that of the gravest."""
    if isinstance(error, Problems):
        return max(map(exit_code, error.errors), default=FINDINGS)
    if isinstance(error, KpiFailed):
        return exit_code(error.error)
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    if error.code.startswith(("KPI1", "KPI2")) and _is_asked(error):
        return NO_ANSWER
    if error.code.startswith(_WRITTEN_TIMES) and not _is_asked(error):
        return FINDINGS
    return _BY_FAMILY[error.code[3]]


def _is_asked(error: KpidefError) -> bool:
    """Whether a name or an expression is the command line's own, and no file's."""
    return error.at is None or error.at.source.path.startswith("--")


def tell(error: KpidefError, language: Language, is_debug: bool = False) -> int:
    """Say a failure on standard error; the code to exit with."""
    if is_debug:
        traceback.print_exception(error, file=sys.stderr)
    text = render(error, language)
    print(coloured(text) if is_coloured(sys.stderr) else text, file=sys.stderr)
    return exit_code(error)


def tell_all(errors: Iterable[KpidefError], language: Language, is_debug: bool = False) -> int:
    """Say what failed while the rest was answered; 0 where nothing did."""
    return max((tell(error, language, is_debug) for error in errors), default=0)


def unforeseen(error: BaseException) -> InternalError:
    """A failure that nobody explained, as one that is."""
    told = InternalError(kind=type(error).__name__, cause=_first_line(error))
    told.__cause__ = error
    return told


def misuse(error: click.UsageError) -> KpidefError:
    """What click refused, in kpidef's words."""
    command = error.ctx.command_path if error.ctx else "kpidef"
    match error:
        case click.NoSuchOption():
            known = [one for one in error.possibilities or () if _resembles(one, error.option_name)]
            return UnknownOption(None, name=error.option_name, **_nearest(known, command))
        case click.MissingParameter(param=click.Parameter() as missing):
            return MissingArgument(
                name=missing.make_metavar(error.ctx or click.Context(click.Command(None))), command=command
            )
        case click.BadOptionUsage():
            return _bad_option(error.option_name)
        case _:
            return UsageRefused(cause=error.format_message(), command=command)


def _bad_option(name: str) -> KpidefError:
    # click does not say which of the two it is, nor which command it was.
    metavar = metavar_of(name)
    return FlagWithValue(name=name) if metavar is None else OptionWithoutValue(name=name, metavar=metavar)


def _resembles(option: str, written: str) -> bool:
    """Whether one may have been meant by the other: click takes `--param` for `--sparse`."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, option.strip("-"), written.strip("-")).ratio() >= _ALIKE


def _nearest(close: Iterable[str], command: str) -> dict[str, str]:
    for one in close:
        return {"nearest_fr": f"vouliez-vous dire « {one} » ?", "nearest_en": f"did you mean '{one}'?"}
    return {"nearest_fr": f"lancez {command} --help", "nearest_en": f"run {command} --help"}


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def is_coloured(stream: TextIO) -> bool:
    """Whether a person looks who has not asked for plain text (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def coloured(text: str) -> str:
    """A rendered error, for a terminal."""
    return "\n".join(_coloured_line(line) for line in text.split("\n"))


def _coloured_line(line: str) -> str:
    if line.startswith(("  aide :", "  help:")):
        return click.style(line, fg="cyan")
    if line.lstrip(" |").strip("^") == "" and "^" in line:
        return click.style(line, fg="yellow")
    return line if line.startswith(" ") or not line else click.style(line, fg="red")

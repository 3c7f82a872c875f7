"""kpidef bind: bindings that resemble the warehouse's tables, written once they are accepted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kpidef.cli.command import command
from kpidef.cli.listing import Listing, aligned, emit_listing
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import note, write_whole
from kpidef.errors import Language

if TYPE_CHECKING:
    from kpidef.binding import Accepted, ColumnMatch, TableMatch
    from kpidef.catalog.model import Source
    from kpidef.pipeline import Project

_COLUMNS = ("source", "table", "column", "physical", "confidence", "reasons")
LEAST = 70
_YES = frozenset({"o", "oui", "y", "yes"})


def build(language: Language) -> click.Command:
    """The command, in a language."""
    sources = click.Argument(["sources"], nargs=-1, required=False, metavar="[SOURCE...]")
    options = ("connection", "yes", "min_confidence", "dry_run", "format", "output")
    return command("bind", language, _answer, [sources], options)


def _answer(options: Options) -> int:
    project = open_project(options)
    found = project.propose_bindings(options.sources)
    if options.format is not None:
        _emit(found, options)
        return 0
    if not found:
        note(options.say("nothing_to_bind"))
    kept: list[Accepted] = []
    for match in found:
        kept += _accepted(match, match is found[0], options)
    if kept:
        _write(project, kept, options)
    return 0


def _emit(found: tuple[TableMatch | Source, ...], options: Options) -> None:
    from kpidef.binding import TableMatch

    columns = tuple((name, options.say(f"column.{name}")) for name in _COLUMNS)
    rows = [row for match in found if isinstance(match, TableMatch) for row in _rows(match, options)]
    emit_listing(Listing(columns, tuple(rows)), options)


def _rows(match: TableMatch, options: Options) -> Iterator[tuple[str, ...]]:
    for one in match.columns:
        yield (match.source, match.table, one.column, one.expression, _percent(one.confidence), _reasons(one, options))


def _accepted(match: TableMatch | Source, is_first: bool, options: Options) -> Iterator[Accepted]:
    """What is shown of a source, and the binding where it is accepted."""
    from kpidef.binding import TableMatch
    from kpidef.pipeline.proposing import accepted

    if not isinstance(match, TableMatch):
        note(options.say("no_proposal", source=match.id))
        return
    _show(match, is_first, options)
    if options.dry_run or not _is_wanted(match, options):
        return
    columns = {one.column for one in match.columns if _is_sure(one.confidence, options) or _is_asked(one, options)}
    yield accepted(match, columns.__contains__)


def _show(match: TableMatch, is_first: bool, options: Options) -> None:
    confidence = _percent(match.confidence)
    if not is_first:
        print()
    print(options.say("proposed", source=match.source, table=match.table, confidence=confidence))
    headings = [options.say(f"column.{name}") for name in _COLUMNS[2:]]
    lines = [
        [one.column, one.expression, f"{_percent(one.confidence)} %", _reasons(one, options)] for one in match.columns
    ]
    print("".join(f"  {line}\n" for line in aligned(headings, lines).splitlines()), end="")
    if match.missing:
        print("  " + options.say("to_do", columns=", ".join(match.missing)))
    sys.stdout.flush()


def _is_wanted(match: TableMatch, options: Options) -> bool:
    if options.yes:
        return _is_sure(match.confidence, options)
    return _agrees(options.say("accept_binding"), options)


def _is_asked(one: ColumnMatch, options: Options) -> bool:
    """Whether a doubtful column is accepted by someone."""
    if options.yes:
        return False
    question = options.say(
        "accept_column", column=one.column, expression=one.expression, confidence=_percent(one.confidence)
    )
    return _agrees(question, options)


def _agrees(question: str, options: Options) -> bool:
    answer: str = click.prompt(f"{question} {options.say('yes_or_no')}", default="", show_default=False, err=True)
    return answer.strip().lower() in _YES


def _is_sure(confidence: float, options: Options) -> bool:
    return round(confidence * 100) >= (options.min_confidence or LEAST)


def _write(project: Project, kept: list[Accepted], options: Options) -> None:
    from kpidef.pipeline.proposing import project_text

    # The file itself, where its name is a link to it.
    path = project.file.resolve()
    write_whole(path, project_text(project, kept))
    note(options.say("bound", count=len(kept), path=path))


def _percent(confidence: float) -> str:
    return str(round(confidence * 100))


def _reasons(one: ColumnMatch, options: Options) -> str:
    return ", ".join(options.say(f"reason.{name}") for name in one.reasons)

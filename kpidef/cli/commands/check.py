"""kpidef check: the bindings against the real tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kpidef.cli.command import command
from kpidef.cli.failure import FINDINGS, coloured, is_coloured
from kpidef.cli.listing import Listing, emit_listing
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import check_output, emit, end_progress, progress
from kpidef.errors import Language, render

if TYPE_CHECKING:
    from kpidef.pipeline.checking import CheckFinding

_COLUMNS = ("level", "source", "column", "count", "code", "message", "kpis")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("check", language, _answer, options=("connection", "format", "output"))


def _answer(options: Options) -> int:
    check_output(options)
    project = open_project(options)
    try:
        findings = project.check(progress=lambda source, done, total: _under_way(options, source, done, total))
    finally:
        end_progress()
    if options.format is None:
        _tell(findings, len(project.bindings), options)
    else:
        columns = tuple((name, options.say(f"column.{name}")) for name in _COLUMNS)
        emit_listing(Listing(columns, tuple(_row(one, options.language) for one in findings)), options)
    return FINDINGS if any(one.level == "error" for one in findings) else 0


def _under_way(options: Options, source: str, done: int, total: int) -> None:
    if source:
        progress(options.say("checking", source=source, done=done + 1, total=total))


def _tell(findings: Iterable[CheckFinding], total: int, options: Options) -> None:
    told = [f"{options.say(f'level.{one.level}')} {render(one.error, options.language)}" for one in findings]
    if options.output is None and is_coloured(sys.stdout):
        told = [coloured(text) for text in told]
    emit("\n\n".join([*told, options.say("checked", count=len(told), total=total)]) + "\n", options)


def _row(finding: CheckFinding, language: Language) -> tuple[str, ...]:
    return (
        finding.level,
        finding.source,
        finding.column or "",
        "" if finding.count is None else str(finding.count),
        finding.error.code,
        finding.error.cause(language),
        ", ".join(finding.kpis),
    )

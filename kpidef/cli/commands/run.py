"""kpidef run: the numbers."""

from __future__ import annotations

from time import monotonic

import click

from kpidef.cli.command import command
from kpidef.cli.failure import tell_all
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import check_output, emit_result, end_progress, note, progress
from kpidef.errors import Language


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("run", language, _answer, [kpi_arguments()], (*REQUEST, "format", "output"))


def _answer(options: Options) -> int:
    check_output(options)
    started = monotonic()
    project = open_project(options)
    progress(options.say("computing"))
    try:
        result = project.run(options.kpis, **question(options))
    finally:
        end_progress()
    if options.verbose:
        for statement in result.statements:
            note(options.say("statement", sql=statement))
        note(options.say("elapsed", seconds=monotonic() - started))
    emit_result(result, options)
    return tell_all(result.errors, options.language, options.debug)

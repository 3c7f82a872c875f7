"""kpidef run: the numbers, of some KPIs, of all, of a report, or of a table that keeps them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import click

from kpidef.cli.command import command
from kpidef.cli.failure import tell_all
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import bar, check_output, emit_result, end_progress, note, progress
from kpidef.cli.parts import emit_parts
from kpidef.errors import Language
from kpidef.errors.command import MissingArgument, OptionsTogether

if TYPE_CHECKING:
    from kpidef.report import Result

_OWN = ("all", "report", "from_store")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    arguments = [kpi_arguments(required=False)]
    return command("run", language, _answer, arguments, (*_OWN, *REQUEST, "format", "output"))


def _answer(options: Options) -> int:
    check_output(options)
    _check_asked(options)
    return _report(options) if options.report is not None else _result(options)


def _check_asked(options: Options) -> None:
    """The KPIs are named in one way; a report says its requests itself."""
    ways = {"KPI...": options.kpis, "--all": options.all, "--report": options.report}
    chosen = [name for name, given in ways.items() if given]
    if not chosen:
        raise MissingArgument(name="KPI...", command="kpidef run")
    if options.report is not None:
        own = [f"--{name.replace('_', '-')}" for name in (*REQUEST[1:], "from_store") if getattr(options, name)]
        chosen += own
    if len(chosen) > 1:
        raise OptionsTogether(first=chosen[0], second=chosen[1])


def _result(options: Options) -> int:
    started = monotonic()
    project = open_project(options)
    progress(options.say("computing"))
    try:
        if options.from_store is not None:
            result = project.run_stored(options.kpis, table=options.from_store, **question(options))
        elif options.all:
            result = project.run_all(**question(options), progress=lambda *done: _under_way(options, *done))
        else:
            result = project.run(options.kpis, **question(options))
    finally:
        end_progress()
    _tell_work(result, options, started)
    emit_result(result, options)
    return tell_all(result.errors, options.language, options.debug)


def _report(options: Options) -> int:
    assert options.report is not None
    started = monotonic()
    project = open_project(options)
    try:
        parts = project.run_report(options.report, progress=lambda *done: _under_way(options, *done))
    finally:
        end_progress()
    for part in parts:
        if part.result is not None:
            _tell_work(part.result, options, started)
    emit_parts(parts, options)
    failures = [part.errors for part in parts]
    for part in parts:
        if part.result is None:
            note(options.say("unanswered", name=part.name))
    return tell_all(dict.fromkeys(error for errors in failures for error in errors), options.language, options.debug)


def _under_way(options: Options, done: int, total: int) -> None:
    progress(options.say("answering", bar=bar(done, total), done=done, total=total))


def _tell_work(result: Result, options: Options, started: float) -> None:
    if options.verbose:
        for ran in result.statements:
            note(options.say("statement", sql=ran.sql, seconds=ran.seconds, rows=ran.rows))
        note(options.say("elapsed", seconds=monotonic() - started))

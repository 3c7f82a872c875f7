"""kpidef materialize: a table of results, kept up to date in the warehouse."""

from __future__ import annotations

import click

from kpidef.cli.command import command
from kpidef.cli.failure import tell_all
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options, kpi_arguments
from kpidef.cli.output import bar, emit, end_progress, progress
from kpidef.errors import Language
from kpidef.errors.command import MissingArgument, OptionsTogether

_REQUEST = ("period", "grain", "by", "where", "as_of")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    asked = ("into", "report", "refresh", "connection", *_REQUEST)
    return command("materialize", language, _answer, [kpi_arguments(required=False)], asked)


def _answer(options: Options) -> int:
    if options.into is None:
        raise MissingArgument(name="--into TABLE", command="kpidef materialize")
    _check_asked(options)
    project = open_project(options)
    try:
        done = project.materialize(
            options.kpis,
            into=options.into,
            report=options.report,
            refresh=options.refresh,
            progress=lambda done, total: _under_way(options, done, total),
            **{name: getattr(options, name) for name in _REQUEST},
        )
    finally:
        end_progress()
    said = options.say("materialized", table=options.into, computed=done.computed, current=done.current)
    emit(f"{said}\n", options)
    return tell_all(done.errors, options.language, options.debug)


def _check_asked(options: Options) -> None:
    """A report says its requests itself."""
    if options.report is None:
        return
    own = ["KPI..."] if options.kpis else []
    own += [f"--{name.replace('_', '-')}" for name in _REQUEST if getattr(options, name)]
    if own:
        raise OptionsTogether(first="--report", second=own[0])


def _under_way(options: Options, done: int, total: int) -> None:
    progress(options.say("answering", bar=bar(done, total), done=done, total=total))

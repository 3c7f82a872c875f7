"""kpidef compile: the SQL of a request, in any dialect."""

from __future__ import annotations

import click

from kpidef.cli.command import command
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import emit
from kpidef.errors import Language


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("compile", language, _answer, [kpi_arguments()], (*REQUEST, "dialect", "output"))


def _answer(options: Options) -> int:
    sql = open_project(options).compile(options.kpis, dialect=options.dialect, **question(options))
    emit(f"{sql.rstrip()}\n", options)
    return 0

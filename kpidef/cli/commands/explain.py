"""kpidef explain: the plan of a request, in words."""

from __future__ import annotations

import click

from kpidef.cli.command import command
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import emit
from kpidef.errors import Language


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("explain", language, _answer, [kpi_arguments()], (*REQUEST, "output"))


def _answer(options: Options) -> int:
    plan = open_project(options).explain(options.kpis, language=options.language, **question(options))
    emit(f"{plan.rstrip()}\n", options)
    return 0

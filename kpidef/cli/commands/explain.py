"""kpidef explain: the plan of a request, in words, and what the warehouse expects it to cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kpidef.cli.command import command
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import emit
from kpidef.errors import Language

if TYPE_CHECKING:
    from kpidef.warehouse import Estimate


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("explain", language, _answer, [kpi_arguments()], (*REQUEST, "estimate", "output"))


def _answer(options: Options) -> int:
    project = open_project(options)
    plan = project.explain(options.kpis, language=options.language, **question(options)).rstrip()
    if options.estimate:
        expected = project.estimate(options.kpis, **question(options))
        plan = f"{plan}\n\n{_told(expected, options)}"
    emit(f"{plan}\n", options)
    return 0


def _told(expected: Estimate, options: Options) -> str:
    """The figures that the engine gives, and no other."""
    given = {"rows": expected.rows, "cost": expected.cost, "bytes": expected.bytes}
    said = [options.say(f"estimate.{name}", figure=value) for name, value in given.items() if value is not None]
    return options.say("estimate", figures=", ".join(said))

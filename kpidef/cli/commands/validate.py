"""kpidef validate: every error of every file, at once."""

from __future__ import annotations

import click

from kpidef.cli.command import command
from kpidef.cli.failure import FINDINGS, tell
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import note
from kpidef.errors import Language, Problems


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("validate", language, _answer)


def _answer(options: Options) -> int:
    try:
        project = open_project(options)
        if refused := project.refused_sql():
            raise Problems(refused)
    except Problems as problems:
        tell(problems, options.language, options.debug)
        note("\n" + options.say("invalid", count=len(problems.errors)))
        return FINDINGS
    catalog = project.catalog
    print(options.say("valid", name=project.name, kpis=len(catalog.kpis), sources=len(catalog.sources)))
    return 0

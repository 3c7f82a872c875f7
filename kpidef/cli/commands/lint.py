"""kpidef lint: what a library of definitions should mend."""

from __future__ import annotations

import sys

import click

from kpidef.cli.command import command
from kpidef.cli.failure import FINDINGS, coloured
from kpidef.cli.listing import Listing, emit_listing
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.cli.output import check_output, emit
from kpidef.errors import KpidefError, Language, render

_COLUMNS = ("place", "subject", "code", "message", "help")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("lint", language, _answer, options=("format", "output"))


def _answer(options: Options) -> int:
    check_output(options)
    project = open_project(options)
    findings = project.lint()
    if options.format is None:
        told = [render(one, options.language) for one in findings]
        if options.output is None and sys.stdout.isatty():
            told = [coloured(text) for text in told]
        catalog = project.catalog
        total = options.say("linted", count=len(told), kpis=len(catalog.kpis), sources=len(catalog.sources))
        emit("\n\n".join([*told, total]) + "\n", options)
    else:
        columns = tuple((name, options.say(f"column.{name}")) for name in _COLUMNS)
        emit_listing(Listing(columns, tuple(_row(one, options.language) for one in findings)), options)
    return FINDINGS if findings else 0


def _row(error: KpidefError, language: Language) -> tuple[str, ...]:
    place = str(error.at) if error.at else ""
    return (place, str(error.fields["subject"]), error.code, error.cause(language), error.help(language))

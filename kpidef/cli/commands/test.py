"""kpidef test: the definitions' worked examples, with what was given, expected and got where they fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from textwrap import indent
from typing import TYPE_CHECKING

import click

from kpidef.cli.command import command
from kpidef.cli.failure import FINDINGS
from kpidef.cli.listing import aligned
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options, kpi_arguments
from kpidef.cli.output import emit, end_progress, progress
from kpidef.errors import Language, render

if TYPE_CHECKING:
    from kpidef.pipeline.examples import ExampleReport
    from kpidef.pipeline.expectation import Difference


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("test", language, _answer, [kpi_arguments(required=False)], ("output",))


def _answer(options: Options) -> int:
    project = open_project(options)
    try:
        reports = project.test(
            options.kpis or None,
            lambda done, total: progress(options.say("testing", done=done, total=total)),
        )
    finally:
        end_progress()
    failed = [report for report in reports if not report.ok]
    told = [_failure(report, options) for report in failed]
    summary = options.say("tested", passed=len(reports) - len(failed), failed=len(failed))
    emit("\n".join([*told, f"{summary}\n"]), options)
    return FINDINGS if failed else 0


def _failure(report: ExampleReport, options: Options) -> str:
    head = options.say("failed", kpi=report.kpi, example=report.name)
    lines = [f"{report.at}: {head}"]
    if report.error is not None:
        return "\n".join([*lines, indent(render(report.error, options.language), "  "), ""])
    for source, rows in report.given.items():
        lines += ["  " + options.say("pair", name=options.say("given"), value=source), indent(_rows(rows), "    ")]
    return "\n".join([*lines, indent(_differences(report.differences, options), "  ")])


def _rows(rows: Iterable[Mapping[str, str | None]]) -> str:
    given = list(rows)
    names = list(dict.fromkeys(name for row in given for name in row))
    return aligned(names, [[_text(row.get(name)) for name in names] for row in given]).rstrip("\n")


def _differences(differences: Iterable[Difference], options: Options) -> str:
    headings = ("", options.say("wanted"), options.say("got"))
    return aligned(headings, list(_compared(differences)))


def _compared(differences: Iterable[Difference]) -> Iterator[tuple[str, str, str]]:
    for one in differences:
        yield " ".join(part for part in (one.line, one.name) if part), _text(one.expected), _text(one.got)


def _text(value: object) -> str:
    match value:
        case None:
            return "null"
        case float() | Decimal():
            return f"{value:.12g}"
        case _:
            return str(value)

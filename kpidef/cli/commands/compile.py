"""kpidef compile: the SQL of a request, in any dialect; or of a view that lives without kpidef."""

from __future__ import annotations

import click

from kpidef.cli.command import command
from kpidef.cli.opening import open_project, question
from kpidef.cli.options import REQUEST, Options, kpi_arguments
from kpidef.cli.output import emit
from kpidef.errors import Language
from kpidef.errors.command import NeedsOption, OptionsTogether, UnexpectedArgument

_VIEW = ("as_form", "name", "calendar")
# A view shows every period as it is: nothing to compare, add up or leave out.
_NOT_IN_A_VIEW = ("as_of", "compare", "total", "measures", "sparse")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("compile", language, _answer, [kpi_arguments()], (*REQUEST, *_VIEW, "dialect", "output"))


def _answer(options: Options) -> int:
    if options.as_form is None:
        for name in ("name", "calendar"):
            if getattr(options, name):
                raise NeedsOption(name=f"--{name}", needed="--as")
        sql = open_project(options).compile(options.kpis, dialect=options.dialect, **question(options))
    else:
        sql = _view(options)
    emit(f"{sql.rstrip()}\n", options)
    return 0


def _view(options: Options) -> str:
    for name in _NOT_IN_A_VIEW:
        if getattr(options, name):
            raise OptionsTogether(first="--as", second=f"--{name.replace('_', '-')}")
    first, *others = options.kpis
    if others:
        raise UnexpectedArgument(name=" ".join(others), command="kpidef compile --as")
    return open_project(options).compile_view(
        first,
        form="model" if options.as_form == "model" else "view",
        name=options.name,
        calendar=options.calendar,
        dialect=options.dialect,
        period=options.period,
        grain=options.grain,
        by=options.by,
        where=options.where,
    )

"""kpidef list: the KPIs of a project, and which of them it can compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kpidef.catalog.nearest import nearest
from kpidef.cli.command import command
from kpidef.cli.listing import Listing, emit_listing
from kpidef.cli.opening import open_project
from kpidef.cli.options import Options
from kpidef.errors import Language
from kpidef.errors.command import UnknownFamily

if TYPE_CHECKING:
    from kpidef.catalog.model import Kpi
    from kpidef.pipeline import Project

_COLUMNS = ("kpi", "label", "family", "unit", "status", "state")


def build(language: Language) -> click.Command:
    """The command, in a language."""
    return command("list", language, _answer, options=("family", "format", "output"))


def _answer(options: Options) -> int:
    project = open_project(options)
    if options.family is not None:
        _check_family(options.family, project)
    kept = [kpi for _, kpi in sorted(project.catalog.kpis.items()) if options.family in (None, kpi.family)]
    columns = tuple((name, options.say(f"column.{name}")) for name in _COLUMNS)
    emit_listing(Listing(columns, tuple(_row(kpi, project, options) for kpi in kept)), options)
    return 0


def _check_family(family: str, project: Project) -> None:
    known = {kpi.family for kpi in project.catalog.kpis.values()}
    if family not in known:
        raise UnknownFamily(None, name=family, **nearest(family, known))


def _row(kpi: Kpi, project: Project, options: Options) -> tuple[str, ...]:
    lacking = project.unavailable(kpi)
    state = options.say("unbound", missing=lacking.fields["sources"]) if lacking else options.say("available")
    return (kpi.id, kpi.label, kpi.family, kpi.unit, kpi.status, state)

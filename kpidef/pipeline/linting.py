"""A project's definitions under the rules of libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidef.catalog.needs import needs_of
from kpidef.catalog.resolve import resolve
from kpidef.errors import KpidefError
from kpidef.lint import Library, lint

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project


def lint_project(project: Project) -> tuple[KpidefError, ...]:
    """The findings, on the project's observation day; what it hides is still read, and not told of."""
    # A source that only hidden KPIs read is no orphan: all of them are looked at.
    catalog = resolve(project.definitions, project.calendar.timezone, project.spec.params)
    needs = needs_of(catalog.kpis.values(), catalog)
    found = lint(Library(catalog, project.definitions, needs, project.now().date()))
    hidden = catalog.kpis.keys() - project.catalog.kpis.keys()
    return tuple(error for error in found if error.fields["subject"] not in hidden)

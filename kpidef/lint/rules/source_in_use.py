"""A source that no KPI reads has no place in a library."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import SourceOrphan
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    referred = {
        column.references.source
        for name in library.needs
        for column in library.catalog.sources[name].columns.values()
        if column.references is not None
    }
    for source in library.catalog.sources.values():
        if source.id not in library.needs.keys() | referred:
            yield SourceOrphan(source.spec.id.at, subject=source.id)


RULE = Rule(
    "source_in_use",
    (SourceOrphan,),
    "Une source est lue par au moins un KPI, ou donne ses dimensions à une source qui l'est : personne ne branche une "
    "table pour rien.",
    "A source is read by at least one KPI, or gives its dimensions to a source that is: nobody binds a table for "
    "nothing.",
    _check,
)

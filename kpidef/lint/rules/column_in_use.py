"""A column is read, cuts, identifies or links; else a team binds it for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Column, Source
from kpidef.errors import KpidefError
from kpidef.errors.lint import ColumnOrphan
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for source in library.catalog.sources.values():
        places = {column.name.value: column.name.at for column in source.spec.columns}
        used = {*library.needs.get(source.id, ()), *_structure(source)}
        for name, column in source.columns.items():
            if source.id in library.needs and name not in used and not _leads_somewhere(column):
                yield ColumnOrphan(places.get(name, source.spec.id.at), subject=source.id, column=name)


def _structure(source: Source) -> Iterator[str]:
    yield from source.key
    if source.time is not None:
        yield source.time
    if source.validity is not None:
        yield from (source.validity.start, source.validity.end)
    if source.snapshot is not None:
        yield source.snapshot.at


def _leads_somewhere(column: Column) -> bool:
    return column.is_dimension or column.references is not None or column.same_as is not None


RULE = Rule(
    "column_in_use",
    (ColumnOrphan,),
    "Une colonne est lue par un KPI, ou sert de dimension, de clé, de date ou de lien : une colonne que rien ne lit se "
    "branche pour rien.",
    "A column is read by a KPI, or serves as a dimension, a key, a date or a link: a column that nothing reads "
    "is bound "
    "for nothing.",
    _check,
)

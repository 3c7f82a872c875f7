"""A related KPI is another KPI of the library."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError
from kpidef.errors.lint import RelatedUnknown
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    kpis = library.catalog.kpis
    for kpi in kpis.values():
        for name in kpi.spec.related:
            if name.value not in kpis or name.value == kpi.id:
                others = kpis.keys() - {kpi.id}
                yield RelatedUnknown(name.at, subject=kpi.id, name=name.value, **nearest(name.value, others))


RULE = Rule(
    "related",
    (RelatedUnknown,),
    "Un KPI voisin (`related`) existe, et n'est pas le KPI lui-même.",
    "A related KPI (`related`) exists, and is not the KPI itself.",
    _check,
)

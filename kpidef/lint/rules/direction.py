"""A KPI says which way is good."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import DirectionMissing
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        if kpi.spec.direction is None:
            yield DirectionMissing(kpi.spec.id.at, subject=kpi.id)


RULE = Rule(
    "direction",
    (DirectionMissing,),
    "Un KPI dit quel sens est bon (`direction`), même pour dire qu'aucun ne l'est : une flèche verte se décide ici.",
    "A KPI says which way is good (`direction`), if only to say that neither is: a green arrow is decided here.",
    _check,
)

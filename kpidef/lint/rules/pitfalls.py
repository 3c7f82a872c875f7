"""A KPI warns its readers."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import PitfallMissing
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        if not kpi.spec.pitfalls:
            yield PitfallMissing(kpi.spec.id.at, subject=kpi.id)


RULE = Rule(
    "pitfalls",
    (PitfallMissing,),
    "Un KPI signale au moins un piège (`pitfalls`) : ce qu'un lecteur pressé comprend de travers.",
    "A KPI warns of at least one pitfall (`pitfalls`): what a hurried reader gets wrong.",
    _check,
)

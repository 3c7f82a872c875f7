"""Someone answers for a KPI, by role."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import OwnerMissing
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        if not (kpi.spec.owner or "").strip():
            yield OwnerMissing(kpi.spec.id.at, subject=kpi.id)


RULE = Rule(
    "owner",
    (OwnerMissing,),
    "Un KPI nomme le rôle qui en répond (`owner`) : un rôle, non une personne, pour survivre aux départs.",
    "A KPI names the role that answers for it (`owner`): a role rather than a person, so that it outlives departures.",
    _check,
)

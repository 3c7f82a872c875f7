"""A KPI belongs to a family that has a name."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import FamilyMissing, FamilyUndeclared
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    known = ", ".join(library.catalog.families) or "—"
    for kpi in library.catalog.kpis.values():
        family = kpi.spec.family
        if family is None:
            yield FamilyMissing(kpi.spec.id.at, subject=kpi.id, known=known)
        elif family.value not in library.catalog.families:
            yield FamilyUndeclared(family.at, subject=kpi.id, name=family.value, known=known)


RULE = Rule(
    "family",
    (FamilyMissing, FamilyUndeclared),
    "Un KPI a une famille (`family`), déclarée avec son libellé dans kpidef.yml ou dans library.yml.",
    "A KPI has a family (`family`) that kpidef.yml or library.yml declares with its label.",
    _check,
)

"""A KPI says in a few words what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import ShortDefinitionLong, ShortDefinitionMissing
from kpidef.lint.subject import Library, Rule

LONGEST = 350


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        text = (kpi.spec.description or "").strip()
        if not text:
            yield ShortDefinitionMissing(kpi.spec.id.at, subject=kpi.id)
        elif len(text) > LONGEST:
            yield ShortDefinitionLong(kpi.spec.id.at, subject=kpi.id, length=len(text), limit=LONGEST)


RULE = Rule(
    "short_definition",
    (ShortDefinitionMissing, ShortDefinitionLong),
    f"Un KPI a une définition courte (`description`), de {LONGEST} caractères au plus : elle tient dans une bulle "
    "d'aide "
    "et se lit d'un coup d'œil.",
    f"A KPI has a short definition (`description`) of {LONGEST} characters at most: it fits in a tooltip and is "
    "read at "
    "a glance.",
    _check,
)

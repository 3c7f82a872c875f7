"""A KPI says what counts and what does not, starting from its short definition."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import LongDefinitionApart, LongDefinitionMissing
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        short, long = (_words(text) for text in (kpi.spec.description, kpi.spec.details))
        if not long:
            yield LongDefinitionMissing(kpi.spec.id.at, subject=kpi.id)
        elif not long.startswith(short):
            yield LongDefinitionApart(kpi.spec.id.at, subject=kpi.id)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


RULE = Rule(
    "long_definition",
    (LongDefinitionMissing, LongDefinitionApart),
    "Un KPI a une définition longue (`details`), qui commence par la courte : qui lit l'une ou l'autre lit la même "
    "définition.",
    "A KPI has a long definition (`details`) that starts with the short one: whoever reads either reads the same "
    "definition.",
    _check,
)

"""A definition is reviewed when it said it would be."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import ReviewOverdue
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        due = kpi.spec.review_by
        if due is not None and kpi.status != "deprecated" and due.value < library.today.isoformat():
            yield ReviewOverdue(due.at, subject=kpi.id, due=due.value)


RULE = Rule(
    "review",
    (ReviewOverdue,),
    "La date de revue (`review_by`) d'un KPI en service n'est pas passée, au jour d'observation du projet (`as_of`, "
    "sinon aujourd'hui).",
    "The review date (`review_by`) of a KPI in use is not past, on the project's observation day (`as_of`, else "
    "today).",
    _check,
)

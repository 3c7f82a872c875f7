"""A deprecated KPI leads to one that is not."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Kpi
from kpidef.catalog.nearest import nearest
from kpidef.errors import KpidefError
from kpidef.errors.lint import SuccessorMissing, SuccessorsCircular, SuccessorUnknown
from kpidef.lint.subject import Library, Rule


def _check(library: Library) -> Iterator[KpidefError]:
    kpis = library.catalog.kpis
    for kpi in kpis.values():
        successor = kpi.spec.replaced_by
        if successor is None:
            if kpi.status == "deprecated":
                yield SuccessorMissing((kpi.spec.status or kpi.spec.id).at, subject=kpi.id)
        elif successor.value not in kpis:
            near = nearest(successor.value, kpis)
            yield SuccessorUnknown(successor.at, subject=kpi.id, name=successor.value, **near)
        elif cycle := _cycle(kpi, library):
            yield SuccessorsCircular(successor.at, subject=kpi.id, cycle=" → ".join(cycle))


def _cycle(kpi: Kpi, library: Library) -> list[str]:
    """The way from a KPI back to itself; nothing where it does not come back."""
    way = [kpi.id]
    following = kpi.spec.replaced_by
    while following is not None and following.value in library.catalog.kpis:
        way.append(following.value)
        if following.value in way[:-1]:
            return way if following.value == kpi.id else []
        following = library.catalog.kpis[following.value].spec.replaced_by
    return []


RULE = Rule(
    "successor",
    (SuccessorMissing, SuccessorUnknown, SuccessorsCircular),
    "Un KPI abandonné (`status: deprecated`) nomme son successeur (`replaced_by`), qui existe et ne ramène pas à lui.",
    "A deprecated KPI (`status: deprecated`) names its successor (`replaced_by`), which exists and does not lead back.",
    _check,
)

"""Why a KPI has no number in a project: the sources that it reads and that nobody has bound."""

from __future__ import annotations

from collections.abc import Mapping

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog, Kpi
from kpidef.catalog.needs import needs_of
from kpidef.errors.request import KpiUnavailable


def unavailable(kpi: Kpi, catalog: Catalog, bindings: Mapping[str, Binding]) -> KpiUnavailable | None:
    """Why a KPI has no number in this project; None where it has one."""
    lacking = sorted(set(needs_of([kpi], catalog, bindings)) - bindings.keys())
    return KpiUnavailable(kpi.spec.id.at, kpi=kpi.id, sources=", ".join(lacking)) if lacking else None

"""Definitions that are known to be right -> the catalogue, each KPI resolved when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kpidef.catalog.family import families
from kpidef.catalog.merge import extend_one, merge
from kpidef.catalog.model import Catalog, Kpi
from kpidef.catalog.on_demand import OnDemand
from kpidef.catalog.parameter import read_parameters
from kpidef.catalog.source import SourceBook
from kpidef.catalog.version import source_texts
from kpidef.errors import KpidefError
from kpidef.spec.records import Definitions, KpiSpec, ParamSpec


@dataclass(frozen=True, slots=True)
class Known:
    """What a first reading has found: which parts make up each KPI, what is shown, and what comes from a library."""

    definitions: Definitions
    specs: Mapping[str, KpiSpec]  # by part
    parts: Mapping[str, tuple[str, ...]]  # by KPI's id: its definition, then its overrides
    shown: tuple[str, ...]
    shipped: frozenset[str]


def recall(known: Known, timezone: str, params: Iterable[ParamSpec] = ()) -> Catalog:
    """The catalogue that `resolve` gave of the same definitions."""
    errors: list[KpidefError] = []
    overrides = {param.name.value: param for param in params}
    specs = _specs(known)
    book = SourceBook(
        merge(known.definitions.sources, errors).values(),
        timezone,
        read_parameters(overrides.values(), {}, frozenset(specs)),
    )
    sources = book.resolve_all()
    texts = source_texts(sources)

    @cache
    def kpis() -> Mapping[str, Kpi]:
        from kpidef.catalog.kpi import KpiBook, resolve_kpi

        kpi_book = KpiBook(specs, book, overrides, errors)
        return OnDemand(specs, lambda name: resolve_kpi(specs[name], kpi_book, texts))

    def shown(name: str) -> Kpi:
        from kpidef.catalog.resolve import finished

        origin = "library" if name in known.shipped else "project"
        return replace(finished(name, kpis(), sources, texts), origin=origin)

    return Catalog(
        sources=sources,
        kpis=OnDemand(known.shown, shown),
        families=families(known.definitions.families),
        timezone=timezone,
        errors=(*errors, *book.errors),
    )


def _specs(known: Known) -> Mapping[str, KpiSpec]:
    """The KPIs' specs by id, with their overrides and what they extend."""
    merged = OnDemand(known.parts, lambda name: merge([known.specs[part] for part in known.parts[name]], [])[name])
    return OnDemand(known.parts, lambda name: extend_one(name, merged))

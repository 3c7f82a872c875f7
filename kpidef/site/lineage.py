"""Where a KPI's number comes from, and where it goes: tables, sources, measures, KPIs."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from kpidef.catalog.model import AnyMeasure, Catalog, Kpi
from kpidef.site.address import way
from kpidef.site.collation import sorted_by
from kpidef.site.context import Context
from kpidef.site.graph import Box, Graph, draw
from kpidef.site.name import every_measure, kpi_name, measure_name, source_name, stages


@dataclass(frozen=True, slots=True)
class Lineage:
    """The drawing, and the same in words."""

    drawing: Markup
    steps: tuple[tuple[str, tuple[str, ...]], ...]


def lineage(kpi: Kpi, context: Context, page: str) -> Lineage:
    """The lineage of a KPI as its page draws it."""
    graph = _graph(kpi, context, page)
    steps: dict[str, list[str]] = {}
    for column in graph.columns:
        for box in column:
            steps.setdefault(box.kind, []).append(box.name)
    return Lineage(draw(graph), tuple((kind, tuple(names)) for kind, names in steps.items()))


def _graph(kpi: Kpi, context: Context, page: str) -> Graph:
    catalog = context.glossary.catalog
    measures = tuple(kpi.measures.values())
    terms = tuple(catalog.kpis[name] for name in kpi.kpi_terms)
    below = {one.id: _sources_below(one, catalog) for one in terms}
    sources = tuple(
        dict.fromkeys(
            [*(each for one in measures for each in sources_of(one)), *(s for b in below.values() for s in b)]
        )
    )
    tables = tuple(source for source in sources if source in context.glossary.tables)
    users = users_of(kpi, catalog)
    columns = (
        tuple(Box(f"t:{one}", context.say("lineage.table"), context.glossary.tables[one]) for one in tables),
        tuple(_source(one, context, page) for one in sources),
        (
            *(_measure(one, kpi, context) for one in measures),
            *(_kpi(one, context, page, context.say("lineage.kpi")) for one in terms),
        ),
        (Box(kpi.id, context.say("lineage.kpi"), context.name(kpi), is_main=True),),
        tuple(_kpi(one, context, page, context.say("lineage.used")) for one in users),
    )
    edges = (
        *((f"t:{one}", f"s:{one}") for one in tables),
        *((f"s:{source}", f"m:{one.name}") for one in measures for source in sources_of(one)),
        *((f"m:{one.name}", kpi.id) for one in measures),
        *((f"s:{source}", name) for name, read in below.items() for source in read),
        *((one.id, kpi.id) for one in terms),
        *((kpi.id, one.id) for one in users),
    )
    said = ", ".join(box.name for column in columns for box in column)
    return Graph(columns, edges, context.say("lineage.label", name=context.name(kpi), steps=said))


def _sources_below(kpi: Kpi, catalog: Catalog) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for _, one in every_measure(kpi, catalog) for source in sources_of(one)))


def sources_of(measure: AnyMeasure) -> tuple[str, ...]:
    """The sources whose rows a measure adds up."""
    return tuple(dict.fromkeys(one.source for one in stages(measure)))


def users_of(kpi: Kpi, catalog: Catalog) -> tuple[Kpi, ...]:
    """The KPIs that are computed from a KPI."""
    return tuple(sorted_by((one for one in catalog.kpis.values() if kpi.id in one.kpi_terms), kpi_name))


def _source(source: str, context: Context, page: str) -> Box:
    to = way(page, context.addresses.one("source", source))
    name = context.set(source_name(source, context.glossary.catalog))
    return Box(f"s:{source}", context.say("lineage.source"), name, to)


def _measure(measure: AnyMeasure, kpi: Kpi, context: Context) -> Box:
    name = context.set(measure_name(measure, kpi, context.language))
    return Box(f"m:{measure.name}", context.say("lineage.measure"), name, f"#{term_anchor(measure.name)}")


def _kpi(kpi: Kpi, context: Context, page: str, kind: str) -> Box:
    return Box(kpi.id, kind, context.name(kpi), way(page, context.to_kpi(kpi.id)))


def term_anchor(name: str) -> str:
    """The place on the page where a term is explained."""
    return f"terme-{name}"

"""The sources: what each table holds, where it is in the warehouse, and which KPIs read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpidef.catalog.model import Column, Kpi, Source
from kpidef.site.collation import sorted_by
from kpidef.site.condition import Condition, Speaker
from kpidef.site.context import Context, KpiLink, Link
from kpidef.site.indexes import home, index_page
from kpidef.site.lineage import sources_of
from kpidef.site.linked_data import crumbs_of
from kpidef.site.name import source_name
from kpidef.site.page import Page


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of a source."""

    name: str
    label: str
    type: str
    meaning: str
    values: str
    is_key: bool
    is_computed: bool
    references: Link | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything that a source's page shows."""

    id: str
    name: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    filters: tuple[Condition, ...]
    columns: tuple[ColumnEntry, ...]
    kpis: tuple[KpiLink, ...]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the list of sources."""

    name: str
    to: str
    lead: str
    count: str
    table: str


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The list of sources."""

    title: str
    lead: str
    sources: tuple[SourceEntry, ...]


def source_pages(context: Context) -> Iterator[Page]:
    """The list of sources, and a page each."""
    catalog = context.glossary.catalog
    readers = readers_of(context)
    known = sorted_by(catalog.sources.values(), lambda one: source_name(one.id, catalog))
    entries = tuple(_entry(one, len(readers.get(one.id, ())), context) for one in known)
    content = SourcesPage(context.say("sources"), context.say("sources.lead"), entries)
    yield index_page("sources", "sources.html", content, context)
    for source in known:
        yield _page(source, readers.get(source.id, ()), context)


def readers_of(context: Context) -> dict[str, tuple[Kpi, ...]]:
    """The KPIs that read each source, directly or through another KPI."""
    kpis = context.glossary.catalog.kpis
    found: dict[str, dict[str, Kpi]] = {}
    for kpi in kpis.values():
        waiting = [kpi]
        for one in waiting:
            for measure in one.measures.values():
                for source in sources_of(measure):
                    found.setdefault(source, {})[kpi.id] = kpi
            waiting += [kpis[name] for name in one.kpi_terms if kpis[name] not in waiting]
    return {source: tuple(readers.values()) for source, readers in found.items()}


def _entry(source: Source, count: int, context: Context) -> SourceEntry:
    return SourceEntry(
        name=context.set(source.label or source.id),
        to=context.addresses.one("source", source.id),
        lead=context.set(source.description),
        count=context.count(count),
        table=context.glossary.tables.get(source.id, ""),
    )


def _page(source: Source, readers: tuple[Kpi, ...], context: Context) -> Page:
    path, name = context.addresses.one("source", source.id), context.set(source.label or source.id)
    crumbs = (home(context), Link(context.say("sources"), context.addresses.index("sources")), Link(name, path))
    speaker = Speaker(context.glossary.catalog, source.id, context.language)
    content = SourcePage(
        id=source.id,
        name=name,
        lead=context.set(source.description),
        facts=tuple(_facts(source, context)),
        filters=tuple(Condition(speaker.filter_words(one), speaker.condition(one).code) for one in source.filters),
        columns=tuple(_column(one, source, context) for one in source.columns.values()),
        kpis=context.links(readers),
    )
    return Page(
        path=path,
        template="source.html",
        title=name,
        description=content.lead or name,
        content=content,
        crumbs=crumbs,
        linked_data=(crumbs_of(crumbs, context),),
    )


def _facts(source: Source, context: Context) -> Iterator[tuple[str, str]]:
    table = context.glossary.tables.get(source.id)
    if table or context.glossary.tables:
        yield context.say("source.table"), table or context.say("source.unbound")
    if source.key:
        yield context.say("source.key"), ", ".join(_label(one, source, context) for one in source.key)
    if source.time:
        yield context.say("source.time"), _label(source.time, source, context)


def _label(name: str, source: Source, context: Context) -> str:
    column = source.columns.get(name)
    return context.set(column.label) if column and column.label else name


def _column(column: Column, source: Source, context: Context) -> ColumnEntry:
    named = column.references.source if column.references else ""
    target = Link(context.set(source_name(named, context.glossary.catalog)), context.addresses.one("source", named))
    return ColumnEntry(
        name=column.name,
        label=context.set(column.label),
        type=context.say(f"type.{column.type}", default=column.type),
        meaning=context.set(column.description),
        values=context.say("source.values", of=", ".join(column.values)) if column.values else "",
        is_key=column.name in source.key,
        is_computed=column.expr is not None or column.rollup is not None,
        references=target if column.references else None,
    )

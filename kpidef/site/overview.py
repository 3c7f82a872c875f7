"""Pages about the glossary as a whole: the KPI tree, the global lineage, the journal, its quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpidef.catalog.model import Kpi
from kpidef.report.formats import format_value
from kpidef.site.collation import sorted_by
from kpidef.site.context import SHORT, Context, KpiLink, Link
from kpidef.site.indexes import index_page
from kpidef.site.input import Facts
from kpidef.site.kpi_page import ChangeEntry, change_entry
from kpidef.site.name import kpi_name, source_name
from kpidef.site.page import Page
from kpidef.site.sources import readers_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A KPI, and those that it is computed from."""

    kpi: KpiLink
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class TreePage:
    """The KPIs that are computed from others, each above its terms."""

    title: str
    lead: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class LineagePage:
    """The sources, each with the KPIs that read it."""

    title: str
    lead: str
    rows: tuple[tuple[Link, str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """The changes of every definition, the latest first."""

    title: str
    lead: str
    changes: tuple[tuple[Link, ChangeEntry], ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a good definition carries, and which KPIs lack it."""

    name: str
    share: str
    met: int
    total: int
    missing: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """How complete the glossary is."""

    title: str
    lead: str
    criteria: tuple[Criterion, ...]


def tree_page(context: Context) -> Page:
    """The KPI tree."""
    kpis = context.glossary.catalog.kpis
    used = {name for kpi in kpis.values() for name in kpi.kpi_terms}
    tops = sorted_by((kpi for kpi in kpis.values() if kpi.kpi_terms and kpi.id not in used), kpi_name)
    branches = tuple(_branch(kpi, context) for kpi in tops)
    content = TreePage(context.say("tree"), context.say("tree.lead"), branches)
    return index_page("tree", "tree.html", content, context)


def _branch(kpi: Kpi, context: Context) -> Branch:
    kpis = context.glossary.catalog.kpis
    return Branch(context.link(kpi), tuple(_branch(kpis[name], context) for name in kpi.kpi_terms))


def lineage_page(context: Context) -> Page:
    """The global lineage."""
    catalog = context.glossary.catalog
    readers = readers_of(context)
    rows = tuple(
        (
            Link(context.set(source_name(source, catalog)), context.addresses.one("source", source)),
            context.glossary.tables.get(source, ""),
            tuple(_link(kpi, context) for kpi in sorted_by(readers[source], kpi_name)),
        )
        for source in sorted_by(readers, lambda one: source_name(one, catalog))
    )
    content = LineagePage(context.say("lineage"), context.say("lineage.lead"), rows)
    return index_page("lineage", "lineage.html", content, context)


def all_changes(context: Context) -> tuple[tuple[Link, ChangeEntry], ...]:
    """The changes of every definition, the latest first."""
    told = [
        (change.day, _link(kpi, context), change_entry(change, context))
        for kpi in context.glossary.catalog.kpis.values()
        for change in context.glossary.of(kpi.id).changes
    ]
    return tuple((link, entry) for _, link, entry in sorted(told, key=lambda one: one[0], reverse=True))


def journal_page(context: Context, changes: tuple[tuple[Link, ChangeEntry], ...]) -> Page:
    """The journal."""
    content = JournalPage(context.say("journal"), context.say("journal.lead"), changes)
    return index_page("journal", "journal.html", content, context)


def quality_page(context: Context) -> Page:
    """The quality of the glossary."""
    content = QualityPage(context.say("quality"), context.say("quality.lead"), tuple(_criteria(context)))
    return index_page("quality", "quality.html", content, context)


_Test = Callable[[Kpi, Facts], bool]
_CRITERIA: dict[str, _Test] = {
    "description": lambda kpi, _: 0 < len(kpi.spec.description or "") <= SHORT,
    "example": lambda _, facts: bool(facts.examples) and all(one.is_as_expected for one in facts.examples),
    "certified": lambda kpi, _: kpi.status == "certified",
    "owner": lambda kpi, _: bool(kpi.spec.owner),
    "pitfalls": lambda kpi, _: bool(kpi.spec.pitfalls),
    "synonyms": lambda kpi, _: bool(kpi.spec.synonyms or kpi.spec.acronyms),
    "thresholds": lambda kpi, _: bool(kpi.thresholds or kpi.targets),
    "review": lambda kpi, _: kpi.spec.review_by is not None,
    "bound": lambda _, facts: not facts.lacking,
}


def _criteria(context: Context) -> Iterator[Criterion]:
    kpis = sorted_by(context.glossary.catalog.kpis.values(), kpi_name)
    for name, test in _CRITERIA.items():
        missing = [kpi for kpi in kpis if not test(kpi, context.glossary.of(kpi.id))]
        met = len(kpis) - len(missing)
        share = format_value(met / len(kpis) if kpis else None, "percent", context.language)
        links = tuple(_link(kpi, context) for kpi in missing)
        yield Criterion(context.say(f"quality.{name}"), share, met, len(kpis), links)


def _link(kpi: Kpi, context: Context) -> Link:
    return Link(context.name(kpi), context.to_kpi(kpi.id))

"""The home page and the lists of KPIs: by family, by letter, by owner, by status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kpidef.catalog.model import Kpi
from kpidef.report.formats import format_value
from kpidef.site.collation import initial, slug, sorted_by
from kpidef.site.context import Context, KpiLink, Link
from kpidef.site.kpi_page import ChangeEntry
from kpidef.site.linked_data import crumbs_of, term_set
from kpidef.site.page import Page, Pager
from kpidef.site.paging import paged

RECENT = 5


@dataclass(frozen=True, slots=True)
class Group:
    """KPIs under a heading."""

    id: str
    name: str
    lead: str
    count: str
    kpis: tuple[KpiLink, ...]
    to: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of grouped KPIs."""

    title: str
    lead: str
    groups: tuple[Group, ...]
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page."""

    lead: str
    counts: tuple[str, ...]
    families: tuple[Group, ...]
    kpis: tuple[KpiLink, ...]
    pager: Pager | None
    recent: tuple[tuple[Link, ChangeEntry], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the A to Z: a KPI's own, or another one that leads to it."""

    name: str
    to: str
    see: str = ""


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The names by letter; `letters` leads to all of them, wherever they are."""

    title: str
    lead: str
    letters: tuple[Link, ...]
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    pager: Pager | None


def home_pages(context: Context, recent: tuple[tuple[Link, ChangeEntry], ...]) -> Iterator[Page]:
    """The home page, and its further pages where there are many KPIs."""
    settings = context.glossary.settings
    kpis = list(context.glossary.catalog.kpis.values())
    lead = context.set(settings.description) or context.say("home.lead")
    families = tuple(_families(context))
    for pager, some in paged(context.links(kpis), lambda number: context.addresses.index("home", number)):
        is_first = pager is None or pager.number == 1
        number = pager.number if pager else 1
        yield Page(
            path=context.addresses.index("home", number),
            template="home.html",
            title="" if is_first else context.say("pages.one", number=number),
            description=lead,
            content=HomePage(
                lead, _counts(kpis, context), families if is_first else (), tuple(some), pager, recent[:RECENT]
            ),
            linked_data=(term_set(context),) if is_first else (),
        )


def _counts(kpis: list[Kpi], context: Context) -> tuple[str, ...]:
    families = {kpi.family for kpi in kpis}
    certified = sum(kpi.status == "certified" for kpi in kpis) / len(kpis) if kpis else 0
    proven = sum(one.is_as_expected for facts in context.glossary.facts.values() for one in facts.examples)
    counts = [context.count(len(kpis)), context.count(len(families), "family")]
    counts.append(context.say("count.certified", share=format_value(certified, "percent", context.language)))
    return (*counts, *([context.say("count.examples", count=proven)] if proven else []))


def _families(context: Context) -> Iterator[Group]:
    catalog = context.glossary.catalog
    by_family = _by(catalog.kpis.values(), lambda kpi: kpi.family)
    # The families' own order tells a story, that of their file; unknown ones follow.
    for family in (*catalog.families, *sorted(set(by_family) - catalog.families.keys())):
        if family in by_family:
            yield _family(family, by_family[family], context)


def _family(family: str, kpis: list[Kpi], context: Context) -> Group:
    _, description = context.glossary.catalog.families.get(family, (family, ""))
    return Group(
        id=family,
        name=context.family_name(family),
        lead=context.set(description),
        count=context.count(len(kpis)),
        kpis=context.links(kpis),
        to=context.addresses.one("family", family),
    )


def family_pages(context: Context) -> Iterator[Page]:
    """The list of families, and a page each."""
    groups = tuple(_families(context))
    yield _list_page("families", groups, context)
    for group in groups:
        parts = paged(group.kpis, lambda number, group=group: context.addresses.one("family", group.id, number))  # type: ignore[misc]
        for pager, some in parts:
            path = context.addresses.one("family", group.id, pager.number if pager else 1)
            crumbs = (
                home(context),
                Link(context.say("families"), context.addresses.index("families")),
                Link(group.name, path),
            )
            shown = Group(group.id, "", group.lead, group.count, tuple(some))
            yield Page(
                path=path,
                template="list.html",
                title=group.name,
                description=group.lead or group.name,
                content=ListPage(group.name, group.lead, (shown,), pager),
                crumbs=crumbs,
                linked_data=(crumbs_of(crumbs, context),),
            )


def owner_pages(context: Context) -> Iterator[Page]:
    """The KPIs by owner."""
    none = context.say("owners.none")
    by_owner = _by(context.glossary.catalog.kpis.values(), lambda kpi: context.set(kpi.spec.owner) or none)
    names = sorted_by(by_owner, lambda name: name)
    groups = tuple(_group(slug(name), name, by_owner[name], context) for name in sorted(names, key=none.__eq__))
    yield _list_page("owners", groups, context)


def status_pages(context: Context) -> Iterator[Page]:
    """The KPIs by status."""
    by_status = _by(context.glossary.catalog.kpis.values(), lambda kpi: kpi.status)
    known = [name for name in ("certified", "review", "draft", "deprecated") if name in by_status]
    groups = tuple(_group(name, context.say(f"status.{name}"), by_status[name], context) for name in known)
    yield _list_page("statuses", groups, context)


def _group(anchor: str, name: str, kpis: list[Kpi], context: Context) -> Group:
    return Group(anchor, name, "", context.count(len(kpis)), context.links(kpis))


def _list_page(name: str, groups: tuple[Group, ...], context: Context) -> Page:
    title, lead = context.say(name), context.say(f"{name}.lead")
    return index_page(name, "list.html", ListPage(title, lead, groups), context)


def letter_pages(context: Context) -> Iterator[Page]:
    """Every name in the order of the dictionary."""
    entries = sorted_by(_entries(context), lambda one: one.name)
    pages = paged(entries, lambda number: context.addresses.index("letters", number))
    places: dict[str, str] = {}
    for pager, some in pages:
        path = context.addresses.index("letters", pager.number if pager else 1)
        for entry in some:
            places.setdefault(initial(entry.name), f"{path}#{_anchor(initial(entry.name))}")
    letters = tuple(Link(letter, place) for letter, place in places.items())
    for pager, some in pages:
        groups = tuple((letter, tuple(group)) for letter, group in groupby(some, key=lambda one: initial(one.name)))
        content = LettersPage(context.say("letters"), context.say("letters.lead"), letters, groups, pager)
        yield index_page("letters", "letters.html", content, context, pager.number if pager else 1)


def _anchor(letter: str) -> str:
    return "0" if letter == "#" else letter


def _entries(context: Context) -> Iterator[Entry]:
    for kpi in context.glossary.catalog.kpis.values():
        name = context.name(kpi)
        yield Entry(name, context.to_kpi(kpi.id))
        for other in dict.fromkeys(context.set(one.value) for one in (*kpi.spec.acronyms, *kpi.spec.synonyms)):
            if other.lower() != name.lower():
                yield Entry(other, context.to_kpi(kpi.id), name)


def index_page(name: str, template: str, content: object, context: Context, number: int = 1) -> Page:
    """A page that stands right below the home page."""
    path, title = context.addresses.index(name, number), context.say(name)
    crumbs = (home(context), Link(title, path))
    return Page(
        path=path,
        template=template,
        title=title,
        description=context.say(f"{name}.lead"),
        content=content,
        crumbs=crumbs,
        linked_data=(crumbs_of(crumbs, context),),
    )


def home(context: Context) -> Link:
    """The way home."""
    return Link(context.say("home"), context.addresses.index("home"))


def _by(kpis: Iterable[Kpi], key: object) -> dict[str, list[Kpi]]:
    found: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        found.setdefault(key(kpi), []).append(kpi)  # type: ignore[operator]
    return found


def synonyms(context: Context) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The other names by their address: how each is written, and the KPIs that it names."""
    found: dict[str, tuple[str, list[str]]] = {}
    for kpi in context.glossary.catalog.kpis.values():
        for one in (*kpi.spec.acronyms, *kpi.spec.synonyms):
            place = slug(one.value)
            if place:
                _, kpis = found.setdefault(place, (context.set(one.value), []))
                if kpi.id not in kpis:
                    kpis.append(kpi.id)
    return {place: (name, tuple(kpis)) for place, (name, kpis) in sorted(found.items())}

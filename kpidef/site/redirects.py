"""Pages that lead elsewhere: former ids, other names, and the page for an address that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from kpidef.errors.site import UnreadablePage
from kpidef.site.collation import slug
from kpidef.site.context import Context, KpiLink, Link
from kpidef.site.indexes import home, index_page, synonyms
from kpidef.site.linked_data import crumbs_of
from kpidef.site.page import Page
from kpidef.site.prose import page_title, prose


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a page has gone; several targets are offered to choose from."""

    title: str
    targets: tuple[KpiLink, ...]


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A page of text."""

    title: str
    body: Markup
    lead: str = ""


def redirect_pages(context: Context) -> Iterator[Page]:
    """A page for each former id, and for each other name."""
    kpis = context.glossary.catalog.kpis
    for former, now in sorted((context.glossary.settings.redirects or {}).items()):
        if now in kpis and former not in kpis:
            yield _redirect(context.to_kpi(former), former, (now,), context)
    for place, (name, named) in synonyms(context).items():
        yield _redirect(context.addresses.one("synonym", place), name, named, context)


def _redirect(path: str, name: str, kpis: tuple[str, ...], context: Context) -> Page:
    targets = tuple(context.link(context.glossary.catalog.kpis[one]) for one in kpis)
    title = name if len(kpis) == 1 else context.say("redirect.several", name=name)
    return Page(path, "redirect.html", title, context.say("redirect"), Redirect(title, targets), is_listed=False)


def text_pages(context: Context) -> Iterator[Page]:
    """The accessibility statement, the page for a wrong address, and the project's own pages."""
    contact = context.glossary.settings.contact
    paragraphs = [context.say("accessibility.body")]
    paragraphs += [context.say("accessibility.contact", contact=contact)] if contact else []
    body = prose("\n\n".join(paragraphs), context.language)
    content = ProsePage(context.say("accessibility"), body, context.say("accessibility.lead"))
    yield index_page("accessibility", "prose.html", content, context)
    title, lead = context.say("not_found"), context.say("not_found.lead")
    yield Page(
        context.addresses.index("not_found"),
        "not_found.html",
        title,
        lead,
        ProsePage(title, Markup(""), lead),
        is_listed=False,
    )
    yield from _own_pages(context)


def _own_pages(context: Context) -> Iterator[Page]:
    for path, title, text in own_pages(context):
        crumbs = (home(context), Link(title, path))
        yield Page(
            path=path,
            template="prose.html",
            title=title,
            description=title,
            content=ProsePage("", prose(text, context.language)),
            crumbs=crumbs,
            linked_data=(crumbs_of(crumbs, context),),
        )


def own_pages(context: Context) -> Iterator[tuple[str, str, str]]:
    """The address, title and text of each page of the project's."""
    for file in context.glossary.settings.pages:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadablePage(None, name=file.name, cause=type(error).__name__) from None
        name = slug(file.stem)
        title = context.set(page_title(text)) or file.stem
        yield context.addresses.one("page", name), title, text

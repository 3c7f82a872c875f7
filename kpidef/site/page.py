"""A page ready to be rendered: where it goes, its template, its record, and its place in the site."""

from __future__ import annotations

from dataclasses import dataclass

from kpidef.site.context import Link


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file. `crumbs` lead from the home page to it; `linked_data` goes into its head."""

    path: str
    template: str
    title: str
    description: str
    content: object
    crumbs: tuple[Link, ...] = ()
    linked_data: tuple[object, ...] = ()
    is_listed: bool = True  # in the sitemap


@dataclass(frozen=True, slots=True)
class Pager:
    """The numbers of a list's pages, the current one without a link."""

    number: int
    links: tuple[tuple[str, str], ...]
    before: str = ""
    after: str = ""

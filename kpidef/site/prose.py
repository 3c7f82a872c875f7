"""Markdown -> HTML; whatever is HTML in it stays text, and links lead to the web, to mail or to the site."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from kpidef.errors import Language
from kpidef.site.typography import typeset

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ALLOWED = ("http://", "https://", "mailto:", "tel:")


def prose(text: str | None, language: Language) -> Markup:
    """A text of the definitions', its paragraphs, lists, links and emphasis."""
    if not text or not text.strip():
        return Markup("")
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = typeset(child.content, language)
    # markdown-it writes only what it escaped itself: its HTML is off.
    return Markup(reader.renderer.render(tokens, reader.options, {}))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    reader.enable("table").disable("image")
    reader.validateLink = is_safe_link  # type: ignore[method-assign]
    return reader


def is_safe_link(url: str) -> bool:
    """Whether a link may stand on a page.

    >>> is_safe_link("javascript:alert(1)"), is_safe_link("https://exemple.fr"), is_safe_link("a-z.html")
    (False, True, True)
    """
    lower = url.strip().lower()
    if lower.startswith(_ALLOWED):
        return True
    scheme = lower.partition("/")[0].partition("#")[0].partition("?")[0]
    return ":" not in scheme and "&" not in scheme and not lower.startswith("//")


def first_heading(tokens: list[Token]) -> str:
    """The text of a page's first heading; "" where it has none."""
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return content.content
    return ""


def page_title(text: str) -> str:
    """The title of a page of prose."""
    return first_heading(_reader().parse(text))

"""What machines read in a page's head: schema.org records, which no text can break out of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from kpidef.catalog.model import Kpi
from kpidef.site.context import Context, Link

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def written(record: object) -> Markup:
    """JSON that may stand inside a script element.

    >>> str(written({"name": "</script>"}))
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():
        text = text.replace(sign, escaped)
    return Markup(text)


def term(kpi: Kpi, context: Context) -> dict[str, Any]:
    """A KPI as a DefinedTerm."""
    record: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": context.name(kpi),
        "description": context.short(kpi),
        "termCode": kpi.id,
        "inLanguage": context.language,
        "inDefinedTermSet": address(context.addresses.index("home"), context),
        "url": address(context.to_kpi(kpi.id), context),
    }
    others = [one.value for one in (*kpi.spec.acronyms, *kpi.spec.synonyms)]
    return {**record, "alternateName": others} if others else record


def term_set(context: Context) -> dict[str, Any]:
    """The glossary as a DefinedTermSet."""
    settings = context.glossary.settings
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": settings.title,
        "description": settings.description or context.say("home.lead"),
        "inLanguage": context.language,
        "url": address(context.addresses.index("home"), context),
    }


def crumbs_of(crumbs: Sequence[Link], context: Context) -> dict[str, Any]:
    """The way to a page as a BreadcrumbList."""
    items = [
        {"@type": "ListItem", "position": rank, "name": one.name, "item": address(one.to, context)}
        for rank, one in enumerate(crumbs, 1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def address(path: str, context: Context) -> str:
    """A page's whole address; its path where the site has none."""
    url = context.glossary.settings.url
    return f"{url}/{'' if path == 'index.html' else path}" if url else path

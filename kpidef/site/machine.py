"""The files that other programs read: glossaire.json, a record, a CSV, a badge, a sitemap and a journal a KPI."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from kpidef.catalog.model import Kpi
from kpidef.expression.text import to_text
from kpidef.site.context import Context, Link
from kpidef.site.element import element, joined
from kpidef.site.kpi_page import ChangeEntry
from kpidef.site.linked_data import address
from kpidef.site.sentence import plain_sentence

_COLOURS = {"certified": "#1a6b4a", "review": "#8a5a00", "draft": "#5b6472", "deprecated": "#a3262a"}
_CHARACTER = 6.6


def glossary_json(context: Context) -> str:
    """The whole glossary."""
    settings = context.glossary.settings
    record = {
        "title": settings.title,
        "language": context.language,
        "timezone": context.glossary.catalog.timezone,
        "families": [
            {"id": name, "label": label, "description": description}
            for name, (label, description) in context.glossary.catalog.families.items()
        ],
        "kpis": [kpi_record(kpi, context) for kpi in context.glossary.catalog.kpis.values()],
    }
    return _json(record)


def kpi_json(kpi: Kpi, context: Context) -> str:
    """One KPI."""
    return _json(kpi_record(kpi, context))


def kpi_record(kpi: Kpi, context: Context) -> dict[str, Any]:
    """What a program may want to know of a KPI."""
    spec, facts = kpi.spec, context.glossary.of(kpi.id)
    record: dict[str, Any] = {
        "id": kpi.id,
        "label": kpi.label,
        "description": spec.description,
        "details": spec.details,
        "family": kpi.family,
        "synonyms": [one.value for one in spec.synonyms],
        "acronyms": [one.value for one in spec.acronyms],
        "unit": kpi.unit,
        "direction": kpi.direction,
        "status": kpi.status,
        "owner": spec.owner,
        "period": kpi.period.value,
        "version": kpi.version,
        "formula": to_text(kpi.formula),
        "plainly": plain_sentence(kpi, context.glossary.catalog, context.language),
        "kpis": list(kpi.kpi_terms),
        "page": address(context.to_kpi(kpi.id), context),
    }
    if facts.points:
        record["values"] = [
            {"period": one.period, "value": one.value, "target": one.target, "verdict": one.verdict}
            for one in facts.points
        ]
    return {key: value for key, value in record.items() if value not in (None, [])}


def points_csv(kpi: Kpi, context: Context) -> str:
    """A KPI's values, as a table for programs."""
    names = ("period", "start", "end", "value", "numerator", "denominator", "target", "verdict", "null_reason")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for point in context.glossary.of(kpi.id).points:
        writer.writerow(["" if (cell := getattr(point, name)) is None else cell for name in names])
    return text.getvalue()


def kpi_badge(kpi: Kpi, context: Context) -> str:
    """The definition's status, to be shown elsewhere."""
    return badge(context.say("badge.label"), context.say(f"status.{kpi.status}").lower(), _COLOURS[kpi.status])


def site_badge(context: Context) -> str:
    """How many KPIs the glossary has."""
    count = str(len(context.glossary.catalog.kpis))
    return badge(context.say("badge.site"), count, _COLOURS["certified"])


def badge(name: str, value: str, colour: str) -> str:
    """Two words on two colours."""
    left, right = round(len(name) * _CHARACTER + 14), round(len(value) * _CHARACTER + 14)
    drawing = element(
        "svg",
        element("title", f"{name} : {value}"),
        element("rect", width=left + right, height=20, rx=4, fill=colour),
        element("path", d=f"M4 0h{left - 4}v20H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z", fill="#2b3038"),
        element(
            "g",
            element("text", name, x=left / 2, y=14),
            element("text", value, x=left + right / 2, y=14),
            fill="#fff",
            text_anchor="middle",
            font_family="Verdana,DejaVu Sans,sans-serif",
            font_size=11,
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=left + right,
        height=20,
        role="img",
        aria_label=f"{name} : {value}",
    )
    return f"{drawing}\n"


def sitemap(paths: Iterable[str], context: Context) -> str:
    """The addresses of the pages to be found."""
    listed = [element("url", element("loc", address(path, context))) for path in paths]
    head = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')
    return f"{head}{element('urlset', *listed, xmlns='http://www.sitemaps.org/schemas/sitemap/0.9')}\n"


def atom(changes: Iterable[tuple[Link, ChangeEntry]], context: Context) -> str:
    """The journal, for readers of feeds."""
    known = list(changes)[:50]
    url = context.glossary.settings.url
    feed = joined(
        element("title", context.glossary.settings.title),
        element("id", f"{url}/"),
        element("link", href=f"{url}/journal.atom", rel="self"),
        element("updated", f"{known[0][1].iso if known else '1970-01-01'}T00:00:00Z"),
        *_entries(known, context),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element("feed", feed, xmlns="http://www.w3.org/2005/Atom")}\n'


def _entries(changes: Iterable[tuple[Link, ChangeEntry]], context: Context) -> Iterator[Markup]:
    for link, change in changes:
        where = address(link.to, context)
        yield element(
            "entry",
            element("title", link.name),
            element("id", f"{where}#{'-'.join(filter(None, (change.iso, change.revision)))}"),
            element("link", href=where),
            element("updated", f"{change.iso}T00:00:00Z"),
            element("author", element("name", change.author or context.glossary.settings.title)),
            element("content", str(change.note), type="html"),
        )


def robots(context: Context) -> str:
    """Where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {context.glossary.settings.url}/sitemap.xml\n"


def _json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"

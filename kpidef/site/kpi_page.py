"""A KPI's page: its blocks, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from kpidef.catalog.model import Kpi
from kpidef.expression.typed import Constant
from kpidef.site.card import Card, card
from kpidef.site.condition import Speaker
from kpidef.site.context import Context, KpiLink, Link, main_of
from kpidef.site.counting import Counting, counting
from kpidef.site.input import Change, SqlText
from kpidef.site.lineage import Lineage, lineage, term_anchor
from kpidef.site.mathml import formula_math, is_long
from kpidef.site.prose import is_safe_link, prose
from kpidef.site.reading import Reading, reading
from kpidef.site.rules import Rule, rules
from kpidef.site.sentence import plain_sentence
from kpidef.site.worked import Example, examples

_ROOM = 6_000  # characters of SQL that a page shows at once
_MOST = 9_000  # those of one statement
_DIFF = 150  # lines of changes of the definition


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the formula: what it counts, or the KPI that it is."""

    name: str
    anchor: str
    counting: Counting | None
    kpi: KpiLink | None = None


@dataclass(frozen=True, slots=True)
class SqlTab:
    """A statement in one dialect, and how far it is proven."""

    dialect: str
    name: str
    label: str
    text: Markup  # "" where the statement is only in its file
    refusal: str
    file: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change of the definition."""

    day: str
    iso: str
    note: Markup
    author: str
    revision: str
    diff: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KpiPage:
    """Everything that a KPI's page shows."""

    id: str
    path: str
    name: str
    family: Link
    status: str
    status_name: str
    replaced_by: Link | None
    short: str
    also: tuple[str, ...]
    card: Card | None
    definition: Markup
    notes: Markup
    math: Markup
    is_long: bool
    sentence: str
    terms: tuple[TermEntry, ...]
    params: tuple[tuple[str, str, str], ...]
    examples: tuple[Example, ...]
    reading: Reading
    pitfalls: tuple[Markup, ...]
    confusions: tuple[KpiLink, ...]
    rules: tuple[Rule, ...]
    sql: tuple[SqlTab, ...]
    sql_files: tuple[Link, ...]
    lineage: Lineage
    changes: tuple[ChangeEntry, ...]
    about: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    downloads: tuple[Link, ...]
    report: str
    cite: str


def kpi_page(kpi: Kpi, context: Context) -> KpiPage:
    """The page of a KPI."""
    path = context.to_kpi(kpi.id)
    glossary = context.glossary
    facts, spec = glossary.of(kpi.id), kpi.spec
    return KpiPage(
        id=kpi.id,
        path=path,
        name=context.name(kpi),
        family=Link(context.family_name(kpi.family), context.addresses.one("family", kpi.family)),
        status=kpi.status,
        status_name=context.say(f"status.{kpi.status}"),
        replaced_by=_replaced_by(kpi, context),
        short=context.short(kpi),
        also=tuple(context.set(one.value) for one in (*spec.acronyms, *spec.synonyms)),
        card=card(kpi, context),
        definition=prose(spec.details or spec.description, context.language),
        notes=prose(spec.notes, context.language),
        math=formula_math(kpi, glossary.catalog, context.language),
        is_long=is_long(kpi),
        sentence=plain_sentence(kpi, glossary.catalog, context.language),
        terms=tuple(_terms(kpi, context)),
        params=tuple(_params(kpi, context)),
        examples=examples(kpi, context),
        reading=reading(kpi, context),
        pitfalls=tuple(prose(one, context.language) for one in spec.pitfalls),
        confusions=tuple(_confusions(kpi, context)),
        rules=rules(kpi, context),
        sql=tuple(_tabs(kpi.id, facts.sql, context)),
        sql_files=tuple(
            Link(DIALECT_NAMES.get(one.dialect, one.dialect), context.addresses.sql(kpi.id, one.dialect))
            for one in facts.files
            if one.text
        ),
        lineage=lineage(kpi, context, path),
        changes=tuple(_changes(facts.changes, context)),
        about=tuple(_about(kpi, context)),
        links=tuple(_links(kpi, context)),
        downloads=tuple(_downloads(kpi, context)),
        report=_report(kpi, context),
        cite=context.say(
            "cite.text", name=context.name(kpi), site=context.set(glossary.settings.title), version=kpi.version
        ),
    )


DIALECT_NAMES = {
    "athena": "Athena",
    "bigquery": "BigQuery",
    "clickhouse": "ClickHouse",
    "databend": "Databend",
    "databricks": "Databricks",
    "duckdb": "DuckDB",
    "mariadb": "MariaDB",
    "mysql": "MySQL",
    "oracle": "Oracle",
    "postgres": "PostgreSQL",
    "redshift": "Redshift",
    "snowflake": "Snowflake",
    "spark": "Spark",
    "sqlite": "SQLite",
    "trino": "Trino",
    "tsql": "SQL Server",
}


def _replaced_by(kpi: Kpi, context: Context) -> Link | None:
    named = kpi.spec.replaced_by
    successor = context.glossary.catalog.kpis.get(named.value) if named else None
    return Link(context.name(successor), context.to_kpi(successor.id)) if successor else None


def _terms(kpi: Kpi, context: Context) -> Iterator[TermEntry]:
    catalog = context.glossary.catalog
    for name, measure in kpi.measures.items():
        told = counting(measure, kpi, catalog, context.language)
        yield TermEntry(context.set(told.name), term_anchor(name), told)
    for name in kpi.kpi_terms:
        known = catalog.kpis[name]
        yield TermEntry(context.name(known), term_anchor(name), None, context.link(known))


def _params(kpi: Kpi, context: Context) -> Iterator[tuple[str, str, str]]:
    labels = {one.name.value: one.label or one.description or "" for one in kpi.spec.params}
    for name, value in kpi.params.items():
        shown = ", ".join(_constant(one, context) for one in value) if isinstance(value, tuple) else ""
        match value:
            case Constant():
                shown = _constant(value, context)
            case str():
                shown = context.name(context.glossary.catalog.kpis[value])
            case _:
                pass
        yield name, context.set(labels.get(name, "")), shown


def _constant(constant: Constant, context: Context) -> str:
    speaker = Speaker(context.glossary.catalog, "", context.language)
    return context.set(constant.value if isinstance(constant.value, str) else speaker.constant(constant))


def _confusions(kpi: Kpi, context: Context) -> Iterator[KpiLink]:
    catalog = context.glossary.catalog
    family = main_of(kpi.id)
    begins = f"{family}__"
    variants = [one for one in catalog.kpis if one != kpi.id and (one == family or one.startswith(begins))]
    named = [one.value for one in kpi.spec.related if one.value in catalog.kpis]
    for one in dict.fromkeys((*variants, *named)):
        note = "main" if one == family else "variant" if main_of(one) == family else "related"
        yield context.link(catalog.kpis[one], note=context.say(note))


def _tabs(kpi: str, statements: Iterable[SqlText], context: Context) -> Iterator[SqlTab]:
    """The statements; beyond what a page should weigh, those that are only linked."""
    shown = 0
    for one in statements:
        tab = _tab(kpi, one, context)
        is_linked = shown + len(tab.text) > (_ROOM if shown else _MOST)
        shown += len(tab.text)
        yield replace(tab, text=Markup(), size=_size(tab.text, context)) if is_linked else tab


def _size(text: str, context: Context) -> str:
    return context.value(max(1.0, round(len(text) / 1000)), None)


def _tab(kpi: str, one: SqlText, context: Context) -> SqlTab:
    state = "refused" if one.refusal else "run" if one.is_run else "transpiled"
    return SqlTab(
        dialect=one.dialect,
        name=DIALECT_NAMES.get(one.dialect, one.dialect),
        label=context.say(f"sql.{state}"),
        text=_lean(_indented(one.text.rstrip("\n"))),
        refusal=context.set(one.refusal),
        file=context.addresses.sql(kpi, one.dialect) if one.text else "",
    )


def _lean(text: str) -> Markup:
    """The text between tags: its quotes and its >, which are a tenth of a statement, need no escape there."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;"))


def _indented(text: str) -> str:
    """Tabs for pairs of spaces at the beginning of lines: a third of a deep statement is indentation."""
    return re.sub(
        "^ +", lambda found: "\t" * (len(found[0]) // 2) + " " * (len(found[0]) % 2), text, flags=re.MULTILINE
    )


def _changes(changes: Iterable[Change], context: Context) -> Iterator[ChangeEntry]:
    """The changes; the lines of the oldest ones are in the repository."""
    shown = 0
    for one in changes:
        shown += len(one.diff)
        yield change_entry(one if shown <= _DIFF else replace(one, diff=()), context)


def change_entry(change: Change, context: Context) -> ChangeEntry:
    """A change as pages show it."""
    signs = {"+": "added", "-": "removed"}
    return ChangeEntry(
        day=context.day(date.fromisoformat(change.day)),
        iso=change.day,
        note=prose(change.note, context.language),
        author=change.author,
        revision=change.revision,
        diff=tuple((signs.get(line[:1], "same"), line) for line in change.diff),
    )


def _about(kpi: Kpi, context: Context) -> Iterator[tuple[str, str]]:
    yield context.say("about.code"), kpi.id
    yield context.say("about.version"), kpi.version
    yield context.say("about.unit"), unit_words(kpi.unit, context)
    yield context.say("value.direction"), context.say(f"direction.{kpi.direction}")
    yield context.say("about.period"), context.say(f"units.{kpi.period}")
    for key, said in (("owner", kpi.spec.owner), ("reviewer", kpi.spec.reviewer)):
        if said:
            yield context.say(f"about.{key}"), context.set(said)
    if kpi.spec.review_by:
        yield (
            context.say("about.review_by"),
            context.day(date.fromisoformat(kpi.spec.review_by.value)),
        )


def unit_words(unit: str, context: Context) -> str:
    """« pourcentage », « EUR par client »."""
    above, slash, below = unit.partition("/")
    said = _currency(above, context) or context.say(f"unit.{above}", default=above.replace("_", " "))
    return context.say("unit.per", a=said, b=below.replace("_", " ")) if slash else said


def _currency(unit: str, context: Context) -> str:
    if not re.fullmatch("[A-Z]{3}", unit):
        return ""
    from babel.numbers import get_currency_name

    return str(get_currency_name(unit, locale=context.language)).lower()


def _links(kpi: Kpi, context: Context) -> Iterator[Link]:
    for link in kpi.spec.links:
        url = link.get("url", "")
        if is_safe_link(url):
            yield Link(context.set(link.get("label") or url), url)


def _downloads(kpi: Kpi, context: Context) -> Iterator[Link]:
    facts = context.glossary.of(kpi.id)
    if facts.definition:
        yield Link(context.say("download.yml"), context.addresses.download(kpi.id, "yml"))
    yield Link(context.say("download.json"), context.addresses.download(kpi.id, "json"))
    if facts.points:
        yield Link(context.say("download.csv"), context.addresses.download(kpi.id, "csv"))
    yield Link(context.say("badge"), context.addresses.badge(kpi.id))


def _report(kpi: Kpi, context: Context) -> str:
    """Where an error is told: the contact's mail, else the repository's issues; "" where neither is known."""
    from urllib.parse import quote

    settings = context.glossary.settings
    subject = quote(f"{kpi.label} ({kpi.id})")
    if "@" in settings.contact:
        return f"mailto:{settings.contact}?subject={subject}"
    if settings.contact and is_safe_link(settings.contact):
        return settings.contact
    return f"{settings.repository}/issues/new?title={subject}" if settings.repository else ""

"""What every page is written with: the glossary, its language, its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpidef.catalog.model import Kpi
from kpidef.errors import Language
from kpidef.report.formats import format_number, format_value
from kpidef.site.address import Addresses
from kpidef.site.collation import sorted_by
from kpidef.site.condition import day_words
from kpidef.site.input import Glossary, Point
from kpidef.site.name import kpi_name
from kpidef.site.period import period_words
from kpidef.site.texts import say
from kpidef.site.typography import MINUS, NARROW, typeset

SHORT = 350
_TIMES = frozenset({"second", "minute", "hour", "day", "month"})
_WHOLE = 100  # a currency's amounts from which cents are too much detail


@dataclass(frozen=True, slots=True)
class Link:
    """A name and the page that it leads to."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class KpiLink:
    """A KPI in a list."""

    name: str
    to: str
    short: str
    status: str
    status_name: str
    variants: tuple[Link, ...] = ()
    value: str = ""
    period: str = ""
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The glossary as a writer of pages sees it."""

    glossary: Glossary
    addresses: Addresses

    @property
    def language(self) -> Language:
        """The site's language."""
        return self.glossary.language

    def say(self, name: str, /, *, default: str | None = None, **fields: object) -> str:
        """A text of the site's; the default where there is none of this name."""
        return say(name, self.language, default=default, **fields)

    def set(self, text: str | None) -> str:
        """A text of the definitions', with its right characters."""
        return typeset(text.strip(), self.language) if text else ""

    def value(self, value: float | None, unit: str | None) -> str:
        """A value as readers write it."""
        return format_value(value, unit, self.language).replace("-", MINUS) if value is not None else ""

    def brief(self, value: float, unit: str) -> str:
        """A value that fits beside a name or a line: without « par client », without cents where there are hundreds."""
        above = unit.partition("/")[0]
        if re.fullmatch("[A-Z]{3}", above):
            from babel.numbers import get_currency_symbol

            symbol = get_currency_symbol(above, locale=self.language)
            number = format_number(value, self.language, 0 if abs(value) >= _WHOLE else 2)
            # The sign stands where the language puts it.
            shown = f"{number}{NARROW}{symbol}" if self.language == "fr" else f"{symbol}{number}"
            return shown.replace("-", MINUS)
        return self.value(value, above if above in _TIMES or above in ("percent", "points") else "count")

    def period(self, point: Point) -> str:
        """A point's period in words."""
        return period_words(point.period, self.language)

    def day(self, day: date) -> str:
        """A date as readers write it."""
        return day_words(day, self.language)

    def name(self, kpi: Kpi) -> str:
        """A KPI's name."""
        return self.set(kpi_name(kpi))

    def to_kpi(self, kpi: str) -> str:
        """A KPI's page."""
        return self.addresses.one("kpi", kpi)

    def short(self, kpi: Kpi) -> str:
        """The short definition, at most as long as one may be."""
        text = self.set(kpi.spec.description or kpi.spec.details)
        return text if len(text) <= SHORT else text[: text.rfind(" ", 0, SHORT)] + "…"

    def link(self, kpi: Kpi, *, variants: Iterable[Kpi] = (), note: str = "") -> KpiLink:
        """A KPI as lists show it."""
        point = next((one for one in reversed(self.glossary.of(kpi.id).points) if one.value is not None), None)
        return KpiLink(
            name=self.name(kpi),
            to=self.to_kpi(kpi.id),
            short=self.short(kpi),
            status=kpi.status,
            status_name=self.say(f"status.{kpi.status}"),
            variants=tuple(Link(self.name(one), self.to_kpi(one.id)) for one in variants),
            value=self.brief(point.value, kpi.unit) if point and point.value is not None else "",
            period=self.period(point) if point else "",
            verdict=(point.verdict or "") if point else "",
            note=note,
        )

    def links(self, kpis: Iterable[Kpi]) -> tuple[KpiLink, ...]:
        """The KPIs in the order of their names, each with the variants that are listed under it."""
        known = {kpi.id: kpi for kpi in kpis}
        mains = {kpi.id: main if (main := main_of(kpi.id)) in known else kpi.id for kpi in known.values()}
        below: dict[str, list[Kpi]] = {main: [] for main in mains.values()}
        for name, main in mains.items():
            if name != main:
                below[main].append(known[name])
        return tuple(
            self.link(kpi, variants=sorted_by(below[kpi.id], kpi_name))
            for kpi in sorted_by((known[name] for name in below), kpi_name)
        )

    def family_name(self, family: str) -> str:
        """A family's label."""
        return self.set(self.glossary.catalog.families.get(family, (family, ""))[0] or family)

    def count(self, count: int, what: str = "kpi") -> str:
        """« 12 indicateurs »."""
        return self.say(f"count.{what}") if count == 1 else self.say(f"count.{what.replace('y', 'ie')}s", count=count)


def main_of(kpi: str) -> str:
    """The KPI that a variant varies; itself where it is none."""
    return kpi.partition("__")[0]

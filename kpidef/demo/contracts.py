"""The life of one customer's contracts: renewals, price changes, departures, returns. One record a version."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import bell, between, happens, one_of

OFFERS = {"particulier": ("Essentiel", 39.0), "PME": ("Pro", 149.0), "ETI": ("Entreprise", 890.0)}

_YEARLY = {"particulier": 0.35, "PME": 0.8, "ETI": 0.95}


@dataclass(frozen=True, slots=True)
class Contract:
    """[valid_from, valid_to): valid_to is the first day without it."""

    offer: str
    valid_from: date
    valid_to: date | None
    due: date | None
    price: float

    def runs_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def contracts(random: Random, segment: str, arrival: date) -> tuple[Contract, ...]:
    """All versions of the customer's contracts, in order."""
    versions: list[Contract] = []
    start: date | None = arrival
    while start is not None and start < moments.END:
        versions += _stay(random, segment, start)
        start = _return(random, versions[-1].valid_to)
    return tuple(versions)


def _stay(random: Random, segment: str, start: date) -> list[Contract]:
    offer, price = OFFERS[segment]
    first = Contract(offer, start, None, None, price * bell(random, 1, 0.25))
    if happens(random, 0.03):
        return [replace(first, valid_to=_ended(start + timedelta(days=between(random, 4, 24))))]
    stay = _yearly(random, first) if happens(random, _YEARLY[segment]) else _monthly(random, first)
    return _price_rise([version for whole in stay for version in _mid_term_change(random, whole)])


def _yearly(random: Random, first: Contract) -> list[Contract]:
    terms: list[Contract] = []
    start, price = first.valid_from, first.price
    while True:
        due = _next_year(start)
        over = due < moments.END
        terms.append(replace(first, valid_from=start, valid_to=due if over else None, due=due, price=price))
        if not over or happens(random, 0.14 * _mood(due)):
            return terms
        start, price = due, price * bell(random, 1.03, 0.02)


def _monthly(random: Random, first: Contract) -> list[Contract]:
    month = first.valid_from
    while month < moments.END:
        month = _next_month(random, month)
        if month < moments.END and happens(random, 0.022 * _mood(month)):
            return [replace(first, valid_to=month)]
    return [first]


def _mid_term_change(random: Random, whole: Contract) -> list[Contract]:
    """An upgrade, or a cut, closes the version and opens the next one on the same day."""
    change = whole.valid_from + timedelta(days=between(random, 40, 330))
    if not happens(random, 0.22) or change >= min(whole.valid_to or moments.END, moments.END):
        return [whole]
    factor = one_of(random, (1.15, 1.25, 1.4, 1.6, 0.8, 0.7))
    return [replace(whole, valid_to=change), replace(whole, valid_from=change, price=whole.price * factor)]


def _price_rise(stay: list[Contract]) -> list[Contract]:
    """The company's new price list moves contracts that already had a few months."""
    day = moments.PRICE_RISE
    versions: list[Contract] = []
    for version in stay:
        old = version.valid_from < date(2025, 9, 1)
        if old and version.runs_on(day):
            versions += [replace(version, valid_to=day), replace(version, valid_from=day, price=version.price * 1.04)]
        else:
            versions.append(version)
    return versions


def _return(random: Random, left: date | None) -> date | None:
    return left + timedelta(days=between(random, 35, 240)) if left is not None and happens(random, 0.15) else None


def _mood(day: date) -> float:
    """After the outage, and under the new prices, more customers leave."""
    return 2.2 if moments.OUTAGE[0] <= day < date(2026, 2, 1) else 1.0


def _next_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _next_month(random: Random, day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following if happens(random, 0.6) else following + timedelta(days=between(random, 0, 27))


def _ended(day: date) -> date | None:
    return day if day < moments.END else None

"""Use of the product: events of the customers' users while their contract runs."""

from datetime import date, datetime
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import between, happens, pick, stream
from kpidef.demo.customers import Customers, subscribed
from kpidef.demo.schema import Row

EVENTS = 15_000
FEATURES = {"tableaux_de_bord": 34.0, "import": 20.0, "rapports": 19.0, "export": 14.0, "api": 8.0, "integrations": 5.0}

_USERS = {"particulier": 1, "PME": 4, "ETI": 9}


def events(seed: int, company: Customers) -> list[Row]:
    random = stream(seed, "evenements_produit")
    when = moments.rhythm(moments.OFFICE_SEASON, moments.OFFICE_HOURS, weekend=0.25, growth=0.4, outage=0.35)
    first = [moment for client in company.ids for moment in _first_steps(random, company, client)]
    others = [(moment, _client(random, company, moment)) for moment in moments.draws(random, when, EVENTS)]
    happened = sorted(first + others)
    return [(f"e{number:05d}", *_event(random, company, *use)) for number, use in enumerate(happened, 1)]


def _first_steps(random: Random, company: Customers, client: str) -> list[tuple[datetime, str]]:
    """New customers try the product in the days after their first contract starts; one in eight never does."""
    held = company.contracts[client]
    if not held or held[0].valid_from < moments.START or happens(random, 0.12):
        return []
    tries = [_try(random, held[0].valid_from) for _ in range(between(random, 1, 4))]
    return [(moment, client) for moment in tries if moment < moments.CLOSE]


def _try(random: Random, start: date) -> datetime:
    elapsed = random.random()
    return moments.on_day(random, date.fromordinal(start.toordinal() + int(40 * elapsed * elapsed)))


def _client(random: Random, company: Customers, moment: datetime) -> str:
    return subscribed(random, company, moments.local_day(moment))


def _event(random: Random, company: Customers, moment: datetime, client: str) -> Row:
    user = f"{client}-u{between(random, 1, _USERS[company.segments[client]])}"
    return client, user, pick(random, FEATURES), moment, happens(random, 0.55 if moments.in_outage(moment) else 0.93)

"""Who the customers are and when they came: clients, with their sponsors and onboarding."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import between, happens, one_of, pick, stream
from kpidef.demo.contracts import Contract, contracts
from kpidef.demo.schema import Row

BEFORE = 520
DURING = 680
SEGMENTS = {"particulier": 45.0, "PME": 40.0, "ETI": 15.0}

_SUBSCRIBED = {"particulier": 0.55, "PME": 0.9, "ETI": 0.97}


@dataclass(frozen=True, slots=True)
class Customers:
    """Every customer in order of arrival, so that those present on a day are a prefix."""

    ids: tuple[str, ...]
    arrivals: tuple[date, ...]
    segments: dict[str, str]
    contracts: dict[str, tuple[Contract, ...]]
    rows: tuple[Row, ...]


def customers(seed: int) -> Customers:
    random = stream(seed, "clients")
    arrivals = sorted([_before(random) for _ in range(BEFORE)] + _during(random))
    ids = tuple(f"c{number:05d}" for number in range(1, len(arrivals) + 1))
    segments = {client: pick(random, SEGMENTS) for client in ids}
    held = {client: _contracts(random, segments[client], day) for client, day in zip(ids, arrivals, strict=True)}
    rows = tuple(
        (client, segments[client], _sponsor(random, ids, number), _onboarding(random, held[client]))
        for number, client in enumerate(ids)
    )
    return Customers(ids, tuple(arrivals), segments, held, rows)


def arrived(random: Random, company: Customers, day: date) -> str:
    """A customer known on that day; one in seven buys and asks far more than the others."""
    count = bisect_right(company.arrivals, day)
    regular = happens(random, 0.35)
    return company.ids[between(random, 0, (count - 1) // 7) * 7 if regular else between(random, 0, count - 1)]


def subscribed(random: Random, company: Customers, day: date) -> str:
    """A customer whose contract runs on that day."""
    client = arrived(random, company, day)
    while not any(held.runs_on(day) for held in company.contracts[client]):
        client = arrived(random, company, day)
    return client


def _before(random: Random) -> date:
    elapsed = max(random.random(), random.random())
    return date(2022, 1, 3) + timedelta(days=int(elapsed * (moments.START - date(2022, 1, 3)).days))


def _during(random: Random) -> list[date]:
    when = moments.rhythm(moments.OFFICE_SEASON, moments.OFFICE_HOURS, weekend=0.35, growth=0.25)
    return [_first_of_month(random, moments.local_day(moments.draw(random, when))) for _ in range(DURING)]


def _first_of_month(random: Random, day: date) -> date:
    return day.replace(day=1) if happens(random, 0.3) else day


def _contracts(random: Random, segment: str, arrival: date) -> tuple[Contract, ...]:
    return contracts(random, segment, arrival) if happens(random, _SUBSCRIBED[segment]) else ()


def _sponsor(random: Random, ids: tuple[str, ...], number: int) -> str | None:
    return one_of(random, ids[:number]) if number > 50 and happens(random, 0.16) else None


def _onboarding(random: Random, held: tuple[Contract, ...]) -> object:
    if not held or happens(random, 0.08):
        return None
    return moments.known(moments.on_day(random, held[0].valid_from + timedelta(days=between(random, 0, 6))))

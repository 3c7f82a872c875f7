"""Exchanges with customers and prospects: calls, e-mails, chats, abandoned calls included."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias, cast

from kpidef.demo import moments
from kpidef.demo.chance import bell, between, happens, skewed, stream
from kpidef.demo.customers import Customers, arrived
from kpidef.demo.schema import Row
from kpidef.demo.service import human

LOST_CALLS = 650

_Exchange: TypeAlias = tuple[datetime, Row]

_TALK = {"telephone": 310.0, "email": 420.0, "chat": 520.0}


def exchanges(seed: int, company: Customers, requests: Sequence[Row], prospects: Sequence[Row]) -> list[Row]:
    random = stream(seed, "contacts")
    found = [exchange for request in human(requests) for exchange in _about(random, request)]
    found += _lost_calls(random, company)
    found += [exchange for prospect in prospects for exchange in _prospecting(random, prospect)]
    known = [exchange for exchange in found if exchange[0] < moments.CLOSE]
    known.sort(key=lambda exchange: (exchange[0], str(exchange[1][:3])))
    return [(f"x{number:06d}", *row[:6], moment, *row[6:]) for number, (moment, row) in enumerate(known, 1)]


def _about(random: Random, request: Row) -> Iterator[_Exchange]:
    """The exchanges of one request: the first one, repeats, follow-ups."""
    received = cast(datetime, request[7] or request[5])
    channel = cast(str, request[2]) if not request[4] else "chat"
    identity = (request[0], request[1], None, channel)
    if channel == "telephone" and happens(random, 0.3 if moments.in_outage(received) else 0.07):
        yield received - timedelta(minutes=between(random, 3, 40)), _abandoned(random, identity)
    yield received, _handled(random, identity, "entrant", "demande")
    while happens(random, 0.16):
        received = moments.later(random, received, timedelta(hours=1), timedelta(days=11))
        yield received, _handled(random, identity, "entrant", "demande")
    if happens(random, 0.18):
        back = moments.later(random, received, timedelta(hours=3), timedelta(days=6))
        reason = "suivi" if happens(random, 0.6) else "rappel"
        yield back, _handled(random, (*identity[:3], "telephone"), "sortant", reason)


def _handled(random: Random, identity: Row, direction: str, reason: str) -> Row:
    channel = cast(str, identity[3])
    by_phone = channel == "telephone"
    waited = between(random, 3, 20) + int(skewed(random, 0, 240)) if by_phone and direction == "entrant" else None
    talk = max(15, int(bell(random, _TALK[channel], 95)))
    after = between(random, 10, 120) if by_phone and happens(random, 0.85) else None
    return (
        *identity,
        direction,
        reason,
        True if by_phone else None,
        False if by_phone else None,
        None,
        waited,
        talk,
        after,
    )


def _abandoned(random: Random, identity: Row) -> Row:
    return *identity, "entrant", "demande", False, True, None, 4 + int(skewed(random, 0, 580)), None, None


def _lost_calls(random: Random, company: Customers) -> list[_Exchange]:
    """Callers who hung up and never became a request; half of them were not recognised."""
    when = moments.rhythm(moments.OFFICE_SEASON, moments.OFFICE_HOURS, weekend=0.2, growth=0.3, outage=9)
    calls: list[_Exchange] = []
    for moment in moments.draws(random, when, LOST_CALLS):
        client = arrived(random, company, moments.local_day(moment)) if happens(random, 0.5) else None
        calls.append((moment, _abandoned(random, (None, client, None, "telephone"))))
    return calls


def _prospecting(random: Random, prospect: Row) -> Iterator[_Exchange]:
    moment = cast(datetime, prospect[3])
    calls = between(random, 0, 2)
    for _ in range(calls):
        moment = moments.later(random, moment, timedelta(hours=4), timedelta(days=12))
        answered = happens(random, 0.52)
        pitched = answered and happens(random, 0.62)
        talk = int(skewed(random, 25, 1_400)) if answered else None
        identity = (None, None, prospect[0], "telephone", "sortant", "prospection")
        yield moment, (*identity, answered, False, pitched if answered else None, None, talk, None)

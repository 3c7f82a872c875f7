"""Customer service: requests, from reception to resolution, and reopening."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import happens, pick, stream
from kpidef.demo.customers import Customers, arrived
from kpidef.demo.schema import Row

REQUESTS = 9_000
CHANNELS = {"telephone": 34.0, "email": 26.0, "chat": 12.0, "chatbot": 20.0, "faq": 8.0}

_TYPES = {"question": 52.0, "probleme": 33.0, "reclamation": 15.0}
_OUTAGE_TYPES = {"question": 15.0, "probleme": 60.0, "reclamation": 25.0}
_FIRST_ANSWER = {
    "telephone": (timedelta(seconds=5), timedelta(minutes=9)),
    "email": (timedelta(minutes=8), timedelta(hours=46)),
    "chat": (timedelta(seconds=15), timedelta(minutes=14)),
    "chatbot": (timedelta(seconds=1), timedelta(seconds=6)),
    "faq": (timedelta(0), timedelta(seconds=2)),
}


def requests(seed: int, company: Customers) -> list[Row]:
    random = stream(seed, "demandes")
    when = moments.rhythm(moments.OFFICE_SEASON, moments.SHOP_HOURS, weekend=0.3, growth=0.3, outage=4.5)
    received = moments.draws(random, when, REQUESTS)
    return [_request(random, company, f"d{number:05d}", moment) for number, moment in enumerate(received, 1)]


def _request(random: Random, company: Customers, request: str, moment: datetime) -> Row:
    channel = pick(random, CHANNELS)
    kind = pick(random, _OUTAGE_TYPES if moments.in_outage(moment) else _TYPES)
    automated = channel in ("chatbot", "faq")
    anonymous = automated and happens(random, 0.3)
    client = None if anonymous else arrived(random, company, moments.local_day(moment))
    slow = 3 if moments.in_outage(moment) else 1
    answered = _answered(random, channel, moment, slow)
    escalated = _escalated(random, channel, moment)
    resolved = _resolved(random, automated and escalated is None, answered, escalated, slow)
    reopened = _reopened(random, resolved)
    if reopened is not None and happens(random, 0.8):
        resolved = moments.later(random, reopened, timedelta(hours=1), timedelta(days=8))
    dates = [moments.known(date) for date in (answered, escalated, resolved, reopened)]
    return request, client, channel, kind, automated, moment, *dates


def _answered(random: Random, channel: str, moment: datetime, slow: int) -> datetime | None:
    low, high = _FIRST_ANSWER[channel]
    return moments.later(random, moment, low, high * slow) if happens(random, 0.965) else None


def _escalated(random: Random, channel: str, moment: datetime) -> datetime | None:
    share = {"chatbot": 0.36, "faq": 0.12}.get(channel, 0)
    return (
        moments.later(random, moment, timedelta(seconds=30), timedelta(minutes=25)) if happens(random, share) else None
    )


def _resolved(
    random: Random, by_robot: bool, answered: datetime | None, escalated: datetime | None, slow: int
) -> datetime | None:
    if answered is None or not happens(random, 0.78 if by_robot else 0.93):
        return None
    start = max(answered, escalated) if escalated is not None else answered
    if by_robot:
        return moments.later(random, start, timedelta(seconds=10), timedelta(minutes=4))
    at_once = happens(random, 0.5)
    return moments.later(
        random, start, timedelta(minutes=3), timedelta(minutes=40) if at_once else timedelta(days=9) * slow
    )


def _reopened(random: Random, resolved: datetime | None) -> datetime | None:
    if resolved is None or not happens(random, 0.075):
        return None
    return moments.later(random, resolved, timedelta(hours=2), timedelta(days=16))


def human(requests: Sequence[Row]) -> list[Row]:
    """The requests that a person handled: received by one, or handed over by the robot."""
    return [request for request in requests if not request[4] or request[7] is not None]

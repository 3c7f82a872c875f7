"""Surveys of customers and of employees: most go unanswered, some answers have no mark."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeAlias, cast

from kpidef.demo import moments
from kpidef.demo.chance import between, happens, pick, stream
from kpidef.demo.customers import Customers, subscribed
from kpidef.demo.schema import Row
from kpidef.demo.service import human

WAVE = 220

_Sent: TypeAlias = tuple[datetime, Row]

_NPS = {0: 2.0, 1: 1.0, 2: 1.0, 3: 2.0, 4: 3.0, 5: 6.0, 6: 7.0, 7: 14.0, 8: 22.0, 9: 22.0, 10: 20.0}
_NPS_OUTAGE = {0: 9.0, 1: 6.0, 2: 7.0, 3: 9.0, 4: 9.0, 5: 12.0, 6: 12.0, 7: 14.0, 8: 12.0, 9: 6.0, 10: 4.0}
_FIVE = {1: 5.0, 2: 8.0, 3: 17.0, 4: 38.0, 5: 32.0}
_FIVE_OUTAGE = {1: 30.0, 2: 26.0, 3: 20.0, 4: 15.0, 5: 9.0}
_SEVEN = {1: 3.0, 2: 5.0, 3: 8.0, 4: 14.0, 5: 24.0, 6: 28.0, 7: 18.0}


def surveys(
    seed: int, company: Customers, requests: Sequence[Row], orders: Sequence[Row], employees: Sequence[Row]
) -> list[Row]:
    random = stream(seed, "enquetes")
    sent = [
        *_relationship(random, company),
        *_after_service(random, requests),
        *_after_purchase(random, orders),
        *_internal(random, employees),
    ]
    known = [survey for survey in sent if survey[0] < moments.CLOSE]
    known.sort(key=lambda survey: (survey[0], str(survey[1])))
    return [(f"q{number:05d}", *row[:5], moment, *row[5:]) for number, (moment, row) in enumerate(known, 1)]


def _relationship(random: Random, company: Customers) -> Iterator[_Sent]:
    """A wave a month to customers under contract."""
    for month in moments.months():
        for _ in range(WAVE):
            day = month + timedelta(days=between(random, 0, 27))
            person = (subscribed(random, company, day), None, None)
            yield _asked(random, "nps", "relationnel", person, moments.on_day(random, day), answer_rate=0.38)


def _after_service(random: Random, requests: Sequence[Row]) -> Iterator[_Sent]:
    for request in human(requests):
        resolved = cast("datetime | None", request[8])
        if resolved is not None and request[1] is not None and happens(random, 0.3):
            person = (request[1], None, request[0])
            asked = resolved + timedelta(hours=between(random, 1, 24))
            kind = pick(random, {"csat": 5.0, "ces": 3.0, "nps": 2.0})
            yield _asked(random, kind, "service", person, asked, answer_rate=0.31)


def _after_purchase(random: Random, orders: Sequence[Row]) -> Iterator[_Sent]:
    for order in orders:
        if order[5] == "validee" and happens(random, 0.08):
            asked = cast(datetime, order[4]) + timedelta(days=between(random, 3, 8))
            yield _asked(random, "csat", "achat", (order[1], None, None), asked, answer_rate=0.22)


def _internal(random: Random, employees: Sequence[Row]) -> Iterator[_Sent]:
    """Twice a year each employee present is asked both questions."""
    for wave in (date(2025, 3, 18), date(2025, 9, 16), date(2026, 3, 17)):
        for employee, _, hired, left in employees:
            if cast(date, hired) <= wave and (left is None or cast(date, left) > wave):
                for kind in ("enps", "engagement"):
                    person = (None, employee, None)
                    yield _asked(random, kind, "interne", person, moments.on_day(random, wave), answer_rate=0.7)


def _asked(random: Random, kind: str, scope: str, person: Row, moment: datetime, answer_rate: float) -> _Sent:
    answered = happens(random, answer_rate)
    back = moments.known(moments.later(random, moment, timedelta(minutes=2), timedelta(days=9))) if answered else None
    mark = _mark(random, kind, moment) if back is not None and not happens(random, 0.03) else None
    return moment, (kind, scope, *person, back, mark)


def _mark(random: Random, kind: str, moment: datetime) -> int:
    angry = moments.in_aftermath(moment)
    if kind in ("nps", "enps"):
        return pick(random, _NPS_OUTAGE if angry else _NPS)
    return pick(random, _SEVEN if kind == "ces" else _FIVE_OUTAGE if angry else _FIVE)

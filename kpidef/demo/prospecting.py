"""From a stranger to a customer: prospects and opportunities."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias, cast

from kpidef.demo import moments
from kpidef.demo.chance import happens, money, one_of, pick, skewed, stream
from kpidef.demo.customers import Customers
from kpidef.demo.schema import Row

LOST_PROSPECTS = 2_600
SOURCES = {"web": 55.0, "salon": 12.0, "tel": 15.0, "partenaire": 10.0, "parrainage": 8.0}


def prospects(seed: int, company: Customers, visits: Sequence[Row]) -> list[Row]:
    random = stream(seed, "prospects")
    when = moments.rhythm(moments.OFFICE_SEASON, moments.SHOP_HOURS, weekend=0.5, growth=0.35, outage=0.7)
    lives = _won(random, company) + [_lost(random, moments.draw(random, when)) for _ in range(LOST_PROSPECTS)]
    lives.sort(key=lambda life: (life[0], life[3] or ""))
    clock = [cast(datetime, visit[2]) for visit in visits]
    rows: list[Row] = []
    for number, (created, qualified, converted, client) in enumerate(lives, 1):
        source = pick(random, SOURCES)
        visitor = _visitor(random, created, visits, clock) if source == "web" else None
        dates = (created, moments.known(qualified), moments.known(converted))
        rows.append((f"p{number:05d}", source, visitor, *dates, client))
    return rows


def opportunities(seed: int, prospects: Sequence[Row]) -> list[Row]:
    random = stream(seed, "opportunites")
    opened = [_opportunity(random, prospect) for prospect in prospects if prospect[4] and happens(random, 0.6)]
    kept = sorted((row for row in opened if row is not None), key=lambda row: (row[1], row[0]))
    return [(f"o{number:05d}", *row) for number, row in enumerate(kept, 1)]


_Life: TypeAlias = tuple[datetime, datetime | None, datetime | None, str | None]


def _won(random: Random, company: Customers) -> list[_Life]:
    """Each customer of the period was a prospect before, unless that was before the first day."""
    lives: list[_Life] = []
    for client, day in zip(company.ids, company.arrivals, strict=True):
        converted = moments.on_day(random, day)
        created = moments.later(random, converted, timedelta(days=-110), timedelta(days=-1))
        if created < moments.OPEN:
            continue
        qualified = created + (converted - created) * (0.1 + 0.5 * random.random())
        lives.append((created, qualified.replace(microsecond=0), converted, client))
    return lives


def _lost(random: Random, created: datetime) -> _Life:
    qualified = happens(random, 0.42)
    return (
        created,
        moments.later(random, created, timedelta(hours=1), timedelta(days=25)) if qualified else None,
        None,
        None,
    )


def _visitor(random: Random, created: datetime, visits: Sequence[Row], clock: Sequence[datetime]) -> str | None:
    """The visitor of one of the last visits before the form was filled in; sometimes the cookie was refused."""
    before = bisect_right(clock, created)
    recent = visits[max(0, before - 40) : before]
    return cast(str, one_of(random, recent)[1]) if recent and happens(random, 0.88) else None


def _opportunity(random: Random, prospect: Row) -> tuple[str, datetime, datetime | None, str | None, object] | None:
    opened = moments.later(random, cast(datetime, prospect[4]), timedelta(hours=2), timedelta(days=6))
    if opened >= moments.CLOSE:
        return None
    converted = cast("datetime | None", prospect[5])
    lost = moments.later(random, opened, timedelta(days=5), timedelta(days=90)) if happens(random, 0.8) else None
    won = converted is not None
    closed = moments.known(max(opened, converted) if converted is not None else lost)
    outcome = None if closed is None else "gagnee" if won else "perdue"
    return cast(str, prospect[0]), opened, closed, outcome, money(skewed(random, 150, 18_000))

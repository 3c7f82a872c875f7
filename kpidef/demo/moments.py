"""When things happen: growth, seasons, weekends, the outage, and the hours that break careless period bounds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from kpidef.demo.chance import between, happens, one_of

PARIS = ZoneInfo("Europe/Paris")
START = date(2025, 1, 1)
END = date(2026, 7, 1)
OUTAGE = (date(2025, 11, 10), date(2025, 11, 17))
AFTERMATH = date(2025, 12, 1)
PRICE_RISE = date(2026, 1, 1)

# Share of a normal month, January first: December is the peak, August the low.
SHOP_SEASON = (0.95, 0.85, 0.95, 0.95, 1.0, 1.05, 0.9, 0.6, 1.0, 1.05, 1.3, 1.75)
OFFICE_SEASON = (1.05, 1.0, 1.05, 1.0, 0.95, 1.0, 0.85, 0.55, 1.1, 1.05, 1.05, 0.9)
OFFICE_HOURS = (0,) * 8 + (3, 8, 10, 9, 5, 6, 9, 9, 8, 6, 3, 1) + (0,) * 4
SHOP_HOURS = (2, 1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 6, 7, 6, 5, 5, 5, 6, 7, 9, 11, 11, 8, 4)

_EDGE_SHARE = 0.006


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The days and hours at which one kind of event falls, as running totals of weights."""

    days: tuple[float, ...]
    hours: tuple[float, ...]


def rhythm(season: Sequence[float], hours: Sequence[float], weekend: float, growth: float, outage: float = 1) -> Rhythm:
    """`growth` is a year's; `weekend` and `outage` multiply an ordinary day's weight."""
    weights = [_day_weight(day, season, weekend, growth, outage) for day in days(START, END)]
    return Rhythm(tuple(accumulate(weights)), tuple(accumulate(hours)))


def days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((end - start).days)]


def months() -> list[date]:
    return [date(2025 + number // 12, number % 12 + 1, 1) for number in range(18)]


def draw(random: Random, when: Rhythm) -> datetime:
    """An instant of the company's eighteen months."""
    if happens(random, _EDGE_SHARE):
        return one_of(random, EDGES)
    day = START + timedelta(days=_index(random, when.days))
    return on_day(random, day, when.hours)


def draws(random: Random, when: Rhythm, count: int) -> list[datetime]:
    return sorted(draw(random, when) for _ in range(count))


def on_day(random: Random, day: date, hours: Sequence[float] = tuple(accumulate(OFFICE_HOURS))) -> datetime:
    return instant(day, time(_index(random, hours), between(random, 0, 59), between(random, 0, 59)))


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, PARIS).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def known(moment: datetime | None) -> datetime | None:
    """What lies after the last day has not happened yet."""
    return moment if moment is not None and moment < CLOSE else None


def later(random: Random, moment: datetime, low: timedelta, high: timedelta) -> datetime:
    """Skewed towards the low delay, to the second."""
    draw_ = random.random()
    seconds = (high - low).total_seconds() * draw_ * draw_
    return moment + low + timedelta(seconds=int(seconds))


def in_outage(moment: datetime) -> bool:
    return OUTAGE[0] <= local_day(moment) < OUTAGE[1]


def in_aftermath(moment: datetime) -> bool:
    return OUTAGE[0] <= local_day(moment) < AFTERMATH


def _day_weight(day: date, season: Sequence[float], weekend: float, growth: float, outage: float) -> float:
    weight = season[day.month - 1] * (1 + growth * (day - START).days / 365)
    if day.weekday() >= 5:
        weight *= weekend
    if OUTAGE[0] <= day < OUTAGE[1]:
        weight *= outage
    elif OUTAGE[1] <= day < AFTERMATH:
        weight *= 1 + (outage - 1) / 6
    return weight


def _index(random: Random, running: Sequence[float]) -> int:
    return bisect_right(running, random.random() * running[-1])


def _edges() -> tuple[datetime, ...]:
    midnights = [instant(month, time()) for month in months()]
    last_seconds = [midnight - timedelta(seconds=1) for midnight in midnights[1:]]
    switches = [
        datetime(2025, 3, 30, tzinfo=UTC),
        datetime(2025, 10, 26, tzinfo=UTC),
        datetime(2026, 3, 29, tzinfo=UTC),
    ]
    around = (0, 30 * 60, 3599, 3600, 90 * 60)
    return (
        *midnights,
        *last_seconds,
        *(switch + timedelta(seconds=second) for switch in switches for second in around),
    )


OPEN = instant(START, time())
CLOSE = instant(END, time())
EDGES = _edges()

"""The web site and its campaigns: visits, ad displays, spending."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import bell, between, happens, money, pick, skewed, stream
from kpidef.demo.schema import Row

VISITS = 20_000


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign spends on its post while it runs, [start, end)."""

    code: str
    post: str
    channels: tuple[str, ...]
    start: date
    end: date


CAMPAIGNS = (
    Campaign("voeux_2025", "crm", ("email",), date(2025, 1, 6), date(2025, 2, 1)),
    Campaign("printemps_2025", "marketing", ("display", "email", "social"), date(2025, 3, 17), date(2025, 5, 1)),
    Campaign("parrainage_2025", "crm", ("email",), date(2025, 6, 2), date(2025, 7, 15)),
    Campaign("rentree_2025", "marketing", ("display", "search"), date(2025, 8, 25), date(2025, 10, 1)),
    Campaign(
        "noel_2025", "marketing", ("display", "email", "search", "social"), date(2025, 11, 20), date(2025, 12, 27)
    ),
    Campaign("excuses_2025", "crm", ("email",), date(2025, 11, 24), date(2025, 12, 15)),
    Campaign("voeux_2026", "crm", ("email",), date(2026, 1, 5), date(2026, 2, 1)),
    Campaign("printemps_2026", "marketing", ("display", "search", "social"), date(2026, 3, 16), date(2026, 5, 1)),
    Campaign("fidelite_2026", "crm", ("email", "social"), date(2026, 5, 4), date(2026, 7, 1)),
    Campaign("marque", "marketing", ("search",), moments.START, moments.END),
)

_CLICK_RATES = {"email": 0.031, "display": 0.004, "search": 0.045, "social": 0.011}


def visits(seed: int) -> list[Row]:
    random = stream(seed, "visites")
    when = moments.rhythm(moments.SHOP_SEASON, moments.SHOP_HOURS, weekend=1.25, growth=0.3, outage=0.8)
    seen: list[str] = []
    rows: list[Row] = []
    for number, moment in enumerate(moments.draws(random, when, VISITS), 1):
        rows.append((f"s{number:06d}", _visitor(random, seen), moment, *_behaviour(random)))
    return rows


def displays(seed: int) -> list[Row]:
    random = stream(seed, "diffusions")
    cells = [
        (day, campaign, channel)
        for campaign in CAMPAIGNS
        for channel in campaign.channels
        for day in moments.days(campaign.start, campaign.end)
    ]
    cells.sort(key=lambda cell: (cell[0], cell[1].code, cell[2]))
    return [(f"i{number:05d}", *_display(random, *cell)) for number, cell in enumerate(cells, 1)]


def spending(seed: int) -> list[Row]:
    random = stream(seed, "depenses")
    paid = sorted(_campaign_costs(random) + _fixed_costs(random), key=lambda cost: (cost[0], cost[1], cost[2] or ""))
    return [(f"g{number:05d}", *cost) for number, cost in enumerate(paid, 1)]


def campaign_on(random: Random, moment: datetime) -> str | None:
    """The campaign that an order is credited to, if any."""
    day = moments.local_day(moment)
    running = {campaign.code: 1.0 for campaign in CAMPAIGNS if campaign.start <= day < campaign.end}
    return pick(random, running) if running and happens(random, 0.22) else None


def _visitor(random: Random, seen: list[str]) -> str:
    if seen and happens(random, 0.48):
        back = int(skewed(random, 1, len(seen)))
        return seen[-back]
    seen.append(f"v{len(seen) + 1:06d}")
    return seen[-1]


def _behaviour(random: Random) -> tuple[int, bool, int]:
    if happens(random, 0.41):
        return 1, happens(random, 0.15), 0
    pages = 2 + int(skewed(random, 0, 22))
    return pages, happens(random, 0.85), int(skewed(random, 0, 1.3) + skewed(random, 0, 2))


def _display(random: Random, day: date, campaign: Campaign, channel: str) -> Row:
    drawn = bell(random, 4200 if channel != "email" else 1500, 900) * (0.6 if day.weekday() >= 5 else 1)
    shown = max(0, int(drawn))
    clicked = min(shown, int(shown * bell(random, _CLICK_RATES[channel], _CLICK_RATES[channel] / 5)))
    # A tracking failure: displays counted, none served, on two days of the brand campaign.
    dead = campaign.code == "marque" and day in (date(2025, 8, 15), date(2026, 5, 1))
    return campaign.code, channel, day, 0 if dead else shown, 0 if dead else clicked


def _campaign_costs(random: Random) -> list[tuple[date, str, str | None, object]]:
    return [
        (day, campaign.post, campaign.code, money(bell(random, 260 if campaign.post == "crm" else 900, 90)))
        for campaign in CAMPAIGNS
        for day in moments.days(campaign.start, campaign.end)[::7]
    ]


def _fixed_costs(random: Random) -> list[tuple[date, str, str | None, object]]:
    costs: list[tuple[date, str, str | None, object]] = []
    for month in moments.months():
        costs.append((month + timedelta(days=27), "commercial", None, money(bell(random, 11_500, 500))))
        costs.append((month + timedelta(days=4), "crm", None, money(390.0)))
        costs.append(
            (month + timedelta(days=between(random, 0, 26)), "marketing", None, money(skewed(random, 200, 4000)))
        )
    return costs

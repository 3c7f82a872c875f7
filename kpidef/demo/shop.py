"""The shop: baskets, orders, refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import cast

from kpidef.demo import moments
from kpidef.demo.chance import happens, money, skewed, stream
from kpidef.demo.customers import Customers, arrived
from kpidef.demo.schema import Row
from kpidef.demo.web import campaign_on

DIRECT_ORDERS = 8_200
_LARGEST = {"particulier": 420.0, "PME": 1_600.0, "ETI": 5_200.0}


@dataclass(frozen=True, slots=True)
class _Purchase:
    client: str
    basket: str | None
    moment: datetime


def baskets(seed: int, company: Customers, visits: Sequence[Row]) -> tuple[list[Row], list[_Purchase]]:
    """The baskets that visits open, and the purchases that some of them become."""
    random = stream(seed, "paniers")
    rows: list[Row] = []
    purchases: list[_Purchase] = []
    for visit in visits:
        moment = cast(datetime, visit[2]) + timedelta(seconds=40 + int(900 * random.random()))
        if cast(int, visit[3]) < 2 or not happens(random, 0.68) or moment >= moments.CLOSE:
            continue
        row, purchase = _basket(random, company, f"b{len(rows) + 1:05d}", cast(str, visit[1]), moment)
        rows.append(row)
        purchases += purchase
    return rows, purchases


def orders(seed: int, company: Customers, purchases: Sequence[_Purchase]) -> list[Row]:
    random = stream(seed, "commandes")
    when = moments.rhythm(moments.SHOP_SEASON, moments.SHOP_HOURS, weekend=0.8, growth=0.35, outage=0.6)
    direct = [_direct(random, company, moment) for moment in moments.draws(random, when, DIRECT_ORDERS)]
    placed = sorted(
        [*purchases, *direct], key=lambda purchase: (purchase.moment, purchase.client, purchase.basket or "")
    )
    return [_order(random, company, f"k{number:05d}", purchase) for number, purchase in enumerate(placed, 1)]


def refunds(seed: int, orders: Sequence[Row]) -> list[Row]:
    random = stream(seed, "remboursements")
    paid: list[tuple[datetime, str, Decimal]] = []
    for order in orders:
        placed = cast(datetime, order[4])
        if order[5] == "validee" and happens(random, 0.08 if moments.in_aftermath(placed) else 0.04):
            back = moments.later(random, placed, timedelta(days=1), timedelta(days=45))
            paid.append((back, cast(str, order[0]), _returned(random, cast(Decimal, order[6]))))
    known = sorted(payment for payment in paid if payment[0] < moments.CLOSE)
    return [(f"r{number:05d}", order, back, amount) for number, (back, order, amount) in enumerate(known, 1)]


def _basket(
    random: Random, company: Customers, basket: str, visitor: str, moment: datetime
) -> tuple[Row, list[_Purchase]]:
    client = arrived(random, company, moments.local_day(moment))
    checkout = moment + timedelta(minutes=1 + int(12 * random.random())) if happens(random, 0.52) else None
    bought = (
        checkout + timedelta(seconds=60 + int(400 * random.random())) if checkout and happens(random, 0.6) else None
    )
    reminded = moment + timedelta(hours=25, minutes=int(300 * random.random())) if not bought else None
    if reminded and (not happens(random, 0.6)):
        reminded = None
    if reminded and happens(random, 0.14):
        bought = moments.later(random, reminded, timedelta(hours=1), timedelta(days=38))
    bought = moments.known(bought)
    recognised = bought is not None or happens(random, 0.6)
    purchases = [_Purchase(client, basket, bought)] if bought is not None else []
    dates = (moment, moments.known(checkout), moments.known(reminded))
    return (basket, visitor if happens(random, 0.97) else None, client if recognised else None, *dates), purchases


def _direct(random: Random, company: Customers, moment: datetime) -> _Purchase:
    return _Purchase(arrived(random, company, moments.local_day(moment)), None, moment)


def _order(random: Random, company: Customers, order: str, purchase: _Purchase) -> Row:
    amount = skewed(random, 18, _LARGEST[company.segments[purchase.client]])
    status = "annulee" if happens(random, 0.03) else "validee"
    cost = amount * (0.52 + 0.2 * random.random())
    campaign = campaign_on(random, purchase.moment)
    return order, purchase.client, purchase.basket, campaign, purchase.moment, status, money(amount), money(cost)


def _returned(random: Random, amount: Decimal) -> Decimal:
    return amount if happens(random, 0.65) else money(float(amount) * (0.1 + 0.7 * random.random()))

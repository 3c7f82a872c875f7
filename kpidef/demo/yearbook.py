"""Monthly figures that others declare: customers' value, share of wallet, the market, targets."""

from datetime import date
from decimal import Decimal
from random import Random

from kpidef.demo import moments
from kpidef.demo.chance import bell, happens, money, stream
from kpidef.demo.customers import Customers
from kpidef.demo.schema import Row

PANEL = 150

# Each KPI's target in January 2025 and what it gains a month, in the KPI's own unit.
TARGETS = {
    "chiffre_affaires": (190_000.0, 5_500.0),
    "mrr": (90_000.0, 5_500.0),
    "nouveaux_prospects": (160.0, 4.0),
    "nps": (20.0, 0.5),
    "csat": (0.7, 0.005),
    "taux_attrition_client": (0.02, 0.0),
}


def value_reports(seed: int, company: Customers) -> list[Row]:
    """One customer under contract in three says each month what it gained and paid."""
    random = stream(seed, "bilans_valeur")
    return [
        (client, month, *_gain_and_cost(random, version.price))
        for month in moments.months()
        for client in company.ids[::3]
        for version in company.contracts[client]
        if version.runs_on(month)
    ]


def wallets(seed: int, company: Customers) -> list[Row]:
    random = stream(seed, "portefeuilles")
    panel = company.ids[: PANEL * 3 : 3]
    return [
        (client, month, money(bell(random, 900, 250)) if happens(random, 0.95) else None)
        for month in moments.months()
        for client in panel
    ]


def market(seed: int) -> list[Row]:
    """The two last months are not published yet, and one never was."""
    random = stream(seed, "marche")
    unpublished = (date(2025, 8, 1), date(2026, 5, 1), date(2026, 6, 1))
    return [
        (
            month,
            None
            if month in unpublished
            else money(bell(random, 4_200_000, 150_000) * moments.SHOP_SEASON[month.month - 1]),
            52_000 + 350 * number,
        )
        for number, month in enumerate(moments.months())
    ]


def targets() -> list[Row]:
    return [
        (kpi, month, money(start + step * number))
        for kpi, (start, step) in TARGETS.items()
        for number, month in enumerate(moments.months())
    ]


def _gain_and_cost(random: Random, price: float) -> tuple[Decimal | None, Decimal | None]:
    gain = money(price * bell(random, 2.4, 0.7)) if happens(random, 0.94) else None
    return gain, money(price * bell(random, 1.2, 0.1)) if happens(random, 0.96) else None

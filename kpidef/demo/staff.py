"""The company's own people: employees, hours due and missed, training."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import cast

from kpidef.demo import moments
from kpidef.demo.chance import between, happens, money, one_of, pick, skewed, stream
from kpidef.demo.schema import Row

FIRST_TEAM = 42
HIRED = 20
TEAMS = {"service_client": 40.0, "commercial": 20.0, "produit": 25.0, "marketing": 8.0, "finance": 7.0}


def employees(seed: int) -> list[Row]:
    random = stream(seed, "employes")
    first = [date(2019, 1, 2) + timedelta(days=int(random.random() * 2100)) for _ in range(FIRST_TEAM)]
    recent = [_hiring_day(random) for _ in range(HIRED)]
    hired = sorted(first + recent)
    return [(f"m{number:03d}", pick(random, TEAMS), day, _leaving(random, day)) for number, day in enumerate(hired, 1)]


def working_time(seed: int, employees: Sequence[Row]) -> list[Row]:
    random = stream(seed, "temps_travail")
    return [
        (employee, month, money(151.67), money(int(skewed(random, 0, 60)) * 1.0) if happens(random, 0.45) else None)
        for month in moments.months()
        for employee, _, hired, left in employees
        if cast(date, hired) <= month and (left is None or cast(date, left) > month)
    ]


def trainings(seed: int, employees: Sequence[Row]) -> list[Row]:
    random = stream(seed, "formations")
    found: list[tuple[date, str, float]] = []
    for employee, _, hired, left in employees:
        start = max(cast(date, hired), moments.START)
        length = (min(cast("date | None", left) or moments.END, moments.END) - start).days
        for _ in range(between(random, 0, 6)):
            day = start + timedelta(days=int(random.random() * length))
            found.append((day, cast(str, employee), one_of(random, (3.5, 7.0, 7.0, 14.0))))
    return [
        (f"f{number:04d}", person, day, money(hours)) for number, (day, person, hours) in enumerate(sorted(found), 1)
    ]


def _hiring_day(random: Random) -> date:
    month = one_of(random, moments.months())
    return month if happens(random, 0.7) else month + timedelta(days=between(random, 1, 27))


def _leaving(random: Random, hired: date) -> date | None:
    if not happens(random, 0.28):
        return None
    start = max(hired + timedelta(days=30), moments.START)
    left = start + timedelta(days=int(random.random() * 560))
    return left if left < moments.END else None

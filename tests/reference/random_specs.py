"""Random cases: a spec, its data and a request, and the count of the constructs that they cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from reference import periods
from reference.dice import Dice
from reference.instants import Clock
from reference.kpis import read_kpis
from reference.measures import Measure
from reference.periods import Period
from reference.random_data import ZONES, random_rows, random_sources
from reference.random_kpis import random_kpis
from reference.world import World

DIMENSIONS = {
    "clients.segment": "text",
    "regions.pays": "text",
    "commandes.canal": "same_as",
    "abonnements.offre": "same_as",
    "commandes.en_ligne": "boolean",
    "clients.actif": "boolean",
    "commandes.tranche": "computed",
    "clients.taille": "computed",
    "commandes.gros": "computed",
    "commandes.premier_canal": "rolled up",
    "clients.dernier_canal": "rolled up",
    "commandes.quantite": "integer",
    "regions.rang": "integer",
    "scores.niveau": "text",
}
CONDITIONS = {
    "clients.segment": ["clients.segment = 'PME'", "clients.segment <> 'PME'", "clients.segment is null"],
    "regions.pays": ["regions.pays in ('FR', 'BE')", "regions.pays like 'F%'", "not (regions.pays = 'FR')"],
    "commandes.canal": ["commandes.canal = 'web' or commandes.canal is null", "commandes.canal not in ('app')"],
    "commandes.montant": ["commandes.montant >= 50"],
    "commandes.en_ligne": ["commandes.en_ligne", "not commandes.en_ligne", "commandes.en_ligne is null"],
    "scores.niveau": ["scores.niveau = 'haut'"],
    "abonnements.offre": ["abonnements.offre <> 'base'"],
}
FOCUS = (
    ["commandes contacts abonnements scores clients"] * 4
    + ["commandes contacts", "commandes clients"] * 2
    + ["abonnements", "scores"]
)
GRAINS = ["day", "week", "month", "month", "month", "quarter", "semester", "year", "all", "all"]
SPANS = {"day": (6, 12), "week": (4, 8), "month": (3, 6), "quarter": (2, 4), "semester": (1, 3), "year": (1, 2)}


@dataclass(frozen=True)
class Case:
    """One spec with its data and its request."""

    seed: int
    spec: dict[str, Any]
    data: dict[str, list[dict[str, Any]]]
    request: dict[str, Any]
    constructs: frozenset[str]


def random_case(seed: int) -> Case:
    dice = Dice(seed)
    zone = dice.marked("zone", ZONES)
    year_start = dice.marked("year start", ["01-01", "01-01", "04-01", "07-01"])
    dice.grain = dice.marked("grain", GRAINS)
    dice.focus = dice.pick(FOCUS).split()
    sources = random_sources(dice)
    data = random_rows(dice, sources, ZoneInfo(zone))
    kpis = random_kpis(dice)
    marks = {str(kpi["kpi"]): kpi.pop("marks") for kpi in kpis}
    project = {"timezone": zone, "calendar": {"year_start": year_start}}
    spec = {"project": project, "sources": sources, "kpis": kpis}
    request = random_request(dice, spec, int(year_start[:2]))
    asked = closure(spec, request["kpis"])
    constructs = dice.marks.union(*(marks[name] for name in asked))
    return Case(seed, spec, data, request, frozenset(constructs))


def random_request(dice: Dice, spec: Mapping[str, Any], year_start: int) -> dict[str, Any]:
    reach = Reach(spec)
    kpis = asked_kpis(dice, reach)
    sources = reach.sources(kpis)
    request: dict[str, Any] = {"kpis": sorted(kpis), "as_of": "2027-01-01"}
    requested = random_periods(dice, year_start)
    first, last = (periods.label(requested[i], year_start) for i in (0, -1))
    request |= {"grain": requested[0].grain, "period": first if first == last else f"{first}..{last}"}
    if dice.often(0.35):
        request["as_of"] = observation(dice, requested)
    reachable = reach.reached(sources, DIMENSIONS)
    cuts = random_cuts(dice, reachable) if dice.often(0.65) else []
    if cuts:
        dice.mark(f"dimensions: {len(cuts)}")
        for name in cuts:
            dice.mark(f"dimension is {DIMENSIONS[name]}")
        request["by"] = dice.random.sample(cuts, len(cuts))
        if dice.often(0.4):
            dice.mark("totals")
            request["totals"] = [dice.pick([*cuts, "all"])]
        if dice.often(0.25):
            dice.mark("sparse")
            request["sparse"] = True
    conditions = [one for name in reach.reached(sources, CONDITIONS) for one in CONDITIONS[name]]
    if conditions and dice.often(0.4):
        dice.mark("request filters")
        request["where"] = dice.some(conditions, 2 if dice.often(0.2) else 1)
    return request


def random_cuts(dice: Dice, reachable: list[str]) -> list[str]:
    """One or two dimensions, of kinds as different as the KPIs reach."""
    kinds = sorted({DIMENSIONS[name] for name in reachable})
    return sorted(dice.pick([name for name in reachable if DIMENSIONS[name] == kind]) for kind in dice.some(kinds, 2))


def asked_kpis(dice: Dice, reach: Reach) -> list[str]:
    """Some of the KPIs; those inside the focus where there are any."""
    names = list(reach.kpis)
    inside = [name for name in names if reach.sources([name]) <= set(dice.focus)]
    return dice.some(inside or names, 7)


def random_periods(dice: Dice, year_start: int) -> list[Period]:
    grain = dice.grain
    if grain == "all":
        return periods.cut(periods.read_span("all", year_start), "all", year_start)
    starts = [datetime(2026, month, dice.number(1, 28)) for month in (1, 2, 3, 3, 4)] + [datetime(2026, 3, 27)]
    if grain == "day" and dice.often(0.5):
        starts = [datetime(2026, 3, 27)]
    start = periods.begin(dice.pick(starts), grain, year_start)
    low, high = SPANS[grain]
    found = []
    for _ in range(dice.number(low, high)):
        found.append(Period(start, periods.after(start, grain), grain))
        start = found[-1].end
    return found


def observation(dice: Dice, requested: list[Period]) -> str:
    """A time inside the span, on a midnight or not."""
    dice.mark("as_of inside")
    inside = dice.pick(requested)
    if inside.grain == "all":
        return dice.local().isoformat()
    days = max((inside.end - inside.start).days - 1, 0)
    moment = inside.start + timedelta(days=dice.number(0, days))
    return (moment if dice.often(0.5) else moment + timedelta(hours=dice.number(1, 23), minutes=30)).isoformat()


# --- what a request reaches -------------------------------------------------------------------------------------


def closure(spec: Mapping[str, Any], names: Iterable[str]) -> set[str]:
    """The KPIs asked for and those that they stand on."""
    by_id = {kpi["kpi"]: kpi for kpi in spec["kpis"]}
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            text = str(by_id[name])
            todo += [other for other in by_id if f"'{other}'" in text or other in words(text)]
    return found


def words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() or c == "_" else " " for c in text).split())


class Reach:
    """Which columns of the catalogue all the sources of some KPIs reach."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.world = World(spec["sources"], {}, Clock(ZoneInfo("UTC")))
        self.kpis = read_kpis(spec["kpis"])

    def sources(self, names: Iterable[str]) -> set[str]:
        """Every source that a term, a cohort or an inner measure of these KPIs reads."""
        terms = [term for name in closure(self.spec, names) for term in self.kpis[name].terms.values()]
        measures = [term for term in terms if isinstance(term, Measure)]
        measures += [inner for measure in measures for inner in measure.inner.values()]
        return {measure.source for measure in measures if "source" in measure.spec}

    def reached(self, sources: Iterable[str], columns: Iterable[str]) -> list[str]:
        return [column for column in columns if all(self.reaches(source, column) for source in sources)]

    def reaches(self, source: str, column: str) -> bool:
        try:
            self.world.dimension_path(source, column)
        except LookupError:
            return False
        return True


# --- how often ---------------------------------------------------------------------------------------------------


def coverage(cases: Iterable[Case]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many cases have each construct, and each pair of constructs."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for case in cases:
        constructs = sorted(case.constructs)
        singles.update(constructs)
        pairs.update(combinations(constructs, 2))
    return singles, pairs

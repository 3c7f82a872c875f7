"""Random measures: every rule and modifier, over the sources of random_data."""

from __future__ import annotations

from typing import Any

from reference.dice import Dice

Measure = dict[str, Any]

COMMON = ["clients.segment = 'PME'", "regions.pays = 'FR'", "clients.effectif >= 1", "clients.segment is not null"]
FILTERS = {
    "commandes": [
        *("montant >= 50", "canal = 'web'", "canal in ('web', 'tel')", "canal not in ('web')", "not en_ligne"),
        *("en_ligne or montant > 100", "quantite between 2 and 5", "quantite not between 2 and 5", "canal like 'w%'"),
        *("payee_le is not null", "client_id.segment <> 'PME'", "client_id.region_id.pays = 'FR'", "gros"),
        *("nb_contacts > 0", "precedentes > 1", "est_premiere", "client_id.parrain_id.segment = 'PME'"),
        *(
            "payee_le < shift(passee_le, '7 days')",
            "payee_le <= shift(passee_le, '1 month')",
            "effective_le > passee_le",
        ),
        "calendar(payee_le, 'month') - calendar(passee_le, 'month') <= 1",
        "calendar(passee_le, 'week') = calendar(payee_le, 'week') or calendar(payee_le, 'quarter') is null",
        *("coalesce(note, 0) >= 2.5", "length(trim(canal)) = 3", "least(note, 3) < 2", "nullif(canal, 'web') is null"),
        *("upper(canal) || '-' || lower(clients.segment) <> 'WEB-pme'", "delai / 24 < 10", "montant / quantite > 40"),
        *("case when en_ligne then montant > 50 else note > 1 end", "not (canal = 'web' and gros)", "canal is null"),
        *("duree_totale > 0", "premier_canal = canal", "clients.nb_contacts > 1", "cast(quantite as text) <> '2'"),
        *("calendar(payee_le, 'year') = calendar(passee_le, 'year')", "canal like 'W%' or canal like '_e_'"),
        *(
            "calendar(shift(passee_le, '-4 months'), 'quarter') < calendar(passee_le, 'quarter') - 1",
            "canal not like 'W%'",
        ),
        *("concat(canal, '%') like '%b_'", "clients.segment = 'd''Or'", "floor(note) = 2 or ceil(note) = 2"),
    ],
    "contacts": [
        *(
            "duree > 0",
            "canal <> 'tel'",
            "commande_id.gros",
            "commandes.montant > 20",
            "commande_id.client_id.segment = 'ETI'",
        ),
        *("commande_id is not null", "debut_le > commande_id.passee_le", "client = commande_id.client_id"),
    ],
    "abonnements": [
        *("mrr > 20", "offre = 'base'", "offre in ('base', 'plus')", "sieges is null or sieges > 1"),
        *(
            "fin is null",
            "fin < shift(debut, '30 days')",
            "clients.depense > 200",
            "clients.premiere_commande_le is not null",
        ),
    ],
    "clients": ["effectif > 0", "depense > 300", "parrain_id is not null", "nb_contacts between 1 and 5"],
    "scores": ["score >= 3", "niveau = 'haut'", "produit = 'p1'", "score is not null"],
}
NUMBERS = {
    "commandes": [
        *("montant", "quantite", "note", "montant * quantite", "delai", "coalesce(montant, 0)", "duree_totale"),
        *("greatest(montant, 100)", "round(montant, 1)", "abs(quantite - 3)", "montant / quantite", "-montant + 2"),
        *("case when canal = 'web' then montant when en_ligne then 2 end", "duration(passee_le, effective_le, 'day')"),
        *(
            "clients.effectif",
            "clients.depense",
            "duration(passee_le, shift(passee_le, '30 days'), 'hour')",
            "calendar(payee_le, 'day') - calendar(passee_le, 'day')",
            "nullif(quantite, 0)",
        ),
    ],
    "contacts": ["duree", "duree / 2", "commande_id.montant"],
    "abonnements": ["mrr", "sieges", "mrr * sieges"],
    "clients": ["effectif", "depense", "nb_contacts"],
    "scores": ["score", "score * 2"],
}
ENTITIES = {
    "commandes": ["client_id", "commande_id", "client_id.region_id", "clients.segment"],
    "contacts": ["client", "commande_id"],
    "abonnements": ["client_id", "abonnement_id", "clients.region_id"],
    "clients": ["client_id", "region_id", "parrain_id"],
    "scores": ["client_id", "produit"],
}
TIMES = {
    "commandes": [None, "payee_le", "effective_le", "saisie_le", "contactee_le", "precedente_le"],
    "contacts": [None, "debut_le"],
    "abonnements": ["signe_le", "debut", "fin"],
    "scores": ["photo_le"],
    "clients": ["premiere_commande_le"],
}
CUSTOMER = {
    "commandes": "client_id",
    "contacts": "client",
    "abonnements": "client_id",
    "scores": "client_id",
    "clients": "client_id",
}
EVENTS = ["commandes", "commandes", "commandes", "contacts", "abonnements", "scores", "clients"]
STOCKS = ["abonnements", "abonnements", "scores"]
AGGREGATES = [
    "count",
    "count",
    "count expr",
    "count_distinct",
    "sum",
    "sum",
    "avg",
    "min",
    "max",
    "median",
    "percentile",
]
ADDITIVE = ["count", "count_distinct", "sum"]
WINDOWS = ["2 months", "12 months", "10 days", "year_to_date", "all_time"]


def random_measure(dice: Dice) -> Measure:
    if dice.often(0.3):
        return two_stages(dice)
    return stock_measure(dice) if dice.often(0.5) else event_measure(dice)


def event_measure(dice: Dice, source: str | None = None) -> Measure:
    timeless = source is None and dice.grain == "all" and dice.often(0.5)
    source = "clients" if timeless else source or dice.source(EVENTS)
    measure = {"source": source, **aggregate(dice, source, AGGREGATES), **filters(dice, source)}
    time = dice.pick(TIMES[source])
    if timeless:
        dice.mark("grain: all, without time")
    elif time:
        dice.mark(f"time: {'computed' if time in ('effective_le', 'saisie_le') else 'other'}")
        if time in ("contactee_le", "precedente_le"):
            dice.mark("time: rolled up")
        measure["time"] = time
    elif source == "commandes" and dice.often(0.35):
        with_rollup(dice, measure)
    return {**measure, **window(dice, WINDOWS)}


def stock_measure(dice: Dice, source: str | None = None) -> Measure:
    if source is None and not set(STOCKS) & set(dice.focus):
        return event_measure(dice)
    source = source or dice.source(STOCKS)
    rules = ["at: start", "at: end", "at: average", "at: any", "at: any", "flow: out", "flow: in"]
    key, rule = dice.pick([one for one in rules if source != "scores" or one != "at: any"]).split(": ")
    dice.mark(f"{key}: {rule}")
    dice.mark(f"{key} on {source}")
    simple = key == "flow" or rule == "average"
    measure = {"source": source, **aggregate(dice, source, ADDITIVE if simple else AGGREGATES), key: rule}
    measure |= filters(dice, source) | entity(dice, source)
    if rule == "any" and dice.often(0.6):
        dice.mark("overlap")
        measure |= {"agg": dice.pick(["sum", "avg"]), "expr": "overlap('day')"}
    openings = simple or rule == "start"
    return {**measure, **window(dice, WINDOWS[:-1] if openings else WINDOWS, 0.15)}


def aggregate(dice: Dice, source: str, choices: list[str]) -> Measure:
    agg = dice.marked("agg", choices)
    match agg:
        case "count":
            return {"agg": "count"}
        case "count expr":
            return {"agg": "count", "expr": dice.pick(NUMBERS[source])}
        case "count_distinct":
            return {"agg": agg, "expr": dice.pick(ENTITIES[source])}
        case "percentile":
            return {"agg": {"percentile": dice.pick([0, 0.25, 0.9, 1])}, "expr": dice.pick(NUMBERS[source])}
    return {"agg": agg, "expr": dice.pick(NUMBERS[source])}


def filters(dice: Dice, source: str, share: float = 0.35) -> Measure:
    if not dice.often(share):
        return {}
    dice.mark("measure filters")
    chosen = dice.some(FILTERS[source] + COMMON, 2 if dice.often(0.3) else 1)
    if any("clients." in one or "regions." in one for one in chosen):
        dice.mark("path in a filter")
    return {"filters": chosen[0] if len(chosen) == 1 else chosen}


def entity(dice: Dice, source: str) -> Measure:
    if not dice.often(0.4):
        return {}
    dice.mark("entity")
    return {"entity": dice.pick(ENTITIES[source])}


def window(dice: Dice, choices: list[str], share: float = 0.3) -> Measure:
    return {"window": dice.marked("window", choices)} if dice.often(share) else {}


def with_rollup(dice: Dice, measure: Measure) -> None:
    """A rollup of the measure's own, read by one more filter."""
    dice.mark("measure rollups")
    rollup = {"source": "contacts", "match": {"client": "client_id"}, "agg": "count"}
    rollup["filters"] = dice.pick(["debut_le >= this.passee_le", "canal = this.canal", "duree > this.quantite"])
    measure["rollups"] = {"proches": rollup}
    existing = measure.get("filters") or []
    written = existing if isinstance(existing, list) else [existing]
    measure["filters"] = [*written, dice.pick(["proches > 0", "proches = 0", "proches between 1 and 2"])]


# --- two stages ----------------------------------------------------------------------------------------------------


def two_stages(dice: Dice) -> Measure:
    form = dice.marked("per", ["having", "measures", "rows of an entity"])
    match form:
        case "having":
            return short_per(dice)
        case "measures":
            return long_per(dice)
    return folded_per(dice)


def short_per(dice: Dice) -> Measure:
    source = dice.source(["commandes", "contacts", "abonnements"])
    number = NUMBERS[source][0]
    having = ["count(*) >= 2", f"sum({number}) > 50", f"max({number}) > 20 and count(*) < 5", f"count({number}) = 1"]
    if source != "abonnements":
        having += ["count(distinct canal) >= 2", "last(canal) = 'web'", "first(canal) is null"]
    measure = {"source": source, "per": CUSTOMER[source], "having": dice.pick(having), "agg": "count"}
    return {**measure, **rule(dice, source), **filters(dice, source, 0.3)}


def rule(dice: Dice, source: str) -> Measure:
    if source == "abonnements":
        return {"at": dice.marked("at", ["start", "end", "any"])}
    return window(dice, WINDOWS)


def folded_per(dice: Dice) -> Measure:
    """Each entity's own aggregate, then an aggregate of those."""
    source = dice.source(["commandes", "contacts"])
    number = NUMBERS[source][0]
    results = [f"sum({number})", f"max({number}) - min({number})", "count(*)", f"last({number})", f"first({number})"]
    measure = {"source": source, "per": CUSTOMER[source], "expr": dice.pick(results)}
    measure["agg"] = dice.marked("agg", ["sum", "avg", "median", "max"])
    if dice.often(0.4):
        dice.mark("having on value")
        measure["having"] = "value > 20"
    return {**measure, **window(dice, WINDOWS), **filters(dice, source, 0.3)}


def long_per(dice: Dice) -> Measure:
    per = dice.pick(["client_id", "clients.segment"])
    sources = ["commandes", "abonnements", "scores"]
    first, second = dice.source(sources), dice.source(sources)
    inner = {"a": inner_measure(dice, first), "b": inner_measure(dice, second)}
    sums = ["a - b", "coalesce(a, 0) + coalesce(b, 0)", "greatest(a - b, 0)"]
    formula = dice.pick(["a / b", "a"] if timed(inner) else ["a / b", "a", *sums])
    measure = {
        "per": per,
        "measures": inner,
        "formula": formula,
        "agg": dice.marked("agg", ["sum", "avg", "median", "max"]),
    }
    if dice.often(0.4):
        dice.mark("having over measures")
        measure["having"] = dice.pick(["a > 0", "a > 0 or b > 0", "value > 1", "value is not null", "b = 0"])
    return measure


def timed(body: object) -> bool:
    """Whether a body counts time, which adds up with nothing else."""
    return any(word in str(body) for word in ("duration(", "delai", "overlap("))


def inner_measure(dice: Dice, source: str) -> Measure:
    if source != "commandes":
        return stock_measure(dice, source)
    if dice.often(0.4):
        edge = dice.pick(["first", "last"])
        dice.mark("inner first or last")
        return {"source": source, "agg": edge, "expr": dice.pick(["montant", "note"]), **filters(dice, source)}
    return event_measure(dice, source)

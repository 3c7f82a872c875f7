"""Random KPIs: every shape of body and every formula function, over random measures."""

from __future__ import annotations

from typing import Any

from reference.dice import Dice
from reference.random_measures import (
    COMMON,
    CUSTOMER,
    ENTITIES,
    WINDOWS,
    event_measure,
    filters,
    random_measure,
    stock_measure,
    timed,
    window,
)

Spec = dict[str, Any]


def random_kpis(dice: Dice) -> list[Spec]:
    """KPIs that may name those before them; each remembers its constructs under `marks`."""
    kpis: list[Spec] = []
    makers = [one_measure, ratio, several, cohort, with_params, over_terms, variant, several, growth, several]
    for number, maker in enumerate(makers):
        before, dice.marks = dice.marks, set()
        body = maker(dice, kpis)
        if dice.often(0.2) and "extends" not in body:
            dice.mark("KPI filters")
            body["filters"] = dice.some(COMMON, 1)
        kpi = {"kpi": f"kpi_{number}", "label": f"Indicateur {number}", "description": "Un essai.", **body}
        kpi["marks"] = dice.marks
        dice.marks = before
        kpis.append(kpi)
    return kpis


def one_measure(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("body: measure")
    return {"measure": random_measure(dice)}


def ratio(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("body: ratio")
    return {"numerator": random_measure(dice), "denominator": random_measure(dice)}


def several(dice: Dice, kpis: list[Spec]) -> Spec:
    """Named measures under a formula, numerator and denominator written over them."""
    dice.mark("body: measures")
    body: Spec = {"measures": {"a": random_measure(dice), "b": random_measure(dice)}}
    if dice.often(0.4):
        dice.mark("numerator as an expression")
        body["numerator"] = "a" if timed(body) else dice.pick(["a - b", "a", "coalesce(a, 0) + coalesce(b, 0)"])
        body["denominator"] = event_measure(dice, "commandes")
        if dice.often(0.5):
            body["formula"] = "100 * numerator / denominator"
        return body
    return {**body, "formula": formula(dice, timed(body))}


def formula(dice: Dice, apart: bool) -> str:
    """A formula over a and b; they stand apart where their units differ."""
    plain = ["a / nullif(b, 0)", "case when a / b > 2 then a / b end", "coalesce(a / b, 2 * a / b)"]
    plain += [] if apart else ["a - b", "abs(coalesce(a, 0) - coalesce(b, 0))", "greatest(a, b)", "least(a, b)"]
    match dice.marked("formula", ["scalar", "previous", "previous 1 year", "total", "total of a dimension"]):
        case "previous":
            return str(dice.pick(["(a - previous(a)) / previous(a)", "previous(a / b)", "previous(previous(a)) / b"]))
        case "previous 1 year":
            return str(dice.pick(["a - previous(a, '1 year')", "previous(b, '1 year')"]))
        case "total":
            return str(
                dice.pick(["a / total(a)", "total(b) - previous(b)", "previous(total(a))", "total(previous(a) / b)"])
            )
        case "total of a dimension":
            return str(dice.pick(["a / total(a, clients.segment)", "total(a, clients.segment, regions.pays)"]))
    return str(dice.pick(plain))


def cohort(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("body: measures")
    source = dice.source(["commandes", "contacts", "abonnements", "scores"])
    basis = {**dice.pick([event_measure, stock_measure])(dice, None), "entity": None}
    basis["entity"] = CUSTOMER[basis["source"]]
    if basis.get("expr") and basis["agg"] == "count":
        basis.pop("expr")
    measure = {**(stock_measure(dice, source) if source in ("abonnements", "scores") else event_measure(dice, source))}
    measure["entity"] = CUSTOMER[source]
    single = [kpi for kpi in kpis if "measure" in kpi and is_cohort(kpi["measure"])]
    name = "base"
    if single and dice.often(0.6):
        dice.mark("cohort of a KPI")
        name = dice.pick(single)["kpi"]
    when = dice.marked("cohort", ["same", "previous"])
    measure["cohort"] = name if when == "same" else f"previous({name})"
    return {"measures": {"base": basis, "revenus": measure}, "formula": dice.pick(["revenus", "revenus / base"])}


def is_cohort(measure: Spec) -> bool:
    """Whether it is plain whom a measure counts: no nulls left out, one column an entity."""
    if measure["agg"] == "count" and "expr" in measure:
        return False
    return measure.get("source") != "scores" or "entity" in measure or measure["agg"] == "count_distinct"


def with_params(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("params")
    params = {"seuil": dice.pick([1, 50]), "canaux": ["web", "tel"], "horizon": "7 days", "fenetre": dice.pick(WINDOWS)}
    conditions = ["montant > :seuil", "canal in :canaux", "payee_le < shift(passee_le, :horizon)", "quantite >= :seuil"]
    chosen = dice.some(conditions, 2)
    measure: Spec = {"source": "commandes", "agg": "count", "filters": chosen}
    if dice.often(0.5):
        measure["window"] = ":fenetre"
    if kpis and dice.often(0.4):
        dice.mark("KPI parameter")
        params["cible"] = dice.pick(kpis)["kpi"]
        return {"params": params, "numerator": measure, "denominator": ":cible"}
    per = {"source": "commandes", "per": "client_id", "having": "count(*) >= :seuil", "agg": "count"}
    return {"params": params, "measures": {"a": measure, "b": per}, "formula": "a + :seuil * b"}


def over_terms(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("KPI terms")
    first, second = dice.pick(kpis)["kpi"], dice.pick(kpis)["kpi"]
    if dice.often(0.5):
        return {"numerator": first, "denominator": random_measure(dice)}
    formulas = [f"{first} / nullif({second}, 0)", f"{first} / total({first})", f"previous({first})", f"a / {second}"]
    return {"measures": {"a": random_measure(dice)}, "formula": dice.pick(formulas)}


def variant(dice: Dice, kpis: list[Spec]) -> Spec:
    dice.mark("extends")
    parent = dice.pick([kpi for kpi in kpis if "extends" not in kpi and kpi["kpi"] in ("kpi_0", "kpi_1", "kpi_4")])
    body: Spec = {"extends": parent["kpi"]}
    if "params" in parent:
        body["params"] = {**parent["params"], "seuil": 3}
    elif "denominator" in parent:
        body["denominator"] = random_measure(dice)
    else:
        body["filters"] = dice.some(COMMON, 1)
    return body


def growth(dice: Dice, kpis: list[Spec]) -> Spec:
    """The movements of one stock, whose law is that opening + in - out = closing."""
    if not {"abonnements", "scores"} & set(dice.focus):
        return several(dice, kpis)
    source = dice.source(["abonnements", "scores"])
    dice.mark("all movements of a stock")
    entity = dice.pick(ENTITIES[source])
    shared = {
        "source": source,
        "agg": "count_distinct",
        "expr": entity,
        **filters(dice, source),
        **window(dice, ["2 months"]),
    }
    rules = {"debut": {"at": "start"}, "fin": {"at": "end"}, "entres": {"flow": "in"}, "sortis": {"flow": "out"}}
    for rule in ("at: start", "at: end", "flow: in", "flow: out"):
        dice.mark(rule)
    return {
        "measures": {name: {**shared, **rule} for name, rule in rules.items()},
        "formula": "(entres - sortis) / debut",
    }

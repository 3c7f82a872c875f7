"""Random sources and their rows: one company whose details change with the seed."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from reference.dice import Dice

CLIENTS = 18
KINDS = ["date", "timestamp", "timestamptz"]
SEGMENTS = ["PME", "PME", "PME", "ETI", "ETI", "pme ", "d'Or", None]
CHANNELS = ["web", "tel", "app", None]
ZONES = ["Europe/Paris", "Europe/Paris", "Asia/Beirut", "America/New_York", "Pacific/Auckland"]

Source = dict[str, Any]
Rows = list[dict[str, Any]]


def random_sources(dice: Dice) -> list[Source]:
    kinds = {name: dice.marked(f"{name} in", KINDS) for name in ("events", "intervals", "photos")}
    return [
        regions(),
        clients(kinds),
        commandes(dice, kinds["events"]),
        contacts(kinds["events"]),
        abonnements(dice, kinds["intervals"]),
        scores(dice, kinds["photos"]),
    ]


def source(name: str, key: Any, columns: dict[str, Any], **others: Any) -> Source:
    return {"source": name, "label": name.capitalize(), "key": key, **others, "columns": columns}


def regions() -> Source:
    return source(
        "regions",
        "region_id",
        {
            "region_id": {"type": "text"},
            "pays": {"type": "text"},
            "rang": {"type": "integer", "dimension": True},
        },
    )


def clients(kinds: dict[str, str]) -> Source:
    by_client = {"source": "contacts", "match": {"client": "client_id"}}
    first = {"source": "commandes", "match": "client_id", "agg": "min", "expr": "passee_le"}
    return source(
        "clients",
        "client_id",
        {
            "client_id": {"type": "text"},
            "region_id": {"type": "text", "references": "regions.region_id"},
            "parrain_id": {"type": "text", "references": "clients.client_id"},
            "segment": {"type": "text"},
            "effectif": {"type": "integer"},
            "actif": {"type": "boolean"},
            "formule": {"type": "text", "same_as": "abonnements.offre"},
            "taille": {
                "type": "text",
                "expr": "case when effectif >= 10 then 'grand' when effectif >= 0 then 'petit' end",
            },
            "dernier_canal": {"type": "text", "rollup": {**by_client, "agg": "last", "expr": "canal"}},
            "premiere_commande_le": {"type": kinds["events"], "rollup": first},
            "depense": {
                "type": "decimal",
                "rollup": {"source": "commandes", "match": "client_id", "agg": "sum", "expr": "montant"},
            },
            "nb_contacts": {
                "type": "integer",
                "rollup": {**by_client, "agg": "count"},
            },
        },
    )


def commandes(dice: Dice, kind: str) -> Source:
    others: dict[str, Any] = {"time": "passee_le"}
    if dice.often(0.4):
        dice.mark("source filters")
        others["filters"] = [dice.pick(["montant is null or montant < 400", "not coalesce(annulee, false)"])]
    if dice.often(0.25):
        dice.mark("source filters on its own rollup")
        others["filters"] = [*others.get("filters", []), "precedentes < 8"]
    columns = {
        "commande_id": {"type": "text"},
        "client_id": {"type": "text", "references": "clients.client_id"},
        "passee_le": {"type": kind},
        "payee_le": {"type": kind},
        "saisie": {"type": "text", "dimension": False},
        "montant": {"type": "decimal"},
        "quantite": {"type": "integer", "dimension": True},
        "note": {"type": "float"},
        "canal": {"type": "text"},
        "en_ligne": {"type": "boolean"},
        "annulee": {"type": "boolean"},
        **computed_columns(dice, kind),
        **rollup_columns(dice, kind),
    }
    return source("commandes", "commande_id", columns, **others)


def computed_columns(dice: Dice, kind: str) -> dict[str, Any]:
    effective = dice.pick(
        ["coalesce(payee_le, passee_le)", "shift(passee_le, '1 month')", "shift(payee_le, '-3 days')"]
    )
    return {
        "gros": {"type": "boolean", "expr": "montant > 100"},
        "tranche": {
            "type": "text",
            "expr": "case when montant >= 200 then 'haut' when montant >= 50 then 'moyen' end",
        },
        "delai": {"type": "float", "expr": "duration(passee_le, payee_le, 'hour')"},
        "effective_le": {"type": kind, "expr": effective},
        "saisie_le": {"type": "timestamp", "expr": "parse(saisie, '%d/%m/%Y %H:%M')"},
        "est_premiere": {"type": "boolean", "expr": "passee_le = clients.premiere_commande_le"},
    }


def rollup_columns(dice: Dice, kind: str) -> dict[str, Any]:
    contacts = {"source": "contacts", "match": "commande_id"}
    edge = dice.pick(["first", "last"])
    within = {**contacts, "agg": "count", "filters": ["debut_le < shift(this.passee_le, '30 days')"]}
    earlier = {"source": "commandes", "match": "client_id", "filters": "passee_le < this.passee_le"}
    return {
        "nb_contacts": {"type": "integer", "rollup": within},
        "premier_canal": {"type": "text", "rollup": {**contacts, "agg": edge, "expr": "canal", "time": "debut_le"}},
        "contactee_le": {"type": kind, "rollup": {**contacts, "agg": "min", "expr": "debut_le"}},
        "duree_totale": {"type": "integer", "rollup": {**contacts, "agg": "sum", "expr": "duree"}},
        "precedentes": {"type": "integer", "rollup": {**earlier, "agg": "count"}},
        "precedente_le": {"type": kind, "rollup": {**earlier, "agg": "last", "expr": "passee_le"}},
    }


def contacts(kind: str) -> Source:
    columns = {
        "contact_id": {"type": "text"},
        "commande_id": {"type": "text", "references": "commandes.commande_id"},
        "client": {"type": "text", "references": "clients.client_id"},
        "debut_le": {"type": kind},
        "canal": {"type": "text", "same_as": "commandes.canal"},
        "duree": {"type": "integer"},
    }
    return source("contacts", "contact_id", columns, time="debut_le")


def abonnements(dice: Dice, kind: str) -> Source:
    columns = {
        "abonnement_id": {"type": "text"},
        "client_id": {"type": "text", "references": "clients.client_id"},
        "debut": {"type": kind},
        "fin": {"type": kind},
        "signe_le": {"type": kind},
        "offre": {"type": "text"},
        "mrr": {"type": "decimal"},
        "sieges": {"type": "integer"},
    }
    others = {"time": "signe_le"} if dice.often(0.3) else {}
    return source("abonnements", "abonnement_id", columns, validity={"from": "debut", "to": "fin"}, **others)


def scores(dice: Dice, kind: str) -> Source:
    columns = {
        "client_id": {"type": "text", "references": "clients.client_id"},
        "produit": {"type": "text"},
        "photo_le": {"type": kind},
        "score": {"type": "integer"},
        "niveau": {"type": "text"},
        "formule": {"type": "text", "same_as": "abonnements.offre"},
    }
    snapshot = {"at": "photo_le"}
    if dice.often(0.6):
        dice.mark("stale_after")
        snapshot["stale_after"] = dice.pick(["10 days", "40 days", "1 month", "36 hours"])
    return source("scores", ["client_id", "produit", "photo_le"], columns, snapshot=snapshot)


# --- rows --------------------------------------------------------------------------------------------------------


def random_rows(dice: Dice, sources: list[Source], zone: ZoneInfo) -> dict[str, Rows]:
    """Small tables with every kind of dirt: orphans, nulls, intervals that end before they start."""
    size = dice.pick([0.05, 0.5, *[1] * 10])
    kinds = {one["source"]: one["columns"] for one in sources}
    names = [f"c{i}" for i in range(CLIENTS)]
    regions = [{"region_id": f"r{i}", "pays": dice.pick(["FR", "FR", "BE", None]), "rang": i % 2} for i in range(3)]
    return {
        "regions": regions,
        "clients": [client(dice, name) for name in names],
        "commandes": [order(dice, i, kinds["commandes"]["passee_le"]["type"], zone) for i in range(int(150 * size))],
        "contacts": [contact(dice, i, kinds["contacts"]["debut_le"]["type"], zone) for i in range(int(80 * size))],
        "abonnements": [contract(dice, i, kinds["abonnements"]["debut"]["type"], zone) for i in range(int(80 * size))],
        "scores": photos(dice, int(140 * size), kinds["scores"]["photo_le"]["type"], zone),
    }


def client(dice: Dice, name: str) -> dict[str, Any]:
    return {
        "client_id": name,
        "region_id": dice.pick(["r0", "r0", "r1", "r1", "r2", "r9", None]),
        "parrain_id": dice.pick(["c0", "c1", "c2", "c99", None]),
        "segment": dice.pick(SEGMENTS),
        "effectif": dice.pick([None, 0, 1, 10, 250]),
        "actif": dice.pick([True, True, False, None]),
        "formule": dice.pick(["base", "plus", None]),
    }


def customer(dice: Dice) -> str | None:
    """Mostly known customers, some orphans, some nobody."""
    return dice.pick([*(f"c{i}" for i in range(CLIENTS)), "c0", "c0", "c1", "c2", "c3", "c99", None])


def money(dice: Dice) -> Decimal | None:
    return None if dice.often(0.1) else Decimal(dice.pick([0, 100, 5000, 20000, dice.number(1, 50000)])) / 100


def order(dice: Dice, number: int, kind: str, zone: ZoneInfo) -> dict[str, Any]:
    placed = None if dice.often(0.04) else dice.moment(kind, zone)
    written = dice.local()
    return {
        "commande_id": f"o{number:03d}",
        "client_id": customer(dice),
        "passee_le": placed,
        "payee_le": later(dice, placed, 40, 0.25),
        "saisie": dice.pick(
            [f"{written:%d/%m/%Y %H:%M}", written_short(written), "31/02/2026 10:00", "inconnue", None]
        ),
        "montant": money(dice),
        "quantite": dice.pick([0, 1, 2, 3, 5, None]),
        "note": dice.pick([0.5, 1.5, 2.5, 3.25, 4.75, None]),
        "canal": dice.pick(CHANNELS),
        "en_ligne": dice.pick([True, False, None]),
        "annulee": dice.pick([True, False, False, None]),
    }


def written_short(written: datetime) -> str:
    """Without padding."""
    return f"{written.day}/{written.month}/{written.year} {written.hour}:{written.minute:02d}"


def contact(dice: Dice, number: int, kind: str, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "contact_id": f"x{number:02d}",
        "commande_id": dice.pick([*(f"o{i:03d}" for i in range(40)), "o999", None]),
        "client": customer(dice),
        "debut_le": None if dice.often(0.04) else dice.moment(kind, zone),
        "canal": dice.pick(CHANNELS),
        "duree": dice.pick([None, 0, 5, 10, 60]),
    }


def contract(dice: Dice, number: int, kind: str, zone: ZoneInfo) -> dict[str, Any]:
    begins = None if dice.often(0.05) else dice.moment(kind, zone)
    ends = later(dice, begins, 60, 0.15)
    if begins is not None and dice.often(0.05):
        ends = begins - timedelta(days=dice.number(0, 20))
    if dice.often(0.15):
        ends = dice.moment(kind, zone)
    return {
        "abonnement_id": None if number == 0 else f"a{number:02d}",
        "client_id": customer(dice),
        "debut": begins,
        "fin": ends,
        "signe_le": dice.moment(kind, zone),
        "offre": dice.pick(["base", "plus", None]),
        "mrr": money(dice),
        "sieges": dice.pick([None, 1, 2, 10]),
    }


def photos(dice: Dice, count: int, kind: str, zone: ZoneInfo) -> Rows:
    """Photos of customers' products; one a key."""
    rows: dict[Any, dict[str, Any]] = {}
    for _ in range(count):
        key = (customer(dice), dice.pick(["p1", "p2"]), dice.moment(kind, zone))
        rows[key] = {
            "client_id": key[0],
            "produit": key[1],
            "photo_le": key[2],
            "score": dice.pick([None, 0, 3, 7, 10]),
            "niveau": dice.pick(["haut", "bas", None]),
            "formule": dice.pick(["base", "plus", None]),
        }
    return list(rows.values())


def later(dice: Dice, moment: Any, days: int, never: float) -> Any:
    """A moment some days after; none for a share of the rows."""
    if moment is None or dice.often(never):
        return None
    hours = 0 if type(moment).__name__ == "date" else dice.pick([0, 0, 1, 5])
    return moment + timedelta(days=dice.number(0, days), hours=hours)

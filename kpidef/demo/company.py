"""The whole company: each family of tables in the order in which one needs another."""

from kpidef.demo.customers import customers
from kpidef.demo.dirt import with_dirt
from kpidef.demo.exchanges import exchanges
from kpidef.demo.prospecting import opportunities, prospects
from kpidef.demo.schema import Rows, table_names
from kpidef.demo.service import requests
from kpidef.demo.shop import baskets, orders, refunds
from kpidef.demo.staff import employees, trainings, working_time
from kpidef.demo.subscriptions import subscriptions
from kpidef.demo.surveys import surveys
from kpidef.demo.usage import events
from kpidef.demo.web import displays, spending, visits
from kpidef.demo.yearbook import market, targets, value_reports, wallets

SEED = 20260701


def tables(seed: int = SEED) -> dict[str, Rows]:
    """Every table of the logical model, as rows in the schema's column order."""
    clean = _families(seed)
    return with_dirt({table: clean[table] for table in table_names()})


def _families(seed: int) -> dict[str, Rows]:
    company = customers(seed)
    visited = visits(seed)
    prospected = prospects(seed, company, visited)
    filled, purchases = baskets(seed, company, visited)
    ordered = orders(seed, company, purchases)
    asked = requests(seed, company)
    staff = employees(seed)
    return {
        "clients": company.rows,
        "abonnements": subscriptions(company),
        "prospects": prospected,
        "opportunites": opportunities(seed, prospected),
        "visites": visited,
        "diffusions": displays(seed),
        "depenses": spending(seed),
        "paniers": filled,
        "commandes": ordered,
        "remboursements": refunds(seed, ordered),
        "demandes": asked,
        "contacts": exchanges(seed, company, asked, prospected),
        "enquetes": surveys(seed, company, asked, ordered, staff),
        "evenements_produit": events(seed, company),
        "bilans_valeur": value_reports(seed, company),
        "portefeuilles": wallets(seed, company),
        "marche": market(seed),
        "employes": staff,
        "temps_travail": working_time(seed, staff),
        "formations": trainings(seed, staff),
        "objectifs": targets(),
    }

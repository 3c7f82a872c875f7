"""The requests that are timed against SQL written by hand, and how near to it each must come."""

from __future__ import annotations

from dataclasses import dataclass

_MIXED = (
    "commandes_passees chiffre_affaires acheteurs chiffre_affaires_realise panier_moyen taux_annulation"
    " articles_par_commande tickets_ouverts duree_moyenne_traitement taux_escalade nps taux_conversion_leads"
    " cout_campagnes nouveaux_clients clients_partis cout_par_lead cout_acquisition_client tickets_par_commande"
    " chiffre_affaires_cumule croissance_chiffre_affaires"
)
_TICKETS = (
    "tickets_ouverts tickets_escalades tickets_premier_contact tickets_repondus tickets_dans_delai secondes_traitement"
    " duree_moyenne_traitement duree_p90 duree_max clients_a_ticket promoteurs detracteurs reponses_nps tickets_urgents"
    " tickets_telephone taux_escalade taux_premier_contact taux_dans_delai taux_escalade_urgents nps"
)
_FILTERED = tuple(
    f"{measure}_{slice_}"
    for slice_ in ("basse_email", "normale_telephone", "haute_chat", "urgente_email", "urgente_telephone")
    for measure in ("tickets", "escalades", "repondus", "dans_delai", "secondes")
)


@dataclass(frozen=True, slots=True)
class Work:
    """One request; `sql/<name>.sql` is what a person would write, `sql/<name>.best.sql` the best that we could."""

    name: str
    french: str
    english: str
    kpis: tuple[str, ...]
    goal: float  # at most this many times the plain form
    grain: str | None = "month"
    by: tuple[str, ...] = ()


MIXED = Work("mixed_20", "20 KPI mêlés par mois", "20 mixed KPIs by month", tuple(_MIXED.split()), 0.8)
WORKS = (
    MIXED,
    Work("filtered_25", "25 KPI filtrés d'une table, par mois", "25 filtered KPIs of one table", _FILTERED, 0.45),
    Work(
        "joined_20",
        "20 KPI par mois et par un axe joint",
        "20 KPIs by month and a joined dimension",
        tuple(_TICKETS.split()),
        1.0,
        by=("clients.segment",),
    ),
    Work(
        "attrition_contracts",
        "attrition des contrats (stock d'ouverture)",
        "attrition of contracts (opening stock)",
        ("taux_attrition_contrats",),
        1.1,
    ),
    Work(
        "attrition_customers",
        "attrition des clients à plusieurs contrats",
        "attrition of customers with several contracts",
        ("taux_attrition_clients",),
        1.1,
    ),
    Work(
        "conversion_30_days",
        "conversion à 30 jours",
        "conversion in 30 days",
        ("taux_conversion_30_jours",),
        1.1,
    ),
    Work(
        "rolling_12_months",
        "chiffre d'affaires de 12 mois glissants",
        "revenue of rolling 12 months",
        ("chiffre_affaires_12_mois",),
        1.1,
    ),
    Work(
        "year_to_date",
        "chiffre d'affaires depuis le 1er janvier",
        "revenue, year to date",
        ("chiffre_affaires_cumule",),
        1.1,
    ),
    Work(
        "rolling_buyers",
        "acheteurs distincts de 12 mois glissants",
        "distinct buyers of rolling 12 months",
        ("acheteurs_12_mois",),
        1.1,
    ),
    Work(
        "two_facts",
        "deux faits par un axe commun",
        "two facts by a shared dimension",
        ("chiffre_affaires", "tickets_ouverts"),
        1.1,
        grain=None,
        by=("clients.region",),
    ),
)
# An exact centile keeps every value in memory, whoever asks for it: it is timed on a million rows, not on a hundred.
PARQUET = Work(
    "tickets_20",
    "tickets en Parquet, 20 KPI par mois",
    "tickets in Parquet, 20 KPIs by month",
    tuple(_TICKETS.replace("duree_p90", "tickets_urgente_email").split()),
    1.1,
)

"""What holds between the library's numbers, every month: complements, products, bounds, opening and closing."""

from itertools import pairwise
from math import isclose

import pytest
from library.conftest import MONTHS, PERIOD

LABELS = [f"{month:%Y-%m}" for month in MONTHS[:-1]]
PARTS = [
    "taux_conversion_leads_clients",
    "taux_conversion_prospects_clients",
    "taux_conversion_opportunites",
    "taux_conversion_opportunites__montant",
    "taux_conversion_opportunites__cohorte",
    "taux_conversion_visiteurs_leads",
    "taux_conversion",
    "taux_conversion__par_visite",
    "taux_transformation",
    "taux_abandon_panier",
    "taux_abandon_panier__paiement",
    "taux_recuperation_paniers",
    "taux_recuperation_paniers__relances",
    "taux_clic",
    "taux_rebond",
    "taux_rebond__non_engagees",
    "taux_reussite_auto_assistance",
    "taux_reussite_auto_assistance__sans_fenetre",
    "taux_escalade_humain",
    "taux_satisfaction_client",
    "csat",
    "taux_satisfaction_service_client",
    "ces__part_facile",
    "taux_recommandation",
    "taux_recommandation__declare",
    "taux_engagement_client",
    "taux_retention_client",
    "taux_attrition_client",
    "taux_attrition_client__revenu",
    "taux_attrition_client__revenu_departs",
    "taux_fidelite_client",
    "taux_reachat",
    "taux_renouvellement",
    "taux_retention_valeur__brute",
    "taux_resolution_premier_contact",
    "taux_resolution_premier_contact__sur_resolues",
    "once_and_done",
    "taux_resolution_problemes",
    "taux_abandon_appels",
    "taux_abandon_appels__hors_abandons_courts",
    "taux_contacts_argumentes",
    "delai_premiere_valeur__part_atteinte",
    "taux_adoption_produit",
    "taux_usage_fonctionnalite",
    "taux_usage_fonctionnalite__sur_utilisateurs",
    "score_sante_client__part_a_risque",
    "engagement_collaborateur__part_favorable",
    "taux_absenteisme",
    "taux_formation__acces",
]
# What is equal, KPI by KPI; each side reads the values of one month.
EQUAL = {
    "retention and attrition make one": lambda v: (v("taux_retention_client") + v("taux_attrition_client"), 1),
    "who was there is kept or lost": lambda v: (v("clients_debut"), v("clients_retenus") + v("clients_perdus")),
    "customers at the end come from those at the start": lambda v: (
        v("clients_fin"),
        v("clients_debut")
        + v("nouveaux_clients")
        - v("clients_perdus")
        - v("clients_ephemeres")
        + v("clients_reactives"),
    ),
    "the mean stock is that of both ends": lambda v: (v("clients_moyens"), (v("clients_debut") + v("clients_fin")) / 2),
    "growth is what both ends say": lambda v: (
        v("taux_croissance_clients"),
        (v("clients_fin") - v("clients_debut")) / v("clients_debut"),
    ),
    "revenue is the mean one times customers": lambda v: (
        v("mrr"),
        v("revenu_mensuel_moyen_par_client") * v("clients_fin"),
    ),
    "lifetime is the inverse of attrition": lambda v: (
        v("duree_vie_moyenne_client") * v("taux_attrition_client"),
        1,
    ),
    "gross sales are said twice": lambda v: (v("chiffre_affaires__brut"), v("ca_brut")),
    "sales are the basket times orders": lambda v: (v("panier_moyen") * v("commandes_validees"), v("ca_brut")),
    "orders are buyers times their frequency": lambda v: (
        v("frequence_achat") * v("acheteurs"),
        v("commandes_validees"),
    ),
    "turnover is that of each buyer": lambda v: (v("ca_par_client") * v("acheteurs"), v("chiffre_affaires")),
    "turnover is that of each active customer": lambda v: (
        v("ca_par_client__par_client_actif") * v("clients_actifs_periode"),
        v("chiffre_affaires"),
    ),
    "margin is turnover's share": lambda v: (
        v("marge_par_client") * v("acheteurs"),
        v("marge_par_client__taux_marge") * v("chiffre_affaires"),
    ),
    "a lifetime's value is three factors": lambda v: (
        v("valeur_vie_client"),
        v("panier_moyen") * v("frequence_achat") * v("duree_vie_moyenne_client"),
    ),
    "the gap and the share aim at one target": lambda v: (
        v("chiffre_affaires") - v("ecart_realise_prevision"),
        v("chiffre_affaires") / v("taux_atteinte_objectif"),
    ),
    "ease and effort make eight": lambda v: (v("ces") + v("ces__effort_inverse"), 8),
    "marketing spending is that of each lead and of each customer": lambda v: (
        v("cout_par_lead") * v("leads_generes"),
        v("cout_acquisition_client__marketing_seul") * v("nouveaux_clients"),
    ),
    "conversions of the period are counted once": lambda v: (
        v("taux_conversion_leads_clients__periode") * v("leads_generes"),
        v("nombre_prospects_convertis"),
    ),
}
# What never exceeds what.
AT_MOST = {
    "once and done is first contact's": ("once_and_done", "taux_resolution_premier_contact"),
    "fewer requests are solved than received": (
        "taux_resolution_premier_contact",
        "taux_resolution_premier_contact__sur_resolues",
    ),
    "gross retention leaves increases out": ("taux_retention_valeur__brute", "taux_retention_valeur"),
    "closed contracts are more than lost customers": (
        "taux_attrition_client",
        "taux_attrition_client__departs_bruts",
    ),
    "lost revenue holds that of those who left": (
        "taux_attrition_client__revenu_departs",
        "taux_attrition_client__revenu",
    ),
    "a recontact undoes a success": ("taux_reussite_auto_assistance", "taux_reussite_auto_assistance__sans_fenetre"),
    "short drops are no drops": ("taux_abandon_appels__hors_abandons_courts", "taux_abandon_appels"),
    "complaints hold claims": ("nombre_plaintes__reclamations", "nombre_plaintes"),
    "the median is below nine tenths": (
        "delai_moyen_premiere_reponse__mediane",
        "delai_moyen_premiere_reponse__p90",
    ),
    "net satisfaction takes away": ("csat__net", "csat"),
    "refunds take away": ("chiffre_affaires", "ca_brut"),
    "lost customers take away": ("valeur_retention_client", "valeur_retention_client__retenue"),
    "effort after the call adds up": (
        "duree_moyenne_traitement__hors_post_appel",
        "duree_moyenne_traitement",
    ),
    "one feature is part of the product": ("taux_usage_fonctionnalite", "taux_adoption_produit"),
    "users are among active customers": ("taux_usage_fonctionnalite", "taux_usage_fonctionnalite__sur_utilisateurs"),
    "who stays was there": ("clients_retenus", "clients_fin"),
    "who was there is active": ("clients_retenus", "clients_actifs_periode"),
}


@pytest.mark.parametrize("fact", EQUAL)
def test_two_numbers_are_equal_every_month(fact, numbers):
    for month in LABELS:
        one, other = EQUAL[fact](lambda kpi, month=month: numbers[kpi, month])
        assert isclose(one, other, rel_tol=1e-9), f"{month}: {one} and {other}"


@pytest.mark.parametrize("fact", AT_MOST)
def test_a_number_never_exceeds_another(fact, numbers):
    less, more = AT_MOST[fact]
    compared = [(numbers[less, month], numbers[more, month]) for month in LABELS]
    known = [pair for pair in compared if None not in pair]
    assert known
    assert all(one <= other + 1e-12 for one, other in known), known


@pytest.mark.parametrize("kpi", PARTS)
def test_a_share_is_between_0_and_1(kpi, numbers, cut_lines):
    values = [numbers[kpi, month] for month in LABELS]
    values += [row["value"] for row in cut_lines if row["kpi"] == kpi]
    known = [value for value in values if value is not None]
    assert known
    assert min(known) >= 0
    assert max(known) <= 1


@pytest.mark.parametrize(
    ("closing", "opening"), [("clients_fin", "clients_debut"), ("effectif_fin", "effectif_debut"), ("mrr", "mrr_debut")]
)
def test_a_closing_is_the_next_opening(closing, opening, numbers):
    for month, following in pairwise(LABELS):
        assert numbers[closing, month] == numbers[opening, following]


@pytest.mark.parametrize(
    ("opening", "entering", "leaving", "closing"),
    [
        ("clients_debut", "clients_entres", "clients_perdus", "clients_fin"),
        ("effectif_debut", "effectif_entre", "effectif_sorti", "effectif_fin"),
        ("mrr_debut", "mrr_entre", "mrr_sorti", "mrr"),
    ],
)
def test_opening_and_entries_less_departures_are_the_closing(opening, entering, leaving, closing, numbers):
    for month in LABELS:
        came_to = numbers[opening, month] + numbers[entering, month] - numbers[leaving, month]
        assert isclose(came_to, numbers[closing, month], rel_tol=1e-12)


def test_gross_revenue_kept_and_lost_never_exceed_that_of_the_start(numbers):
    # They make one but for contracts without a customer, which have a revenue and nobody to keep or to lose.
    for month in LABELS:
        kept, lost = numbers["taux_retention_valeur__brute", month], numbers["taux_attrition_client__revenu", month]
        assert 0.95 < kept + lost <= 1 + 1e-12


def test_opening_and_entries_less_departures_are_the_closing_in_every_segment(company, warehouse):
    kpis = ["clients_debut", "clients_entres", "clients_perdus", "clients_fin"]
    result = company.run(kpis, period=PERIOD, grain="month", by="clients.segment", connection=warehouse)
    lines = {}
    for row in result.rows():
        lines.setdefault((row["period"], row["clients.segment"]), {})[row["kpi"]] = row["value"] or 0
    assert len(lines) >= 18 * 3
    for line in lines.values():
        opening, entering, leaving, closing = (line.get(kpi, 0) for kpi in kpis)
        assert opening + entering - leaving == closing

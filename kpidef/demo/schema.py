"""The logical model's tables: exact column names and types, in order."""

from collections.abc import Sequence
from typing import TypeAlias

Row: TypeAlias = tuple[object, ...]
Rows: TypeAlias = Sequence[Row]

TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "instant": "TIMESTAMP WITH TIME ZONE",
    "date": "DATE",
    "month": "DATE",
    "integer": "INTEGER",
    "decimal": "DECIMAL(12,2)",
    "boolean": "BOOLEAN",
}

_DECLARED = {
    "clients": "client_id:id segment:text parrain_id:id onboarding_le:instant",
    "abonnements": "abonnement_id:id client_id:id offre:text valid_from:date valid_to:date echeance_le:date "
    "mrr:decimal",
    "prospects": "prospect_id:id source:text visiteur_id:id cree_le:instant qualifie_le:instant converti_le:instant "
    "client_id:id",
    "opportunites": "opportunite_id:id prospect_id:id ouverte_le:instant cloturee_le:instant issue:text "
    "montant:decimal",
    "visites": "visite_id:id visiteur_id:id debut_le:instant pages_vues:integer engagee:boolean actions_cibles:integer",
    "diffusions": "diffusion_id:id campagne:text canal:text jour:date impressions:integer clics:integer",
    "depenses": "depense_id:id jour:date poste:text campagne:text montant:decimal",
    "paniers": "panier_id:id visiteur_id:id client_id:id cree_le:instant paiement_commence_le:instant "
    "relance_le:instant",
    "commandes": "commande_id:id client_id:id panier_id:id campagne:text passee_le:instant statut:text "
    "montant_ht:decimal cout_ht:decimal",
    "remboursements": "remboursement_id:id commande_id:id rembourse_le:instant montant_ht:decimal",
    "demandes": "demande_id:id client_id:id canal:text type:text automatisee:boolean recue_le:instant "
    "premiere_reponse_le:instant escaladee_le:instant resolue_le:instant rouverte_le:instant",
    "contacts": "contact_id:id demande_id:id client_id:id prospect_id:id canal:text sens:text motif:text "
    "debut_le:instant decroche:boolean abandonne:boolean argumente:boolean attente_s:integer conversation_s:integer "
    "post_appel_s:integer",
    "enquetes": "enquete_id:id type:text perimetre:text client_id:id employe_id:id demande_id:id envoyee_le:instant "
    "repondu_le:instant note:integer",
    "evenements_produit": "evenement_id:id client_id:id utilisateur_id:id fonctionnalite:text survenu_le:instant "
    "reussi:boolean",
    "bilans_valeur": "client_id:id mois:month gains:decimal couts:decimal",
    "portefeuilles": "client_id:id mois:month depenses_secteur:decimal",
    "marche": "mois:month ca_marche:decimal clients_potentiels:integer",
    "employes": "employe_id:id equipe:text embauche_le:date depart_le:date",
    "temps_travail": "employe_id:id mois:month heures_theoriques:decimal heures_absence:decimal",
    "formations": "formation_id:id employe_id:id jour:date heures:decimal",
    "objectifs": "kpi_id:id mois:month cible:decimal",
}


def columns(table: str) -> dict[str, str]:
    """Column name -> SQL type, in the table's order."""
    return {name: TYPES[kind] for name, kind in (declared.split(":") for declared in _DECLARED[table].split())}


def table_names() -> tuple[str, ...]:
    return tuple(_DECLARED)

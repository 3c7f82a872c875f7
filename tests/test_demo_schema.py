"""The shipped company has the logical model's tables, columns and types; its dirty rows are counted."""

from pathlib import Path

import duckdb
import pytest
import yaml

from kpidef import demo

MODEL = Path(__file__).parents[2] / "shared" / "catalogue" / "modele_logique.yml"

SQL_TYPES = {
    "id": "VARCHAR",
    "texte": "VARCHAR",
    "instant": "TIMESTAMP WITH TIME ZONE",
    "date": "DATE",
    "mois": "DATE",
    "entier": "INTEGER",
    "decimal": "DECIMAL(12,2)",
    "booleen": "BOOLEAN",
}

# I: instant, D: date, N: decimal, E: integer, B: boolean, T: text.
EXPECTED = {
    "clients": "client_id T, segment T, parrain_id T, onboarding_le I",
    "abonnements": "abonnement_id T, client_id T, offre T, valid_from D, valid_to D, echeance_le D, mrr N",
    "prospects": "prospect_id T, source T, visiteur_id T, cree_le I, qualifie_le I, converti_le I, client_id T",
    "opportunites": "opportunite_id T, prospect_id T, ouverte_le I, cloturee_le I, issue T, montant N",
    "visites": "visite_id T, visiteur_id T, debut_le I, pages_vues E, engagee B, actions_cibles E",
    "diffusions": "diffusion_id T, campagne T, canal T, jour D, impressions E, clics E",
    "depenses": "depense_id T, jour D, poste T, campagne T, montant N",
    "paniers": "panier_id T, visiteur_id T, client_id T, cree_le I, paiement_commence_le I, relance_le I",
    "commandes": "commande_id T, client_id T, panier_id T, campagne T, passee_le I, statut T, montant_ht N, cout_ht N",
    "remboursements": "remboursement_id T, commande_id T, rembourse_le I, montant_ht N",
    "demandes": "demande_id T, client_id T, canal T, type T, automatisee B, recue_le I, premiere_reponse_le I, "
    "escaladee_le I, resolue_le I, rouverte_le I",
    "contacts": "contact_id T, demande_id T, client_id T, prospect_id T, canal T, sens T, motif T, debut_le I, "
    "decroche B, abandonne B, argumente B, attente_s E, conversation_s E, post_appel_s E",
    "enquetes": "enquete_id T, type T, perimetre T, client_id T, employe_id T, demande_id T, envoyee_le I, "
    "repondu_le I, note E",
    "evenements_produit": "evenement_id T, client_id T, utilisateur_id T, fonctionnalite T, survenu_le I, reussi B",
    "bilans_valeur": "client_id T, mois D, gains N, couts N",
    "portefeuilles": "client_id T, mois D, depenses_secteur N",
    "marche": "mois D, ca_marche N, clients_potentiels E",
    "employes": "employe_id T, equipe T, embauche_le D, depart_le D",
    "temps_travail": "employe_id T, mois D, heures_theoriques N, heures_absence N",
    "formations": "formation_id T, employe_id T, jour D, heures N",
    "objectifs": "kpi_id T, mois D, cible N",
}
LETTERS = {
    "I": "TIMESTAMP WITH TIME ZONE",
    "D": "DATE",
    "N": "DECIMAL(12,2)",
    "E": "INTEGER",
    "B": "BOOLEAN",
    "T": "VARCHAR",
}

KEYS = {
    **{table: listed.split()[0] for table, listed in EXPECTED.items()},
    **dict.fromkeys(("bilans_valeur", "portefeuilles"), "client_id, mois"),
    "temps_travail": "employe_id, mois",
    "objectifs": "kpi_id, mois",
}

# Every many-to-one reference, and how many of its rows point nowhere on purpose.
ORPHANS = {
    "clients.parrain_id -> clients.client_id": 0,
    "abonnements.client_id -> clients.client_id": 3,
    "prospects.client_id -> clients.client_id": 0,
    "opportunites.prospect_id -> prospects.prospect_id": 0,
    "paniers.client_id -> clients.client_id": 0,
    "commandes.client_id -> clients.client_id": 6,
    "commandes.panier_id -> paniers.panier_id": 0,
    "remboursements.commande_id -> commandes.commande_id": 2,
    "demandes.client_id -> clients.client_id": 5,
    "contacts.demande_id -> demandes.demande_id": 5,
    "contacts.client_id -> clients.client_id": 0,
    "contacts.prospect_id -> prospects.prospect_id": 0,
    "enquetes.client_id -> clients.client_id": 0,
    "enquetes.employe_id -> employes.employe_id": 0,
    "enquetes.demande_id -> demandes.demande_id": 0,
    "evenements_produit.client_id -> clients.client_id": 4,
    "bilans_valeur.client_id -> clients.client_id": 0,
    "portefeuilles.client_id -> clients.client_id": 0,
    "temps_travail.employe_id -> employes.employe_id": 0,
    "formations.employe_id -> employes.employe_id": 0,
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "entrepot.duckdb"
    demo.write(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def described(warehouse):
    listed = warehouse.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY 1, ordinal_position"
    ).fetchall()
    return {table: [(name, kind) for owner, name, kind in listed if owner == table] for table, _, _ in listed}


def counted(warehouse, query):
    return warehouse.execute(query).fetchone()[0]


def test_the_file_has_the_21_tables_with_their_columns_and_types(warehouse):
    expected = {
        table: [(name, LETTERS[letter]) for name, letter in (column.split() for column in listed.split(", "))]
        for table, listed in EXPECTED.items()
    }
    assert len(expected) == 21
    assert described(warehouse) == expected


def test_the_file_follows_the_logical_model_of_the_catalogue(warehouse):
    if not MODEL.exists():
        pytest.skip("the catalogue's logical model is not on this machine")
    model = yaml.safe_load(MODEL.read_text(encoding="utf-8"))["tables"]
    assert described(warehouse) == {
        table: [(name, SQL_TYPES[column["type"]]) for name, column in declared["colonnes"].items()]
        for table, declared in model.items()
    }


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_no_key_is_given_twice_nor_null(warehouse, table, key):
    total = counted(warehouse, f"SELECT count(*) FROM {table}")
    assert counted(warehouse, f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM {table})") == total > 0
    assert counted(warehouse, f"SELECT count(*) FROM {table} WHERE {key.split(',')[0]} IS NULL") == 0


@pytest.mark.parametrize(("reference", "expected"), ORPHANS.items())
def test_references_hold_but_for_the_orphans_put_there(warehouse, reference, expected):
    origin, target = (side.split(".") for side in reference.split(" -> "))
    query = f"""SELECT count(*) FROM {origin[0]} AS o ANTI JOIN {target[0]} AS t ON o.{origin[1]} = t.{target[1]}
        WHERE o.{origin[1]} IS NOT NULL"""
    assert counted(warehouse, query) == expected


@pytest.mark.parametrize(
    ("table", "condition", "expected"),
    [
        ("abonnements", "client_id IS NULL", 4),
        ("abonnements", "valid_to < valid_from", 3),
        ("abonnements", "valid_from IS NULL", 3),
        ("commandes", "client_id IS NULL", 5),
        ("employes", "depart_le < embauche_le", 1),
    ],
)
def test_the_other_dirty_rows_are_there_in_small_counts(warehouse, table, condition, expected):
    assert counted(warehouse, f"SELECT count(*) FROM {table} WHERE {condition}") == expected


def test_targets_name_several_kpis_for_each_of_the_eighteen_months(warehouse):
    assert counted(warehouse, "SELECT count(*) FROM objectifs") == 18 * counted(
        warehouse, "SELECT count(DISTINCT kpi_id) FROM objectifs"
    )


@pytest.mark.parametrize(
    ("table", "earlier", "later"),
    [
        ("prospects", "cree_le", "converti_le"),
        ("prospects", "cree_le", "qualifie_le"),
        ("opportunites", "ouverte_le", "cloturee_le"),
        ("demandes", "recue_le", "premiere_reponse_le"),
        ("demandes", "recue_le", "resolue_le"),
        ("enquetes", "envoyee_le", "repondu_le"),
        ("paniers", "cree_le", "relance_le"),
    ],
)
def test_milestones_follow_each_other(warehouse, table, earlier, later):
    assert counted(warehouse, f"SELECT count(*) FROM {table} WHERE {later} < {earlier}") == 0

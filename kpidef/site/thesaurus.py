"""Words that a reader takes for one another, and what a search leaves out; each line is one idea."""

from __future__ import annotations

import re

# A name of several words stands for the line's first word. Words are compared by their stems: one form is enough.
_LINES = """
attrition churn désabonnement désabonner désinscription résiliation \
résilier départ partir partent défection fuite perte perdre quitter
rétention conserver garder retenir maintien retention
fidélité fidélisation fidèle loyauté loyalty
réachat racheter rachètent rachat réacheter "acheter à nouveau" "achat répété"
renouvellement renouveler renouvellent reconduction reconduire réabonnement
coût coûter prix dépense dépenser tarif cost
lead prospect piste
prospection démarchage prospecter
client consommateur acheteur abonné usager clientèle customer
nouveau gagné acquis acquérir acquisition conquis conquête recruté new
réactivé réactivation "de retour" reconquête reconquis revenir reviennent
délai temps durée vitesse rapidité rapide rapidement vite attente time
réponse répondre répond réactivité attente response
résolution résoudre résolu régler réglé solution clôturé
traitement traiter traité gestion "prise en charge"
appel téléphone téléphonique téléphoner "coup de fil" call
humain conseiller agent opérateur téléconseiller
escalade transfert transférer transféré
automate robot bot chatbot voicebot callbot "assistant virtuel"
panier caddie chariot cart basket
commande achat vente transaction order
annulé annulation annuler
abandon abandonner décroché décrocher raccroché raccrocher inachevé "non finalisé" "non validé" "laissé en plan"
revenu ca "chiffre d'affaires" recette revenue
marge rentabilité rentable profit bénéfice profitabilité
roi rendement "retour sur investissement"
valeur vaut rapporte rapporter gagne value
satisfaction satisfait content heureux contentement ressenti
plainte mécontent insatisfait insatisfaction mécontentement grief négatif
réclamation plainte litige
score note indice index baromètre évaluation notation
recommandation recommander parrainage parrainer "bouche à oreille"
facile facilité simplicité simple effort
collaborateur salarié employé personnel effectif équipe employee rh
turnover rotation roulement départ démission démissionner "turn over"
absentéisme absence absent "arrêt maladie" "arrêt de travail"
formation former formé apprentissage training
engagement motivation implication motivé impliqué mobilisation
objectif cible but target quota
prévision prévu budget forecast prévisionnel
écart différence variance
réalisé réel atteint atteinte
taux part pourcentage proportion ratio tx pct rate
nombre combien volume quantité effectif
moyen moyenne average
croissance progression progresser évolution augmentation hausse growth
visiteur visite internaute session trafic vue
opportunité affaire deal
succès signature signer signé closing close gagné remporté conclure win
conversion convertir transformation transformer concrétisation deviennent devenir
clic cliquer click
utilisation usage utiliser utilisateur usager
fonctionnalité fonction feature
adoption adopter adopté
expansion upsell additionnel "vente croisée" "vente additionnelle" "vente complémentaire" \
"cross sell" "cross selling" "up sell" "montée en gamme"
récupération récupérer récupéré sauvé relance relancé
relance relancer relancé rappel reminder
assistance selfcare faq autonomie autonome déflexion "libre service" "self service" "self care" \
"base de connaissances" "sans conseiller"
conservé gardé retenu
ancienneté durée vie
mensuel mois
rester reste durée vie
demande ticket requête dossier sollicitation incident problème case request
contact interaction échange
campagne mail email emailing newsletter mailing publicité
rebond bounce repartir repartent "sans suite" "une seule page"
premier première 1er 1ère first
fréquence souvent régularité fréquemment frequency
portefeuille parc base stock
paiement caisse checkout payer règlement
fidèle habitué régulier
service support sav helpdesk assistance
démarrage onboarding "mise en route" "prise en main"
écoulement stock backlog encours
conversation parler communication discussion
mensuel mensualité monthly
début ouverture départ commencement
fin clôture
"""


def ideas() -> list[list[str]]:
    """The lines, as lists of words and of names of several words.

    >>> found = next(one for one in ideas() if one[0] == "turnover")
    >>> "rotation" in found, "turn over" in found
    (True, True)
    """
    return [
        [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', line)]
        for line in _LINES.strip().splitlines()
    ]

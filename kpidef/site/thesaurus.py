"""Words that a reader takes for one another, and what a search leaves out; each line is one idea."""

from __future__ import annotations

import re

# A name of several words stands for the line's first word. Words are compared by their stems: one form is enough.
_LINES = """
attrition churn désabonnement désabonner désinscription résiliation résilier départ partir partent partons défection \
fuite perte perdre perd perdu quitter quitte parti partie "s'en vont" "annulation d'abonnement" \
"annuler un abonnement" "fin de contrat" cancellation cancel lost "vont ailleurs" envolé déperdition évaporation \
érosion disparu disparaître dormant inactif "ne sont plus" déserteur déserter désertion lâcher lâché délaisser \
abandonné annulation annuler infidèle infidélité trahir "voir ailleurs" "passés à la concurrence" leave leaving \
évasion exode hémorragie arrêter arrêtent stopper
rétention maintenu conservation kept "toujours là" "encore là" stable conserver garder retenir maintien retention \
keep
fidélité "de longue date" fidélisation fidèle loyauté loyalty loyal meilleur attaché attachement stable
réachat "commander encore" "commandent encore" "commandent à nouveau" "plusieurs fois" récurrent racheter rachètent \
rachat réacheter "acheter à nouveau" "achat répété" "racheter" "reviennent acheter" "deuxième achat" "second achat" \
"achètent à nouveau" "achètent encore" "mono achat" "un seul achat" "acheteur unique" "rachètent" "deux fois" \
"2 fois" "plus d'une fois"
renouvellement renouveler renouvellent reconduction reconduire réabonnement
coût coûter "combien coûte" cher frais investissement prix dépense dépenser tarif cost paie payé payons payer \
dépensé spend budget
lead prospect piste suspect inbound formulaire téléchargement télécharger "livre blanc" capture coordonnées
sortant prospection démarchage prospecter phoning émis passé télévente outbound "cold calling" "cold call"
client consommateur acheteur abonné usager clientèle customer cli acquéreur
nouveau gagné acquis acquérir acquisition conquis conquête recruté new nvx nveau nveaux nvelle entrant récent \
arrivée recrue
réactivé réactivation "de retour" reconquête reconquis ancien dormant inactif "win back" winback revenir reviennent
délai "combien de temps" minute heure seconde longueur long longtemps lenteur lent sla temps durée vitesse rapidité \
rapide rapidement vite attente time tps jour attendre patienter patience
réponse répondre répond réactivité attente response joignable joignabilité réactif répondu
résolution résoudre résolu régler réglé solution solutionner dépanner dépannage fermer fermé clore clos clôturé \
clôture réparer réparation corriger correction
traitement traiter traité gestion "prise en charge"
appel téléphone téléphonique téléphoner "coup de fil" call tel tél phone
humain personne conseiller agent opérateur téléconseiller téléopérateur superviseur expert standardiste \
"parler à un conseiller" "parler à quelqu'un" "vraie personne"
escalade "niveau 2" "deuxième niveau" "second niveau" relais débordement handover transfert transférer transféré
automate robot bot chatbot voicebot callbot "assistant virtuel"
panier caddie chariot cart basket "addition moyenne" addition
commande achat vente acheter achètent achète vendre vendu transaction order commander cde emplette
annulé annulation annuler
abandon abandonner décroché décrocher raccroché raccrocher inachevé interrompu interruption "en cours de route" \
"au bout" "jusqu'au bout" "non terminé" "pas terminé" incomplet "non finalisé" "non validé" "laissé en plan" oublié \
"file d'attente" injoignable finir finissent terminer "pas finir" "ne finissent pas" "pas fini" "pas aboutie"
revenu ca "chiffre d'affaires" "chiffre affaires" "chiffre d'affaire" recette revenue euro euros argent encaisser \
facturer rentrée facturation
marge gain lucratif bénef rentabilité rentable profit bénéfice profitabilité contribution bénéficiaire
roi rendement "retour sur investissement" retombée rapporter efficacité investissement retour
valeur "long terme" vaut rapporte rapporter gagne value
satisfaction satisfait content heureux ravi contentement ressenti enquête sondage questionnaire étoile avis opinion \
perception "voix du client" happy satisfied smiley emoji plaisir bonheur comblé enchanté
plainte mécontent énervé déçu plaindre plaignent râler insatisfait insatisfaction mécontentement grief négatif \
mauvais critique défavorable "bad buzz" complaint unhappy doléance protestation grogne remarque fâché colère furieux \
agacé
réclamation plaindre plaignent plainte litige
score note noter indice index baromètre évaluation notation
recommandation recommander parrainage parrainer parrain filleul ami proche pair ambassadeur prescripteur \
prescription "parler de nous" "parlent de nous" referral "bouche à oreille" conseiller "conseillent" "recommandent" \
cooptation
facile facilité simplicité simple effort difficulté difficile compliqué pénible friction fluidité fluide
collaborateur salarié employé personnel effectif équipe employee rh interne staff personne talent travailleur \
collègue "ressources humaines" "main d'oeuvre"
turnover rotation roulement départ licenciement embauche démission démissionner "turn over" sortie \
"quittent l'entreprise" "quitter l'entreprise"
absentéisme absence absent maladie congé "arrêt maladie" "arrêt de travail"
formation former formé apprentissage cours elearning "e learning" compétence coaching training formés apprendre \
apprenant
engagement motivation implication motivé impliqué mobilisation moral ambiance climat fierté appartenance qvt qvct \
"bien être" participation
objectif cible but palier jalon okr goal target quota
prévision prévu estimé planifié plan projeté projection atterrissage budget forecast prévisionnel
écart différence variance dérive dépassement fiabilité précision erreur
réalisé réel atteint atteinte atteindre avancement tenu rempli réalisation
taux part pourcentage proportion ratio tx pct rate
nombre combien volume quantité effectif nb nbr nbre qté total
moyen moyenne average moy médian
croissance grandir grandit grossir développement développer augmenter progression progresser évolution augmentation \
hausse growth essor variation "en plus" "de plus"
visiteur visite internaute audience web site mobinaute session trafic vue
opportunité affaire deal pipeline pipe devis proposition offre négociation négocié "appel d'offres" \
"appels d'offres"
succès signature signer signé closing close gagné remporté remporter victoire gagnant réussite efficacité \
performance conclure win won
conversion tunnel funnel entonnoir "tunnel de vente" "tunnel d'achat" "entonnoir de vente" "tunnel de conversion" \
"entonnoir de conversion" "funnel de vente" convertir transformation transformer concrétisation deviennent devenir \
conv transfo
clic cliquer click bannière lien
utilisation usage utiliser utilisateur usager utilisé connexion connecter connecté connectent "se servir" \
"se servent" user
fonctionnalité fonction feature
adoption adopter adopté appropriation approprier
expansion upsell additionnel supplémentaire upgrade option upselling "up selling" "vendre plus" "vente croisée" \
"vente additionnelle" "vente complémentaire" "cross sell" "cross selling" "up sell" "montée en gamme"
récupération récupérer récupéré sauvé relance relancé
relance relancer relancé rappel reminder
assistance selfcare faq autonomie autonome "tout seul" "tout seuls" seul seuls débrouiller "par eux mêmes" déflexion \
"libre service" "self service" "self care" tutoriel forum évitement éviter "espace client" "évitement d'appels" \
"base de connaissances" "base de connaissance" "centre d'aide" "sans conseiller" "sans appeler" aide aider \
"aide en ligne" "foire aux questions"
conservé gardé retenu restent resté
ancienneté durée vie longévité "nombre d'années" "combien d'années" "depuis combien de temps"
mensuel mois
rester reste durée vie demeure
demande ticket requête dossier sollicitation incident problème case request
contact interaction échange joindre interagir interagissent joignent
campagne marketing pub mail email emailing newsletter mailing publicité
rebond "tout de suite" immédiatement aussitôt bounce repartir repartent "sans suite" "une seule page" "page quittée" \
"quitter la page" "quitter le site" "quittent le site" "quittent la page" "repartent aussitôt"
premier "du premier coup" première 1er 1ère first
fréquence rythme cadence intensité assiduité régularité "combien de fois" "nombre de fois" souvent fréquemment \
frequency "tous les combien" répétition
portefeuille parc base stock
paiement caisse checkout payer règlement
fidèle habitué régulier
service support sav helpdesk assistance
démarrage démarrer "mise en service" "premiers pas" onboarding "mise en route" "prise en main" implémentation \
intégration installation
écoulement stock backlog encours
conversation parler communication discussion entretien
mensuel mensualité monthly
début ouverture départ commencement
fin clôture
engagement like partage social "réseaux sociaux" "réseau social" commentaire interagir
marché concurrence concurrent rival leader position
pénétration couverture équipement
argumenté argumentation argumentaire argumenter pitch script discours
santé risque danger fragile menacé feu alerte health
profondeur intensité richesse
client tête
effectif monde tête headcount "nombre de personnes" "combien de personnes" "combien sommes nous" \
"taille de l'équipe" "taille des équipes"
revenu "on gagne" "gagne t on" "gagnons nous" "rentrée d'argent" business
portefeuille "part de budget" "part du budget" wallet
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

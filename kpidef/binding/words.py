"""Names as words: folded, cut, and brought to one word for each meaning, French or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Words that say how a column is kept rather than what it holds: they weigh little.
FAINT = frozenset({"id", "date", "is", "nombre", "code", "nom", "valid"})
# And words that say nothing: `is_automated` is `automatisee`, `start_date` is `valid_from`.
MUTE = frozenset({"is", "date", "valid"})

# A line a meaning: all its words are one word, the first.
_MEANINGS = """
id identifiant key cle uid uuid pk no num numero number ref reference
date le at on dt datetime timestamp ts time moment
is est has flag
nombre nb count qty quantity quantite
nom name libelle label title
client customer account compte cust clients customers
demande ticket request case issue requete incident
contact interaction call appel exchange echange message conversation_item
abonnement subscription contract contrat sub abo
commande order purchase achat vente sale
remboursement refund return retour
panier cart basket
visite visit session
visiteur visitor
prospect lead
opportunite opportunity deal affaire
depense spend spending expense cost_line
diffusion impression display
enquete survey feedback sondage
employe employee staff collaborateur salarie agent
equipe team squad
formation training course
objectif target goal cible
evenement event
produit product
utilisateur user
fonctionnalite feature
marche market
secteur sector industry
segment tier
canal channel medium
type kind category categorie
statut status state etat
source origin origine provenance
campagne campaign
poste item post
montant amount value valeur total price prix
cout cost costs
gain gains benefit profit
ca revenue turnover income
ht net excl
mrr monthly_recurring_revenue
mois month monthly
jour day daily
annee year
note score rating grade
sens direction way
motif reason topic subject
offre plan offer package
pages pageviews page
vues views viewed
duree duration length elapsed
attente wait waiting queue
seconde s sec secs second seconds secondes
heure h hour hours heures
debut start started begin began from ouverture since
fin end ended to until stop finish
echeance due renewal expiry
valid valide validity effective
recue recu received created cree creee opened ouvert ouverte submitted received creation
passe passee placed ordered purchased
modifie updated modified changed
resolu resolue resolved solved closed fermee ferme cloture cloturee
rouvert rouverte reopened
premier premiere first initial
dernier derniere last
reponse response reply replied answered answer repondu
escalade escaladee escalated escalation transferred
automatise automatisee automated automatic
chatbot bot robot
abandonne abandoned dropped
decroche answered_call picked
survenu survenue occurred happened
argumente pitched
converti convertie converted conversion
qualifie qualifiee qualified
gagne gagnee won
perdu perdue lost
embauche hired hire
depart left leave departure terminated
presente presented
reussi success succeeded successful
relance reminded reminder followup
paiement payment checkout
email mail courriel
telephone phone tel
prospection prospecting
suivi follow_up tracking
rappel callback
theorique theorique scheduled planned contractual
absence absent absences
onboarding onboarded activation
parrain referrer sponsor referred
"""


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, each brought to its meaning.

    >>> words_of("createdAt"), words_of("Reçue le")
    (('recue', 'date'), ('recue', 'date'))
    """
    pieces = [piece.lower() for piece in _PIECES.findall(_unaccented(name))]
    return tuple(_meaning(piece) for piece in pieces)


def same_value(value: str, values: Iterable[str]) -> str | None:
    """The one of the values that this one is, but for its writing or its language.

    >>> same_value("Phone", ["email", "telephone"]), same_value("E-mail", ["email"]), same_value("fax", ["email"])
    ('telephone', 'email', None)
    """
    for fold in (plain, words_of):
        for known in values:
            if fold(known) == fold(value):
                return known
    return None


@cache
def plain(name: str) -> str:
    """The name without accents, capitals and marks.

    >>> plain("Réf. Client")
    'refclient'
    """
    return re.sub(r"[^a-z0-9]", "", _unaccented(name).lower())


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How much of two lists of words is common, from 0 to 1; faint words weigh little."""
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    return _weight(first & second) / _weight(first | second)


def _weight(words: set[str]) -> float:
    return sum(0.35 if word in FAINT else 1.0 for word in words)


def _unaccented(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _meaning(piece: str) -> str:
    known = _by_word()
    if piece in known:
        return known[piece]
    single = piece[:-1] if len(piece) > 3 and piece.endswith(("s", "x")) else piece
    return known.get(single, single)


@cache
def _by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _MEANINGS.split("\n"):
        if line:
            meaning, *others = line.split()
            for word in (meaning, *others):
                found.setdefault(word, meaning)
    return found

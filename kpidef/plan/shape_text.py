"""A scan's shape and what decided it, in words."""

from __future__ import annotations

from kpidef.errors import Language
from kpidef.plan.shape import Choice, Reason, Shape

# In French, then in English.
_SHAPES: dict[Shape, tuple[str, str]] = {
    "windows": ("chaque ligne rencontre les fenêtres qui la contiennent", "each row meets the windows that hold it"),
    "changes": (
        "les arrivées moins les départs, cumulés dans le temps",
        "arrivals less departures, added up over time",
    ),
    "bits": ("un entier par entité, un bit par instant", "one integer an entity, one bit an instant"),
    "pieces": (
        "les intervalles d'une entité sans leurs recouvrements, puis arrivées moins départs",
        "an entity's intervals without what overlaps, then arrivals less departures",
    ),
    "leavers": (
        "les lignes présentes à un seul bout de la fenêtre, moins celles dont l'entité a d'autres lignes à l'autre",
        "the rows that are there at one end of the window only, less those whose entity has others at the other end",
    ),
    "latest": (
        "la dernière photo entre deux instants, par MAX, vaut jusqu'à la suivante",
        "the last photo between two instants, by MAX, stands until the next one",
    ),
}
_REASONS: dict[Reason, tuple[str, str]] = {
    "one_instant": ("il n'y a qu'un instant", "there is one instant"),
    "kept_apart": ("le résultat est par entité", "the result is by entity"),
    "cohort": ("chaque fenêtre a sa cohorte", "each window has its own cohort"),
    "open_periods": ("les périodes ne sont connues qu'à l'exécution", "the periods are known only at run time"),
    "two_kinds": ("les deux bouts de l'intervalle n'ont pas le même type", "the interval's ends are of two types"),
    "open_ends": ("une fenêtre n'a pas de début", "a window has no start"),
    "each_row": ("chaque fenêtre regarde chaque ligne", "each window looks at each row"),
    "adds_up": ("un compte ou une somme s'ajoute et se retranche", "counts and sums can be added and taken away"),
    "does_not_add_up": ("cet agrégat ne se retranche pas", "this aggregate can't be taken away"),
    "overlaps": ("une entité peut avoir plusieurs intervalles", "an entity may have several intervals"),
    "few_instants": ("les instants sont peu nombreux", "the instants are few"),
    "many_instants": ("les instants sont nombreux", "the instants are many"),
    "compares": ("on compare des entités", "entities are compared"),
}


def shape_text(choice: Choice, language: Language) -> str:
    """The shape, and why, on one line."""
    rank = 0 if language == "fr" else 1
    return f"{_SHAPES[choice.shape][rank]} ({_REASONS[choice.reason][rank]})"

"""A scan's shape and what decided it, in words."""

from __future__ import annotations

from kpidef.errors import Language
from kpidef.plan.event_shape import EventChoice, EventReason, EventShape
from kpidef.plan.shape import Choice, Reason, Shape
from kpidef.plan.unit import Unit

# In French, then in English.
_SHAPES: dict[Shape | EventShape, tuple[str, str]] = {
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
    "alone": (
        "les lignes présentes à un seul bout de la fenêtre",
        "the rows that are there at one end of the window only",
    ),
    "leavers": (
        "les lignes présentes à un seul bout de la fenêtre, moins celles dont l'entité a d'autres lignes à l'autre",
        "the rows that are there at one end of the window only, less those whose entity has others at the other end",
    ),
    "latest": (
        "la dernière photo entre deux instants, par MAX, vaut jusqu'à la suivante",
        "the last photo between two instants, by MAX, stands until the next one",
    ),
    "direct": ("chaque ligne trouve seule sa fenêtre", "each row finds its own window"),
    "counted": (
        "chaque ligne compte à quelle distance du début est sa fenêtre",
        "each row counts how far from the start its window is",
    ),
    "folded": (
        "les lignes repliées par {unit}, puis par fenêtre",
        "rows folded by {unit}, then by window",
    ),
    "days": (
        "chaque ligne rencontre les fenêtres de son unité de temps, par {unit}",
        "each row meets the windows of its unit of time, by {unit}",
    ),
    "sliced": (
        "les lignes repliées par tranche entre deux bornes, puis par fenêtre",
        "rows folded by slice between two bounds, then by window",
    ),
    "joined": ("chaque ligne rencontre les fenêtres qui la contiennent", "each row meets the windows that hold it"),
}
_REASONS: dict[Reason | EventReason, tuple[str, str]] = {
    "one_instant": ("il n'y a qu'un instant", "there is one instant"),
    "kept_apart": ("le résultat est par entité", "the result is by entity"),
    "cohort": ("chaque fenêtre a sa cohorte", "each window has its own cohort"),
    "open_periods": ("les périodes ne sont connues qu'à l'exécution", "the periods are known only at run time"),
    "two_kinds": ("les deux bouts de l'intervalle n'ont pas le même type", "the interval's ends are of two types"),
    "open_ends": ("une fenêtre n'a pas de début", "a window has no start"),
    "each_row": ("chaque fenêtre regarde chaque ligne", "each window looks at each row"),
    "adds_up": ("un compte ou une somme s'ajoute et se retranche", "counts and sums can be added and taken away"),
    "does_not_add_up": ("cet agrégat ne se retranche pas", "this aggregate can't be taken away"),
    "parts_add_up": ("les parties s'ajoutent", "the parts add up"),
    "parts_do_not_add_up": ("les parties ne s'ajoutent pas", "the parts don't add up"),
    "overlaps": ("une entité peut avoir plusieurs intervalles", "an entity may have several intervals"),
    "few_instants": ("les instants sont peu nombreux", "the instants are few"),
    "many_instants": ("les instants sont nombreux", "the instants are many"),
    "equal_windows": (
        "les fenêtres se suivent et ont la même longueur",
        "the windows follow one another and are equally long",
    ),
    "one_part": ("chaque fenêtre n'est faite que d'une partie", "each window is made of one part"),
    "one_window": ("une ligne n'a qu'une fenêtre", "a row has one window only"),
    "overlap": ("les fenêtres se recouvrent", "the windows overlap"),
    "many_bounds": ("les bornes sont nombreuses", "the bounds are many"),
    "no_window": ("il n'y a pas de fenêtre", "there is no window"),
    "one_row": ("la liaison dit qu'une entité n'a qu'une ligne", "the binding says that an entity has one row"),
    "compares": ("on compare des entités", "entities are compared"),
}


_BY_SORT = (
    ", après avoir été repliées par ce que lisent les conditions",
    ", once folded by what the conditions read",
)
_UNITS: dict[Unit, tuple[str, str]] = {
    "month": ("mois", "month"),
    "date": ("jour", "day"),
    "day": ("jour", "day"),
    "hour": ("heure", "hour"),
}


def shape_text(choice: Choice | EventChoice, language: Language) -> str:
    """The shape, and why, on one line."""
    rank = 0 if language == "fr" else 1
    shape = _SHAPES[choice.shape][rank]
    if isinstance(choice, EventChoice) and choice.unit is not None:
        shape = shape.format(unit=_UNITS[choice.unit][rank])
    if isinstance(choice, EventChoice) and choice.by_sort:
        shape += _BY_SORT[rank]
    return f"{shape} ({_REASONS[choice.reason][rank]})"

"""The name that a user probably meant, as the next step of an error."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    """The `nearest_fr` and `nearest_en` fields of an error about `name`."""
    from difflib import get_close_matches

    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return {"nearest_fr": f"vouliez-vous dire « {close[0]} » ?", "nearest_en": f"did you mean '{close[0]}'?"}
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    if not shown:
        return {"nearest_fr": "aucun nom n'est déclaré ici", "nearest_en": "no name is declared here"}
    return {"nearest_fr": f"les noms connus sont : {shown}", "nearest_en": f"the known names are: {shown}"}

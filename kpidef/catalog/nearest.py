"""The name that a user probably meant, as the next step of an error."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    """The `nearest_fr` and `nearest_en` fields of an error about `name`."""
    from difflib import get_close_matches

    names = sorted(set(known))
    # `segmant` may be meant for `clients.segment`, which is as good as `segment`.
    ends = {} if "." in name else {one.rpartition(".")[2]: one for one in reversed(names)}
    close = get_close_matches(name, {**dict.fromkeys(names), **ends}, n=1, cutoff=0.6)
    if close:
        meant = ends.get(close[0], close[0])
        return {"nearest_fr": f"vouliez-vous dire « {meant} » ?", "nearest_en": f"did you mean '{meant}'?"}
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    if not shown:
        return {"nearest_fr": "aucun nom n'est déclaré ici", "nearest_en": "no name is declared here"}
    return {"nearest_fr": f"les noms connus sont : {shown}", "nearest_en": f"the known names are: {shown}"}

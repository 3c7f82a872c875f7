"""What the search looks through: each KPI's names and words, as a script so that it works without a server."""

from __future__ import annotations

import json

from kpidef.catalog.model import Kpi
from kpidef.site.collation import fold
from kpidef.site.context import Context
from kpidef.site.thesaurus import expressions, ideas

_STOP = frozenset(
    """
    a au aux avec ce ces cette d dans de des du elle en est et il ils l la le les leur lui ne non on ou par pas plus
    pour qu que qui s sa se ses si son sont sur un une y ont ete chaque entre meme ainsi aussi c n m t j
    """.split()  # noqa: SIM905 - words are easier to read so
)


def search_script(context: Context) -> str:
    """`kpidefIndex`: one row a KPI, [path, name, family, synonyms, acronyms, words of the definition, kind]."""
    kpis = context.glossary.catalog.kpis.values()
    families = list(dict.fromkeys(context.family_name(kpi.family) for kpi in kpis))
    record = {
        "families": families,
        "kpis": [_row(kpi, families, context) for kpi in kpis],
        "ideas": ideas(),
        "expressions": expressions(),
        "texts": _texts(context),
    }
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return f"self.kpidefIndex={written};\n"


def _row(kpi: Kpi, families: list[str], context: Context) -> list[object]:
    name = context.name(kpi)
    synonyms = [context.set(one.value) for one in kpi.spec.synonyms]
    acronyms = [context.set(one.value) for one in kpi.spec.acronyms]
    said = {*fold(name).split(), *(word for one in (*synonyms, *acronyms) for word in fold(one).split())}
    words = dict.fromkeys(fold(f"{context.short(kpi)} {' '.join(_measures(kpi))} {kpi.id}").split())
    kept = [word for word in words if word not in _STOP and word not in said and len(word) > 2]
    family = families.index(context.family_name(kpi.family))
    return [kpi.id, name, family, synonyms, acronyms, " ".join(kept), _kind(kpi.unit)]


def _kind(unit: str) -> str:
    """`%` for a share, `t` for a time, `n` for another number; nothing for points and scores, named in many ways."""
    match unit.split("/", maxsplit=1)[0]:
        case "percent":
            return "%"
        case "second" | "minute" | "hour" | "day" | "month":
            return "t"
        case "points" | "score" | "":
            return ""
        case _:
            return "n"


def _measures(kpi: Kpi) -> list[str]:
    return [measure.label for measure in kpi.measures.values() if measure.label]


def _texts(context: Context) -> dict[str, object]:
    names = ("none", "instead", "count", "one", "synonym", "acronym", "typo", "meaning", "text")
    fields = {"query": "{}", "count": "{}", "of": "{}"}
    return {
        **{name: context.say(f"search.{name}", **fields) for name in names},
        "kpi": context.addresses.one("kpi", "{}"),
        "indexes": [[context.say(name), context.addresses.index(name)] for name in ("families", "letters")],
    }

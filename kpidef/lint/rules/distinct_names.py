"""A name leads to one KPI: ids, labels, acronyms and synonyms, but for capitals, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kpidef.catalog.model import Kpi
from kpidef.errors import KpidefError, Position
from kpidef.errors.lint import NameRepeated, NameShared
from kpidef.lint.subject import Library, Rule

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def _check(library: Library) -> Iterator[KpidefError]:
    bearers: dict[str, dict[str, tuple[str, Position]]] = {}
    for kpi in library.catalog.kpis.values():
        for name, at, is_repeated in _names(kpi):
            if is_repeated:
                yield NameRepeated(at, subject=kpi.id, name=name)
            bearers.setdefault(folded(name), {}).setdefault(kpi.id, (name, at))
    for found in bearers.values():
        if len(found) > 1:
            *_, (name, at) = found.values()
            yield NameShared(at, subject=[*found][-1], name=name, kpis=", ".join(found))


def folded(name: str) -> str:
    """What is left of a name when nobody minds how it is written.

    >>> folded("Taux d’Attrition (Élevé)")
    'taux d attrition eleve'
    """
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(one for one in plain if not unicodedata.combining(one)).casefold()
    return _NOT_LETTERS.sub(" ", letters).strip()


def _names(kpi: Kpi) -> Iterator[tuple[str, Position, bool]]:
    """Each name, where it stands, and whether the KPI has said it before."""
    seen = {folded(kpi.label)}
    yield kpi.label, kpi.spec.id.at, False
    for text in (*kpi.spec.acronyms, *kpi.spec.synonyms):
        yield text.value, text.at, folded(text.value) in seen
        seen.add(folded(text.value))
    yield kpi.id, kpi.spec.id.at, False


RULE = Rule(
    "distinct_names",
    (NameShared, NameRepeated),
    "Un nom (identifiant, libellé, sigle ou synonyme) mène à un seul KPI, et un KPI ne le porte qu'une fois : sinon, "
    "deux personnes qui disent le même mot lisent deux nombres. Majuscules, accents et ponctuation ne comptent pas.",
    "A name (id, label, acronym or synonym) leads to one KPI, which has it once: else two people who say the same word "
    "read two numbers. Capitals, accents and punctuation do not count.",
    _check,
)

"""What a KPI's keys say together: a value that is a number, dimensions that exist, a grain that is one of its own."""

from __future__ import annotations

from kpidef.catalog.nearest import nearest
from kpidef.catalog.source import SourceBook
from kpidef.errors import KpidefError, Position
from kpidef.errors.catalog import BadValue
from kpidef.expression.typed import Expression
from kpidef.spec.records import KpiSpec, Text

_NUMBERS = ("integer", "decimal", "float", "boolean", "any", "null")


def check_sense(spec: KpiSpec, formula: Expression, book: SourceBook) -> None:
    """Raises BadValue where one of the keys makes no sense beside the others."""
    if formula.type not in _NUMBERS:
        written = spec.formula or spec.id
        reason = (
            f"sa valeur est de type {formula.type}, et non un nombre",
            f"its value is a {formula.type}, not a number",
        )
        raise _bad(written.at, "formula", written.value, reason, ("donnez un nombre", "give a number"))
    if spec.period is not None and spec.grains and spec.period.value not in [one.value for one in spec.grains]:
        listed = ", ".join(one.value for one in spec.grains)
        reason = f"`grains` ne l'a pas : {listed}", f"`grains` does not have it: {listed}"
        step = "ajoutez-le à `grains`, ou choisissez parmi eux", "add it to `grains`, or choose one of them"
        raise _bad(spec.period.at, "period", spec.period.value, reason, step)
    known = {name for source in book.sources() for name in book.names(source)}
    for text in spec.dimensions:
        if text.value.rpartition(".")[2] not in known:
            raise _unknown_dimension(text, known)


def _unknown_dimension(text: Text, known: set[str]) -> KpidefError:
    near = nearest(text.value.rpartition(".")[2], known)
    reason = "aucune source n'a cette colonne", "no source has this column"
    return _bad(text.at, "dimensions", text.value, reason, (near["nearest_fr"], near["nearest_en"]))


def _bad(at: Position, key: str, value: str, reason: tuple[str, str], step: tuple[str, str]) -> KpidefError:
    return BadValue(
        at, value=value, key=key, reason_fr=reason[0], reason_en=reason[1], next_fr=step[0], next_en=step[1]
    )

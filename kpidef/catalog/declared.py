"""Conditions on the declared values of a column: one that none of them can meet is a slip of the pen."""

from __future__ import annotations

from kpidef.catalog.scope import RowScope
from kpidef.errors import Position
from kpidef.errors.catalog import UndeclaredValue
from kpidef.expression.typed import Constant, Expression, Field, Operation
from kpidef.expression.walk import walk
from kpidef.spec.records import Text

_COMPARED = ("=", "<>", "in")
_SHOWN = 12


def check_values(text: Text, expression: Expression, scope: RowScope) -> None:
    """Raises UndeclaredValue where a column is compared with a text that its `values` do not have."""
    for one in walk(expression):
        if isinstance(one, Operation) and one.name in _COMPARED:
            fields = [side for side in one.arguments if isinstance(side, Field)]
            written = [side.value for side in one.arguments if isinstance(side, Constant) and side.type == "text"]
            for field in fields[:1] if written else ():
                _check(text, field, [str(value) for value in written], scope)


def _check(text: Text, field: Field, written: list[str], scope: RowScope) -> None:
    column = scope.column(field)
    known = column.values if column is not None else ()
    for value in written:
        if known and value not in known:
            shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
            raise UndeclaredValue(
                _place(text, value), value=value, column=field.column, known=shown, **_advice(value, known)
            )


def _advice(value: str, known: tuple[str, ...]) -> dict[str, str]:
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in known}
    near = get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    if near:
        one = folded[near[0]]
        return {"advice_fr": f"vouliez-vous dire « {one} » ?", "advice_en": f"did you mean '{one}'?"}
    return {
        "advice_fr": "corrigez la valeur, ou ajoutez-la à `values` de la colonne",
        "advice_en": "correct the value, or add it to the column's `values`",
    }


def _place(text: Text, value: str) -> Position:
    quoted = "'" + value.replace("'", "''") + "'"
    offset = text.value.find(quoted)
    return text.at.within(offset + 1, len(quoted) - 2) if offset >= 0 and len(quoted) > 2 else text.at

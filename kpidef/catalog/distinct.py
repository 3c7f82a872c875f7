"""What no source can say of its columns: a key with one column twice, a tie to itself, or to another type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue, MistypedReference
from kpidef.expression.typed import Type
from kpidef.spec.records import Text

_EXACT = frozenset({"integer", "decimal"})  # numbers that every engine compares alike


def check_key(key: Sequence[Text]) -> Iterator[KpidefError]:
    """A column that a key names twice."""
    names = [one.value for one in key]
    for rank, one in enumerate(key):
        if one.value in names[:rank]:
            yield BadValue(
                one.at,
                value=one.value,
                key="key",
                reason_fr="la clé nomme déjà cette colonne",
                reason_en="the key names this column already",
                next_fr="nommez chaque colonne de la clé une fois",
                next_en="name each column of the key once",
            )


def check_other(same_as: Text, source: str, column: str) -> None:
    """Raises BadValue where a column is said to be the same dimension as itself."""
    if same_as.value == f"{source}.{column}":
        raise BadValue(
            same_as.at,
            value=same_as.value,
            key="same_as",
            reason_fr="c'est la colonne elle-même",
            reason_en="this is the column itself",
            next_fr="nommez la colonne d'une autre source, ou ôtez `same_as`",
            next_en="name the column of another source, or remove `same_as`",
        )


def check_reference(references: Text, column: str, own: Type, key: Type) -> Iterator[KpidefError]:
    """A reference to a key of another type, whose values no row would match."""
    if own != key and not {own, key} <= _EXACT:
        yield MistypedReference(references.at, name=references.value, column=column, own=own, key=key)

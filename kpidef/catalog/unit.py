"""The units of columns, as expressions over them need them."""

from __future__ import annotations

from collections.abc import Callable

from kpidef.catalog.scope import RowScope
from kpidef.expression.typed import Field, HostField, Term
from kpidef.expression.units import UNKNOWN, Unit


def field_unit(scope: RowScope) -> Callable[[Field | HostField | Term], Unit]:
    """The unit of each name of an expression over a source's rows."""

    def unit(leaf: Field | HostField | Term) -> Unit:
        if not isinstance(leaf, Field):
            return UNKNOWN
        column = scope.column(leaf)
        return column.unit if column is not None else UNKNOWN

    return unit

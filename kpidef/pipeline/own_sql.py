"""The SQL that bindings write in the warehouse's own dialect, read without any warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpidef.catalog.binding import Binding
from kpidef.errors import KpidefError
from kpidef.errors.catalog import BadValue
from kpidef.errors.dialect import UnknownDialect
from kpidef.pipeline.connecting import default_dialect
from kpidef.spec.records import NativeSql

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project


def refused_sql(project: Project) -> tuple[KpidefError, ...]:
    """What is not one SELECT, or one expression; sqlglot is only loaded where a binding writes SQL."""
    written = [one for _, one in sorted(project.bindings.items()) if one.query is not None or any(_native(one))]
    if not written:
        return ()
    dialect = default_dialect(project)
    return tuple(error for one in written for error in _refused(one, dialect))


def _refused(binding: Binding, dialect: str) -> Iterator[KpidefError]:
    from kpidef.sql.native import native_expression, parse_query

    if binding.query is not None:
        try:
            parse_query(binding.query, dialect)
        except UnknownDialect:
            pass  # a connection without a known engine is told when it is used
        except BadValue as error:
            yield error
    for one in _native(binding):
        try:
            native_expression(one, binding.source)
        except (BadValue, UnknownDialect) as error:
            error.at = error.at or one.sql.at
            yield error


def _native(binding: Binding) -> Iterator[NativeSql]:
    written = (*binding.columns.values(), *binding.filters)
    return (one for one in written if isinstance(one, NativeSql))

"""A plan -> its statement in each of several dialects: one neutral tree, rewritten and written for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlglot import exp

from kpidef.calendar import Calendar
from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Catalog
from kpidef.errors import KpidefError
from kpidef.plan.nodes import Plan
from kpidef.sql.dialects import dialect_of
from kpidef.sql.render import written
from kpidef.sql.statement import OutputColumn, Statement, neutral
from kpidef.sql.twin import twin


def compile_each(
    plan: Plan,
    catalog: Catalog,
    bindings: Mapping[str, Binding],
    calendar: Calendar,
    as_of: datetime,
    dialects: Iterable[str],
) -> Iterator[Statement | KpidefError]:
    """The statement to be read in each dialect, or why not; `bindings` hold nothing in an engine's own SQL."""
    asked = [(dialect, _kind(dialect)) for dialect in dialects]
    drafts: dict[_Kind, tuple[exp.Query, tuple[OutputColumn, ...]]] = {}
    for rank, (dialect, kind) in enumerate(asked):
        try:
            if kind not in drafts:
                drafts[kind] = neutral(plan, catalog, bindings, calendar, as_of, dialect, detail=False)
            query, columns = drafts[kind]
            is_needed_again = any(other == kind for _, other in asked[rank + 1 :])
            yield Statement(written(twin(query) if is_needed_again else query, plan, dialect), dialect, columns)
        except KpidefError as error:
            yield error


_Kind = tuple[bool, ...]


def _kind(dialect: str) -> _Kind:
    """All that the neutral tree asks of a dialect: those that answer alike have one tree."""
    record = dialect_of(dialect)
    return record.folds_times, record.folds_conditions, record.gathers_bits, record.has_decimals

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
    drafts: dict[tuple[bool, ...], tuple[exp.Query, tuple[OutputColumn, ...]]] = {}
    for dialect in dialects:
        # All that the neutral tree asks of a dialect: those that answer alike have one tree.
        record = dialect_of(dialect)
        kind = (record.folds_times, record.folds_conditions, record.gathers_bits, record.has_decimals)
        try:
            if kind not in drafts:
                drafts[kind] = neutral(plan, catalog, bindings, calendar, as_of, dialect, detail=False)
            query, columns = drafts[kind]
            yield Statement(written(twin(query), plan, dialect), dialect, columns)
        except KpidefError as error:
            yield error

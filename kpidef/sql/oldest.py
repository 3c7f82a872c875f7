"""The day of the oldest row that a plan reads: where a history starts."""

from __future__ import annotations

from sqlglot import exp

from kpidef.expression.typed import Field
from kpidef.plan.nodes import Plan, Scan
from kpidef.plan.role import scans_of
from kpidef.sql.context import Context
from kpidef.sql.history import local_day
from kpidef.sql.relation import Relation
from kpidef.sql.tree import alias, column, select, subquery, union


def oldest_day(context: Context, plan: Plan) -> exp.Expr:
    """A scalar query: the local day of the first event, start of validity or photo of the sources."""
    times = {(scan.source, time): scan for scan in scans_of(plan.cells) if (time := _time(context, scan)) is not None}
    parts = [_first(context, scan, time) for (_, time), scan in times.items()]
    return exp.Subquery(this=select([exp.Min(this=column("day", "o"))], subquery(union(parts), "o")))


def _time(context: Context, scan: Scan) -> Field | None:
    source = context.catalog.sources[scan.source]
    if scan.time is not None:
        return scan.time
    if scan.kind.startswith("photo"):
        name = source.snapshot.at if source.snapshot is not None else None
    else:
        name = source.validity.start if source.validity is not None else None
    return Field(name, source.columns[name].type) if name is not None else None


def _first(context: Context, scan: Scan, time: Field) -> exp.Select:
    source = context.catalog.sources[scan.source]
    relation = Relation(context, source, extra={one.name: one for one in scan.rollups})
    oldest = exp.Min(this=relation.field(time))
    return relation.select([alias(local_day(oldest, time.type, context.zone.calendar.timezone), "day")])

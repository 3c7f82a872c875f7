"""The last photos of entities: the last one between two instants, found by MAX, stands until there is a later one."""

from __future__ import annotations

from datetime import datetime

from sqlglot import exp

from kpidef.calendar import shift_in_zone
from kpidef.expression.typed import Field
from kpidef.plan.nodes import Level, Scan
from kpidef.plan.shape import instants
from kpidef.plan.slices import rounded, uncut
from kpidef.sql.bound import bound, slice_of
from kpidef.sql.context import Context
from kpidef.sql.rows import CLOSES, WINDOW, Rows
from kpidef.sql.scalar import Tree
from kpidef.sql.tree import (
    alias,
    all_of,
    column,
    given,
    group,
    in_order,
    join,
    number,
    same,
    select,
    subquery,
    table,
    values,
)

PLACE, LAST, NEXT = "_place", "_last", "_next"


def place_photos(context: Context, scan: Scan, rows: Rows) -> list[Tree]:
    """Give each photo its rank among the instants; what the photos that may be read have in common."""
    snapshot = rows.source.snapshot
    assert snapshot is not None
    kind, timezone = rows.source.columns[snapshot.at].type, context.zone.calendar.timezone
    photo = rows.relation.field(Field(snapshot.at, kind))
    grid = tuple(sorted({rounded(one, kind) for one in instants(scan)}))
    rows.add(CLOSES, photo)
    rows.add(PLACE, slice_of(photo, uncut(grid), kind, timezone, range(len(grid) + 1)))
    rows.instants = _instants(context, scan, kind, grid)
    known = [given(rows.relation.field(one)) for one in scan.compared]
    return [*known, exp.LT(this=photo.copy(), expression=bound(grid[-1], kind, timezone))]


def last_photos(rows: Rows, scan: Scan, level: Level, source: Tree, windows: str) -> exp.Subquery:
    """The photos that are the last of their entity before an instant, once for each; within the level's dimensions."""
    entity = list(dict.fromkeys((*scan.entity, *scan.compared)))
    kept = [one for rank, one in enumerate(scan.group) if rank in level and one not in entity]
    keys = [rows.field(one) for one in (*kept, *entity)]
    lasting = subquery(_lasting(keys, source.copy(), len(instants(scan))), "l")
    equal = [same(column(rows.field(one).name, "l"), rows.field(one)) for one in kept]
    equal += [exp.EQ(this=column(rows.field(one).name, "l"), expression=rows.field(one)) for one in entity]
    equal.append(exp.EQ(this=column(LAST, "l"), expression=column(CLOSES, "r")))
    every = exp.Column(this=exp.Star(), table=exp.to_identifier("r", quoted=True))
    query = select([every, alias(column("w", "w"), WINDOW)], source)
    join(query, lasting, all_of(equal))
    return subquery(join(query, table(windows, "w"), all_of(_stands(scan))), "r")


def _lasting(keys: list[Tree], source: Tree, last: int) -> exp.Select:
    """The last photo of each entity at each place, and the place of its next one, or that of the last instant."""
    newest = alias(exp.Max(this=column(CLOSES, "r")), LAST)
    seen = select([*keys, column(PLACE, "r"), newest], source)
    group(seen, [*(one.copy() for one in keys), column(PLACE, "r")])
    own = [column(one.name, "x") for one in keys]
    following = exp.Window(
        this=exp.Lead(this=column(PLACE, "x")),
        partition_by=[one.copy() for one in own],
        order=in_order(column(PLACE, "x")),
        over="OVER",
    )
    until = exp.Coalesce(this=following, expressions=[number(last)])
    return select([*own, column(PLACE, "x"), column(LAST, "x"), alias(until, NEXT)], subquery(seen, "x"))


def _stands(scan: Scan) -> list[Tree]:
    """The photo was taken before the instant, no later one was, and it is not too old."""
    place = column("place", "w")
    found: list[Tree] = [
        exp.LT(this=column(PLACE, "l"), expression=place),
        exp.GTE(this=column(NEXT, "l"), expression=place.copy()),
    ]
    if scan.stale_after is not None:
        found.append(exp.GTE(this=column(LAST, "l"), expression=column("stale", "w")))
    return found


def _instants(context: Context, scan: Scan, kind: str, grid: tuple[datetime, ...]) -> str:
    """The windows' ends as ranks that come after those of the photos before them."""
    timezone, stale = context.zone.calendar.timezone, scan.stale_after
    ends = [one.end for one in scan.windows]
    lines: list[list[Tree]] = []
    for index, end in enumerate(ends):
        assert end is not None
        oldest = [] if stale is None else [bound(shift_in_zone(timezone, end, stale, -1), kind, timezone)]
        lines.append([number(index), number(grid.index(rounded(end, kind)) + 1), *oldest])
    names = ["w", "place", *(["stale"] if stale is not None else [])]
    return context.share(("photo places", tuple(ends), kind, stale), "windows", lambda: values(lines, names))

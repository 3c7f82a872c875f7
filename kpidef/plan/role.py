"""Windows as functions of the period: what a plan reads, said for any period and not for those of one request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, assert_never

from kpidef.calendar import Calendar, Duration, Grain, Window, period_at, shift_local
from kpidef.plan.nodes import Cells, Fold, Plan, Scan

Base = Literal["start", "end", "year"]
Windows = tuple[Window, ...]
_MOST_MONTHS, _MOST_DAYS = 120, 400


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of a window: an end of the period, or its year's start, so many months or days earlier."""

    base: Base
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """A window of any period; None is unbounded."""

    start: Edge | None
    end: Edge | None


Roles = Mapping[tuple[str, int], Role]  # (scan, index of its window)


def roles_of(plans: Sequence[Plan], calendar: Calendar) -> Roles | None:
    """The roles of the windows that these plans, of one period each, read; None where no role holds for all of them.

    The plans are one request's, each for another period: what holds for all of them is taken for a law.
    """
    known = [
        (plan.windows[0], {scan.name: scan.windows for scan in scans_of(plan.cells)}, _shape(plan)) for plan in plans
    ]
    # In January a year to date is the month itself: the period where most windows stay apart shows them all.
    _, reference, shape = max(known, key=lambda one: sum(map(len, one[1].values())))
    alike = [(period, windows) for period, windows, other in known if other == shape]
    merged = [plan for plan, (_, _, other) in zip(plans, known, strict=True) if other != shape]
    roles: dict[tuple[str, int], Role] = {}
    for name, listed in reference.items():
        for index in range(len(listed)):
            seen = [(period, windows[name][index]) for period, windows in alike]
            role = _role(seen, calendar)
            if role is None:
                return None
            roles[name, index] = role
    model = next(plan for plan, (_, _, other) in zip(plans, known, strict=True) if other == shape)
    return roles if all(_agrees(plan, model, roles, calendar) for plan in merged) else None


def widest(plans: Sequence[Plan]) -> Plan:
    """The plan that shows most windows apart: the one that the roles are of."""
    return max(plans, key=lambda plan: sum(len(scan.windows) for scan in scans_of(plan.cells)))


def scans_of(cells: Cells) -> Iterator[Scan]:
    """The scans of the cells, those of second stages and of cohorts included."""
    for part in cells.parts:
        if isinstance(part, Fold):
            yield from scans_of(part.cells)
            continue
        yield part
        if part.members is not None:
            yield from scans_of(part.members.cells)


def place(edge: Edge, period: Window, calendar: Calendar) -> datetime:
    """The edge of a period."""
    assert period.start is not None
    assert period.end is not None
    match edge.base:
        case "start":
            moment = period.start
        case "end":
            moment = period.end
        case "year":
            opening = period_at(calendar, Grain.YEAR, period.end - timedelta(microseconds=1)).start
            assert opening is not None
            moment = opening
        case _:
            assert_never(edge.base)
    moment = shift_local(moment, Duration(edge.months, "month"), -1) if edge.months else moment
    return moment - timedelta(days=edge.days)


def _shape(plan: Plan) -> object:
    return tuple(
        (scan.name, len(scan.windows), tuple((route.windows, route.columns) for route in scan.routes))
        for scan in scans_of(plan.cells)
    )


def _role(seen: Sequence[tuple[Window, Window]], calendar: Calendar) -> Role | None:
    starts = _edge([(period, window.start) for period, window in seen], calendar)
    ends = _edge([(period, window.end) for period, window in seen], calendar)
    return None if starts is False or ends is False else Role(starts, ends)


def _edge(seen: Sequence[tuple[Window, datetime | None]], calendar: Calendar) -> Edge | Literal[False] | None:
    """The edge that gives these times; None where they are no bound; False where no edge gives them."""
    if all(moment is None for _, moment in seen):
        return None
    if any(moment is None for _, moment in seen):
        return False
    for edge in _candidates():
        if all(place(edge, period, calendar) == moment for period, moment in seen):
            return edge
    return False


def _candidates() -> Iterator[Edge]:
    bases: tuple[Base, ...] = ("start", "end")
    yield from (Edge(base) for base in (*bases, "year"))
    for months in range(1, _MOST_MONTHS + 1):
        yield from (Edge(base, months=months) for base in bases)
    for days in range(1, _MOST_DAYS + 1):
        yield from (Edge(base, days=days) for base in bases)


def _agrees(plan: Plan, model: Plan, roles: Roles, calendar: Calendar) -> bool:
    """Whether a plan whose windows fall together reads, for each column, the window that the roles say."""
    period = plan.windows[0]
    wanted = dict(_columns(plan.cells.parts))
    for column, (scan, index) in _columns(model.cells.parts).items():
        if column not in wanted or (scan, index) not in roles:
            return False
        other = next(one for one in scans_of(plan.cells) if one.name == wanted[column][0])
        role, window = roles[scan, index], other.windows[wanted[column][1]]
        if (_placed(role.start, period, calendar), _placed(role.end, period, calendar)) != (window.start, window.end):
            return False
    return True


def _placed(edge: Edge | None, period: Window, calendar: Calendar) -> datetime | None:
    return None if edge is None else place(edge, period, calendar)


def _columns(parts: Iterable[Scan | Fold]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for part in parts:
        if isinstance(part, Scan):
            for route in part.routes:
                for _, column in route.columns:
                    if route.windows[0] is not None:
                        found[column] = (part.name, route.windows[0])
    return found

"""Shapes of scans over intervals and photos: which one its kind and its size ask for. Results don't depend on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kpidef.catalog.model import Source
from kpidef.plan.nodes import Leaf, Plan, Scan
from kpidef.plan.role import scans_of

Shape = Literal["windows", "changes", "bits", "pieces", "alone", "leavers", "latest"]
Reason = Literal[
    "one_instant", "kept_apart", "cohort", "open_periods", "two_kinds", "open_ends", "each_row", "adds_up",
    "does_not_add_up", "overlaps", "few_instants", "many_instants", "compares", "one_row",
]  # fmt: skip

# The kinds of scans that have several shapes, or one that says how they read what lasts.
SHAPED = ("stock", "any", "flow_in", "flow_out", "photo", "photo_in", "photo_out")

# The powers of two of a signed integer, the last one being that of an interval without end.
MOST_BITS = 62

# Beyond so many instants a search by halves makes longer SQL than a table of windows costs.
MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class Powers:
    """What a choice rests on: an engine that gathers bits and adds decimals exactly, periods and ends that compare."""

    gathers_bits: bool = True
    has_decimals: bool = True
    knows_periods: bool = True
    has_one_kind: bool = True  # both ends of the interval are of the same type
    folds_times: bool = True  # times are cheaper cut to a day or to an hour than compared with bounds
    counts_months: bool = True  # a date's month, or its day's rank, is cheaper computed than compared with bounds
    folds_conditions: bool = False  # many conditions are cheaper judged once a sort of row than row by row
    sources: Mapping[str, Source] = field(default_factory=dict)  # whose columns' values tell how many sorts there are
    trusts_key: bool = False  # there is a key, and the binding says that no two rows have the same one
    timezone: str = "UTC"  # in which the bounds are local


@dataclass(frozen=True, slots=True)
class Choice:
    """The shape of some of a scan's leaves, and what decided it."""

    shape: Shape
    reason: Reason
    leaves: tuple[Leaf, ...]


def choices(scan: Scan, powers: Powers, forced: Shape | None = None) -> tuple[Choice, ...]:
    """The shapes of the scan's leaves; `forced` is taken wherever it is possible, to compare shapes."""
    found: dict[tuple[Shape, Reason], list[Leaf]] = {}
    for leaf in scan.leaves:
        possible = list(_possible(scan, leaf, powers))
        chosen = next((one for one in possible if one[0] == forced), possible[0])
        found.setdefault(chosen, []).append(leaf)
    return tuple(Choice(shape, reason, tuple(leaves)) for (shape, reason), leaves in found.items())


def asked_instants(plan: Plan) -> dict[str, frozenset[datetime]]:
    """The times at which the plan asks what is true, source by source."""
    found: dict[str, frozenset[datetime]] = {}
    for scan in scans_of(plan.cells):
        if scan.kind in ("stock", "flow_in", "flow_out"):
            found[scan.source] = found.get(scan.source, frozenset()) | instants(scan)
    return found


def instants(scan: Scan) -> frozenset[datetime]:
    """The times at which the scan asks what is true."""
    return frozenset(bound for one in scan.windows for bound in (one.start, one.end) if bound is not None)


def _possible(scan: Scan, leaf: Leaf, powers: Powers) -> Iterator[tuple[Shape, Reason]]:
    """The shapes that give the leaf, the best one first."""
    match scan.kind:
        case "stock":
            yield from _stock(scan, leaf, powers)
        case "flow_in" | "flow_out":
            yield from _flow(scan, leaf, powers)
        case "photo":
            yield from _photo(scan, powers)
        case _:
            yield "windows", "each_row"


def _stock(scan: Scan, leaf: Leaf, powers: Powers) -> Iterator[tuple[Shape, Reason]]:
    obstacle = _obstacle(scan, powers)
    if obstacle is not None:
        yield "windows", obstacle
        return
    if len(scan.windows) == 1:
        yield "windows", "one_instant"
    if _subtracts(leaf, powers):
        yield "changes", "adds_up"
    if leaf.agg.function == "count_distinct":
        if _fits(scan, powers):
            yield "bits", "few_instants"
        yield "pieces", "overlaps"
    yield "windows", "does_not_add_up"


def _flow(scan: Scan, leaf: Leaf, powers: Powers) -> Iterator[tuple[Shape, Reason]]:
    counts_compared = leaf.agg.function == "count_distinct" and scan.compared == (leaf.expr,)
    is_closed = bool(scan.windows) and all(one.start is not None and one.end is not None for one in scan.windows)
    if is_closed and _has_one_row(scan, powers):
        yield "alone", "one_row"
    if counts_compared and _obstacle(scan, powers) is None and _fits(scan, powers):
        yield "bits", "few_instants"
    if is_closed:
        yield "leavers", "compares"
    yield "windows", "open_ends"


def _has_one_row(scan: Scan, powers: Powers) -> bool:
    """Whether an entity that is compared is one row, its key being among what is compared."""
    compared = {one.column for one in scan.compared if not one.path}
    return powers.trusts_key and compared >= set(powers.sources[scan.source].key)


def _photo(scan: Scan, powers: Powers) -> Iterator[tuple[Shape, Reason]]:
    if not powers.knows_periods or not scan.windows:
        yield "windows", "open_periods"
    elif len(instants(scan)) > MOST_PLACES:
        yield "windows", "many_instants"
    else:
        yield "latest", "few_instants"
        yield "windows", "each_row"


def _obstacle(scan: Scan, powers: Powers) -> Reason | None:
    """Why each row must meet each window, whatever is computed of it."""
    if not powers.knows_periods or not scan.windows:
        return "open_periods"
    if not powers.has_one_kind:
        return "two_kinds"
    if scan.members is not None:
        return "cohort"
    return "kept_apart" if scan.entity else None


def _fits(scan: Scan, powers: Powers) -> bool:
    return powers.gathers_bits and len(instants(scan)) <= MOST_BITS


def _subtracts(leaf: Leaf, powers: Powers) -> bool:
    """Whether what has gone can be taken away exactly from what came."""
    if leaf.agg.function == "count":
        return True
    if leaf.agg.function != "sum" or leaf.expr is None:
        return False
    return leaf.expr.type == "integer" or (leaf.expr.type == "decimal" and powers.has_decimals)

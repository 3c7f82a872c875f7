"""Mistakes in which rows and which entities belong to a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference import instants, measures
from reference.measures import Facts, Measure, Slice
from reference.scalars import evaluate
from reference.world import World

Places = tuple[tuple[Any, str], ...]


def method(owner: Any, name: str) -> Any:
    return vars(owner)[name]


ENTITY, ENTITIES, STOCK, PER = (method(Facts, name) for name in ("entity", "entities", "stock", "per"))
MOVED, BASE, COUNTED, BY_RULE = (method(Facts, name) for name in ("moved", "base", "counted", "by_rule"))
LAST_PHOTOS, OPEN_AT, IN_GROUP = (method(Facts, name) for name in ("last_photos", "open_at", "in_group"))
IN_COHORT, WINDOW, EDGE = (method(Facts, name) for name in ("in_cohort", "window", "edge"))
IN_ORDER, MATCHES, REFERENCED = (method(World, name) for name in ("in_order", "matches", "referenced"))


def moment_of(facts: Facts, measure: Measure, row: Any) -> Any:
    return evaluate(facts.time(measure), facts.scope(measure, row, None))


def closing_bound_included(self: Facts, measure: Measure, row: Any, opens: Any, closes: Any) -> bool:
    moment = moment_of(self, measure, row)
    return moment is not None and self.bound(moment, opens) <= moment <= self.bound(moment, closes)


def opening_bound_excluded(self: Facts, measure: Measure, row: Any, opens: Any, closes: Any) -> bool:
    moment = moment_of(self, measure, row)
    return moment is not None and self.bound(moment, opens) < moment < self.bound(moment, closes)


def default_time_always(self: Facts, measure: Measure) -> str:
    return str(self.world.sources[measure.source].get("time") or measure.value("time"))


def interval(facts: Facts, measure: Measure, row: Any) -> tuple[Any, Any]:
    begins, ends = facts.world.interval(measure.source, row)
    return begins, ends


def right_limit(self: Facts, measure: Measure, row: Any, moment: Any) -> bool:
    begins, ends = interval(self, measure, row)
    if begins is None or not begins <= self.bound(begins, moment):
        return False
    return ends is None or ends > self.bound(ends, moment)


def ended_rows_are_gone(self: Facts, measure: Measure, row: Any, moment: Any) -> bool:
    ends = interval(self, measure, row)[1]
    return OPEN_AT(self, measure, row, moment) and (ends is None or ends > self.bound(ends, moment))


def starting_rows_are_there(self: Facts, measure: Measure, row: Any, moment: Any) -> bool:
    begins, ends = interval(self, measure, row)
    if begins is None or not begins <= self.bound(begins, moment):
        return False
    return ends is None or ends >= self.bound(ends, moment)


def null_end_is_closed(self: Facts, measure: Measure, row: Any, moment: Any) -> bool:
    return interval(self, measure, row)[1] is not None and OPEN_AT(self, measure, row, moment)


def any_with_bounds(closing: bool, ending: bool, ordered: bool) -> Callable[..., bool]:
    """`at: any` with a bound moved, or with intervals that end before they start."""

    def true_during(self: Facts, measure: Measure, row: Any, opens: Any, closes: Any) -> bool:
        begins, ends = interval(self, measure, row)
        if begins is None:
            return False
        last = self.bound(begins, closes)
        if not (begins < last or (closing and begins == last)):
            return False
        if ends is None:
            return True
        first = self.bound(ends, opens)
        return (ends > first or (ending and ends == first)) and (ends >= begins or not ordered)

    return true_during


def not_observed(self: Facts, moment: Any) -> Any:
    return moment


def never_stale(self: Facts, stale_after: Any, moment: Any) -> Any:
    return instants.BEGINNING


def stale_on_the_day(self: Facts, stale_after: Any, moment: Any) -> Any:
    return OLDEST(self, stale_after, moment) + instants.timedelta(microseconds=1)


OLDEST = method(Facts, "oldest")


def photo_of_the_moment(self: Facts, measure: Measure, rows: Any, moment: Any) -> Any:
    return LAST_PHOTOS(self, measure, rows, moment + instants.timedelta(microseconds=1) if moment.year > 1 else moment)


def one_photo_for_all(self: Facts, measure: Measure, rows: Any, moment: Any) -> Any:
    kept = LAST_PHOTOS(self, measure, rows, moment)
    column = self.world.sources[measure.source]["snapshot"]["at"]
    newest = max((row[column] for row in kept), default=None)
    return [row for row in kept if row[column] == newest]


def rows_compared(self: Facts, measure: Measure, here: Any, there: Any) -> Any:
    """Rows in place of entities."""
    others = {id(row) for row in there}
    return [row for row in here if id(row) not in others]


def flows_swapped(self: Facts, measure: Measure, here: Any, there: Any) -> Any:
    return MOVED(self, measure, there, here)


def entities_of_the_union(self: Facts, measure: Measure, here: Any, there: Any) -> Any:
    return MOVED(self, measure, here, there) + MOVED(self, measure, there, here)


def unknown_entity(self: Facts, measure: Measure, row: Any) -> Any:
    found = ENTITY(self, measure, row)
    return "?" if found is None else found


def entity_is_the_key(self: Facts, measure: Measure, row: Any) -> Any:
    return self.key(measure.source, row)


def entity_not_said(self: Facts, measure: Measure, row: Any) -> Any:
    if measure.agg == "count_distinct":
        return evaluate(measure.spec["expr"], self.scope(measure, row, None))
    return self.key(measure.source, row)


def key_with_its_photo(self: Facts, source: str, row: Any) -> Any:
    parts = tuple(self.world.column(source, row, name) for name in self.world.key(source))
    return None if None in parts else parts if len(parts) > 1 else parts[0]


def cohort_ignored(self: Facts, measure: Measure, rows: Any, period: Any, part: Any) -> Any:
    return rows


def cohort_of_all_groups(self: Facts, measure: Measure, period: Any, part: Slice) -> Any:
    return COUNTED(self, measure, period, Slice(part.where))


def cohort_of_no_filter(self: Facts, measure: Measure, period: Any, part: Slice) -> Any:
    return COUNTED(self, measure, period, Slice((), part.group))


def having_ignored(self: Facts, measure: Measure, period: Any, part: Any) -> Any:
    spec = {key: value for key, value in measure.spec.items() if key != "having"}
    return ENTITIES(self, Measure(measure.name, spec, measure.filters, measure.params), period, part)


def unknown_second_stage(self: Facts, path: str, stage: Any, row: Any) -> Any:
    found = PER(self, path, stage, row)
    return "?" if found is None else found


def window_ignored(self: Facts, measure: Measure, period: Any) -> Any:
    return period.start, period.closes


def filters_after_the_photo(self: Facts, measure: Measure, period: Any, part: Any) -> Any:
    """The last photo is chosen first, among all rows."""
    if "snapshot" not in self.world.sources[measure.source] or "at" not in measure.spec:
        return BY_RULE(self, measure, period, part)
    bare = {key: value for key, value in measure.spec.items() if key != "filters"}
    every = BY_RULE(self, Measure(f"{measure.name}/bare", bare, (), measure.params), period, Slice())
    kept = {id(row) for row in BASE(self, measure, part)}
    return [row for row in every if id(row) in kept]


def first_and_last_swapped(self: Facts, measure: Measure, rows: Any, which: str, expr: str) -> Any:
    return EDGE(self, measure, rows, "last" if which == "first" else "first", expr)


def order_of_keys(self: World, source: str, rows: Any, time: str, params: Any = None) -> Any:
    return sorted(IN_ORDER(self, source, rows, time, params), key=lambda row: row[self.key(source)[0]])


def null_matches_null(self: World, host: str, row: Any, source: str, candidate: Any, match: Any) -> bool:
    pairs = match.items() if isinstance(match, dict) else [(match, match)]
    return all(self.column(source, candidate, theirs) == self.column(host, row, ours) for theirs, ours in pairs)


def rolled_before_filters(self: World, host: str, source: str) -> Any:
    return self.raw_rows(source)


def joined_before_filters(self: World, source: str, key: str, value: Any) -> Any:
    rows = {self.column(source, row, key): row for row in self.raw_rows(source)}
    return None if value is None else rows.get(value)


FACT_FAULTS: dict[str, tuple[Places, Callable[..., Any]]] = {
    "an event at the closing bound belongs": (((Facts, "happens"),), closing_bound_included),
    "an event at the opening bound does not belong": (((Facts, "happens"),), opening_bound_excluded),
    "the measure's own time is ignored": (((Facts, "time"),), default_time_always),
    "a stock is a right limit": (((Facts, "open_at"),), right_limit),
    "what ends at the moment is gone": (((Facts, "open_at"),), ended_rows_are_gone),
    "what starts at the moment is there": (((Facts, "open_at"),), starting_rows_are_there),
    "no end means closed": (((Facts, "open_at"),), null_end_is_closed),
    "any includes what starts when the period closes": (((Facts, "true_during"),), any_with_bounds(True, False, True)),
    "any includes what ended when the period opened": (((Facts, "true_during"),), any_with_bounds(False, True, True)),
    "any includes what ends before it starts": (((Facts, "true_during"),), any_with_bounds(False, False, False)),
    "stocks are read after the observation time": (((Facts, "observed"),), not_observed),
    "no photo is ever stale": (((Facts, "oldest"),), never_stale),
    "a photo on the last good day is stale": (((Facts, "oldest"),), stale_on_the_day),
    "a photo at the moment counts": (((Facts, "last_photos"),), photo_of_the_moment),
    "one photo date for all entities": (((Facts, "last_photos"),), one_photo_for_all),
    "photos are chosen before filters": (((Facts, "by_rule"),), filters_after_the_photo),
    "flows compare rows": (((Facts, "moved"),), rows_compared),
    "in and out are swapped": (((Facts, "moved"),), flows_swapped),
    "a flow is the union of both movements": (((Facts, "moved"),), entities_of_the_union),
    "the unknown entity is one": (((Facts, "entity"),), unknown_entity),
    "the entity is always the key": (((Facts, "entity"),), entity_is_the_key),
    "what entity says is ignored": (((Facts, "entity"),), entity_not_said),
    "the photo's date is part of the entity": (((Facts, "key"),), key_with_its_photo),
    "cohorts are ignored": (((Facts, "in_cohort"),), cohort_ignored),
    "cohorts look beyond their group": (((Facts, "counted"),), cohort_of_all_groups),
    "cohorts ignore the request's filters": (((Facts, "counted"),), cohort_of_no_filter),
    "having is ignored": (((Facts, "entities"),), having_ignored),
    "nobody is an entity of the second stage": (((Facts, "per"),), unknown_second_stage),
    "windows are ignored": (((Facts, "window"),), window_ignored),
    "first is last": (((Facts, "edge"),), first_and_last_swapped),
    "first and last go by key": (((World, "in_order"),), order_of_keys),
    "null matches null in a rollup": (((World, "matches"),), null_matches_null),
    "rollups read other sources before their filters": (((World, "rolled_rows"),), rolled_before_filters),
    "references reach rows that filters drop": (((World, "referenced"),), joined_before_filters),
    "the mean of two stocks is the closing one": (((measures, "mean_of_two"),), lambda opening, closing: closing),
}

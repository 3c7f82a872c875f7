"""A measure in a period: which rows belong to it, which entities, and what they fold to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reference import instants
from reference.aggregates import fold, mean_of_two
from reference.instants import BEGINNING
from reference.periods import Period, window_of
from reference.scalars import evaluate, holds
from reference.stages import EntityScope, GroupScope
from reference.world import Path, Row, RowScope, World, as_list


@dataclass(frozen=True)
class Measure:
    """A measure as written, with its name in its KPI, the filters and the parameters of that KPI."""

    name: str
    spec: Mapping[str, Any] = field(hash=False, compare=False)
    filters: tuple[str, ...]
    params: Mapping[str, Any] = field(hash=False, compare=False)
    of_entity: tuple[str, Any] | None = None  # in a second stage: whose rows these are, and where they say it

    def value(self, key: str) -> Any:
        """What the measure says under a key, parameters replaced."""
        said = self.spec.get(key)
        if isinstance(said, str) and said.startswith(":"):
            return self.params[said[1:]]
        return said

    @property
    def agg(self) -> Any:
        agg = self.value("agg")
        if isinstance(agg, dict) and str(agg["percentile"]).startswith(":"):
            return {"percentile": self.params[agg["percentile"][1:]]}
        return agg

    @property
    def source(self) -> str:
        return str(self.spec["source"])

    @property
    def inner(self) -> dict[str, Measure]:
        filters = (*self.filters, *as_list(self.spec.get("filters")))
        return {
            name: Measure(f"{self.name}/{name}", spec, filters, self.params)
            for name, spec in (self.spec.get("measures") or {}).items()
        }


@dataclass(frozen=True)
class Slice:
    """The request's filters and the values that its dimensions have on this line."""

    where: tuple[str, ...] = ()
    group: tuple[tuple[str, Any], ...] = ()


class RequestScope(RowScope):
    """A request's filter speaks of columns of the catalogue, wherever the source reaches them."""

    def name(self, path: Path) -> Any:
        return self.world.dimension(self.source, self.row, ".".join(path))


class Facts:
    """Measures read from a world, observed at a local time."""

    def __init__(self, world: World, as_of: datetime, cohorts: Mapping[str, Any]) -> None:
        self.world = world
        self.as_of = as_of
        self.cohorts = cohorts  # measure name -> (measure of the cohort, how its period is found)
        self.memory: dict[Any, Any] = {}

    # --- the value -------------------------------------------------------------------------------------------------

    def aggregate(self, measure: Measure, period: Period, part: Slice) -> Any:
        memory_key = ("value", measure, period, part)
        if memory_key not in self.memory:
            self.memory[memory_key] = self.folded(measure, period, part)
        return self.memory[memory_key]

    def folded(self, measure: Measure, period: Period, part: Slice) -> Any:
        if "per" in measure.spec:
            return fold(measure.agg, list(self.entities(measure, period, part).values()))
        if measure.spec.get("at") == "average":
            return mean_of_two(*(self.fold_rows(measure, rows, period) for rows in self.both(measure, period, part)))
        return self.fold_rows(measure, self.kept(measure, period, part), period)

    def fold_rows(self, measure: Measure, rows: list[Row], period: Period) -> Any:
        if measure.agg in ("first", "last"):
            return self.edge(measure, rows, measure.agg, str(measure.spec["expr"]))
        expr = measure.spec.get("expr")
        if expr is None:
            return fold(measure.agg, [True] * len(rows))
        window = self.window(measure, period)
        return fold(measure.agg, [evaluate(expr, self.scope(measure, row, window)) for row in rows])

    def edge(self, measure: Measure, rows: list[Row], which: str, expr: str) -> Any:
        """The first or last row by the measure's time, then by key; a null it says is its answer."""
        ordered = self.world.in_order(measure.source, rows, self.time(measure), measure.params)
        if not ordered:
            return None
        return evaluate(expr, self.scope(measure, ordered[0 if which == "first" else -1], None))

    # --- the rows --------------------------------------------------------------------------------------------------

    def scope(self, measure: Measure, row: Row, window: Any) -> RowScope:
        return RowScope(
            self.world, measure.source, row, measure.params, window, rollups=measure.spec.get("rollups") or {}
        )

    def window(self, measure: Measure, period: Period) -> tuple[datetime, datetime]:
        return window_of(period, measure.value("window"), self.world.clock.year_start)

    def base(self, measure: Measure, part: Slice) -> list[Row]:
        """The source's rows that the filters of measure, KPI and request keep, in this line's group."""
        memory_key = ("base", measure, part)
        if memory_key in self.memory:
            return self.memory[memory_key]  # type: ignore[no-any-return]
        if measure.of_entity is not None:
            path, entity = measure.of_entity
            everyone = self.base(replace(measure, of_entity=None), part)
            rows = [row for row in everyone if self.per(path, measure, row) == entity]
        elif part.group:
            rows = [row for row in self.base(measure, Slice(part.where)) if self.in_group(measure, row, part)]
        else:
            rows = [row for row in self.world.rows(measure.source) if self.passes(measure, row, part)]
        self.memory[memory_key] = rows
        return rows

    def passes(self, measure: Measure, row: Row, part: Slice) -> bool:
        own = (*as_list(measure.spec.get("filters")), *measure.filters)
        if not all(holds(condition, self.scope(measure, row, None)) for condition in own):
            return False
        scope = RequestScope(self.world, measure.source, row)
        return all(holds(condition, scope) for condition in part.where)

    def in_group(self, measure: Measure, row: Row, part: Slice) -> bool:
        return all(self.world.dimension(measure.source, row, name) == value for name, value in part.group)

    def kept(self, measure: Measure, period: Period, part: Slice) -> list[Row]:
        """The rows that the measure counts in the period."""
        memory_key = ("kept", measure, period, part)
        if memory_key not in self.memory:
            self.memory[memory_key] = self.kept_rows(measure, period, part)
        return self.memory[memory_key]  # type: ignore[no-any-return]

    def kept_rows(self, measure: Measure, period: Period, part: Slice) -> list[Row]:
        if "per" in measure.spec:
            # `having` keeps entities, not rows: those that it drops still have their line.
            found = self.stages_of_entities(measure, period, part).values()
            return [row for stages in found for stage in stages.values() for row in self.kept(stage, period, part)]
        if measure.spec.get("at") == "average":
            opening, closing = self.both(measure, period, part)
            return [*opening, *closing]
        return self.in_cohort(measure, self.by_rule(measure, period, part), period, part)

    def both(self, measure: Measure, period: Period, part: Slice) -> tuple[list[Row], list[Row]]:
        """The opening and the closing rows."""
        opens, closes = self.window(measure, period)
        rows = self.base(measure, part)
        opening, closing = self.stock(measure, rows, opens), self.stock(measure, rows, closes)
        return self.in_cohort(measure, opening, period, part), self.in_cohort(measure, closing, period, part)

    def by_rule(self, measure: Measure, period: Period, part: Slice) -> list[Row]:
        rows = self.base(measure, part)
        opens, closes = self.window(measure, period)
        match measure.spec.get("at"), measure.spec.get("flow"):
            case "start", None:
                return self.stock(measure, rows, opens)
            case "end", None:
                return self.stock(measure, rows, closes)
            case "any", None:
                return [row for row in rows if self.true_during(measure, row, opens, closes)]
            case None, "out":
                return self.moved(measure, self.stock(measure, rows, opens), self.stock(measure, rows, closes))
            case None, "in":
                return self.moved(measure, self.stock(measure, rows, closes), self.stock(measure, rows, opens))
        if self.timeless(measure):
            if opens != BEGINNING:
                raise ValueError("a source without time serves the period all only")
            return rows
        return [row for row in rows if self.happens(measure, row, opens, closes)]

    # --- events ----------------------------------------------------------------------------------------------------

    def time(self, measure: Measure) -> str:
        return str(measure.value("time") or self.world.sources[measure.source]["time"])

    def timeless(self, measure: Measure) -> bool:
        source = self.world.sources[measure.source]
        return not ({"time", "validity", "snapshot"} & set(source)) and "time" not in measure.spec

    def happens(self, measure: Measure, row: Row, opens: datetime, closes: datetime) -> bool:
        moment = evaluate(self.time(measure), self.scope(measure, row, None))
        return moment is not None and self.bound(moment, opens) <= moment < self.bound(moment, closes)

    def bound(self, value: Any, local: datetime) -> Any:
        return instants.bound_like(value, local, self.world.clock)

    # --- stocks ----------------------------------------------------------------------------------------------------

    def observed(self, moment: datetime) -> datetime:
        """Nobody knows a stock after the observation time."""
        return min(moment, self.as_of)

    def stock(self, measure: Measure, rows: list[Row], moment: datetime) -> list[Row]:
        present = [row for row in rows if self.entity(measure, row) is not None]
        moment = self.observed(moment)
        if "snapshot" in self.world.sources[measure.source]:
            return self.last_photos(measure, present, moment)
        return [row for row in present if self.open_at(measure, row, moment)]

    def open_at(self, measure: Measure, row: Row, moment: datetime) -> bool:
        """A left limit: what starts at the moment is not yet there, what ends at it still is."""
        begins, ends = self.world.interval(measure.source, row)
        if begins is None or not begins < self.bound(begins, moment):
            return False
        return ends is None or ends >= self.bound(ends, moment)

    def true_during(self, measure: Measure, row: Row, opens: datetime, closes: datetime) -> bool:
        begins, ends = self.world.interval(measure.source, row)
        if begins is None or not begins < self.bound(begins, closes):
            return False
        return ends is None or (ends > self.bound(ends, opens) and ends >= begins)

    def last_photos(self, measure: Measure, rows: list[Row], moment: datetime) -> list[Row]:
        """Each entity's rows of its last photo before the moment, unless that one is too old."""
        snapshot = self.world.sources[measure.source]["snapshot"]
        newest: dict[Any, Any] = {}
        for row in rows:
            taken = self.world.column(measure.source, row, snapshot["at"])
            if taken is not None and taken < self.bound(taken, moment):
                entity = self.entity(measure, row)
                newest[entity] = max(taken, newest.get(entity, taken))
        oldest = self.oldest(snapshot.get("stale_after"), moment)
        return [
            row
            for row in rows
            if (taken := self.world.column(measure.source, row, snapshot["at"])) is not None
            and newest.get(self.entity(measure, row)) == taken
            and taken >= self.bound(taken, oldest)
        ]

    def oldest(self, stale_after: str | None, moment: datetime) -> datetime:
        if stale_after is None or moment == BEGINNING:
            return BEGINNING
        amount, unit = instants.read_duration(stale_after)
        if unit not in ("second", "minute", "hour"):
            return instants.shift_wall_clock(moment, -amount, unit)
        clock = self.world.clock
        return instants.as_local(
            instants.shift(instants.as_instant(moment, clock.zone), f"-{stale_after}", clock), clock.zone
        )

    def moved(self, measure: Measure, here: list[Row], there: list[Row]) -> list[Row]:
        """The rows of one stock whose entities are not in the other one."""
        others = {self.entity(measure, row) for row in there}
        return [row for row in here if self.entity(measure, row) not in others]

    # --- entities --------------------------------------------------------------------------------------------------

    def entity(self, measure: Measure, row: Row) -> Any:
        """What stocks, flows, cohorts and photos compare; None where it is not known."""
        said = measure.value("entity")
        if said is None and measure.agg == "count_distinct":
            said = measure.spec["expr"]
        if said is not None:
            return evaluate(said, self.scope(measure, row, None))
        return self.key(measure.source, row)

    def key(self, source: str, row: Row) -> Any:
        photo = (self.world.sources[source].get("snapshot") or {}).get("at")
        parts = [self.world.column(source, row, name) for name in self.world.key(source) if name != photo]
        if not parts or any(part is None for part in parts):
            return None
        return parts[0] if len(parts) == 1 else tuple(parts)

    def in_cohort(self, measure: Measure, rows: list[Row], period: Period, part: Slice) -> list[Row]:
        if "cohort" not in measure.spec:
            return rows
        other, find_period = self.cohorts[measure.name.removesuffix("/rows")]
        observed = find_period(period, self.as_of)
        members = set() if observed is None else self.counted(other, observed, part)
        return [row for row in rows if self.entity(measure, row) in members]

    def counted(self, measure: Measure, period: Period, part: Slice) -> set[Any]:
        """The entities that a measure counts; the unknown one is in no cohort."""
        if "per" in measure.spec:
            return set(self.entities(measure, period, part))
        return {self.entity(measure, row) for row in self.kept(measure, period, part)} - {None}

    # --- two stages ------------------------------------------------------------------------------------------------

    def per(self, path: str, stage: Measure, row: Row) -> Any:
        return evaluate(path, self.scope(stage, row, None))

    def first_stage(self, measure: Measure) -> Measure:
        spec = {key: value for key, value in measure.spec.items() if key not in ("per", "having", "agg", "expr")}
        return Measure(f"{measure.name}/rows", {**spec, "agg": "count"}, measure.filters, measure.params)

    def stages_of_entities(self, measure: Measure, period: Period, part: Slice) -> dict[Any, dict[str, Measure]]:
        """Each entity that at least one first stage counts, with its own stages: an entity is a group of rows."""
        stages = measure.inner or {"rows": self.first_stage(measure)}
        path = str(measure.spec["per"])
        names = {self.per(path, stage, row) for stage in stages.values() for row in self.base(stage, part)}
        own = {
            entity: {name: replace(stage, of_entity=(path, entity)) for name, stage in stages.items()}
            for entity in names - {None}
        }
        return {
            entity: one for entity, one in own.items() if any(self.kept(stage, period, part) for stage in one.values())
        }

    def entities(self, measure: Measure, period: Period, part: Slice) -> dict[Any, Any]:
        """Each entity that remains, with its result."""
        results = {}
        for entity, stages in self.stages_of_entities(measure, period, part).items():
            scope: Any
            if measure.inner:
                values = {name: self.aggregate(stage, period, part) for name, stage in stages.items()}
                scope = EntityScope(values, measure.params, self.world.clock)
            else:
                scope = GroupScope(self, stages["rows"], self.kept(stages["rows"], period, part), period)
            said = measure.spec.get("formula" if measure.inner else "expr")
            scope.result = True if said is None else evaluate(said, scope)
            if all(holds(condition, scope) for condition in as_list(measure.spec.get("having"))):
                results[entity] = scope.result
        return results

"""What names mean in the second stage of a measure: one entity's inner aggregates, or its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reference.aggregates import fold
from reference.instants import Clock
from reference.scalars import value_of
from reference.syntax import Node


class EntityScope:
    """The inner measures of one entity, and `value`, its result."""

    def __init__(self, values: Mapping[str, Any], params: Mapping[str, Any], clock: Clock) -> None:
        self.values, self.params, self.clock = values, params, clock
        self.result: Any = None

    def name(self, path: tuple[str, ...]) -> Any:
        return self.result if path == ("value",) else self.values[path[0]]

    def param(self, name: str) -> Any:
        return self.params[name]

    def special(self, function: str, arguments: Sequence[Node]) -> Any:
        raise ValueError(f"{function} is not a function of an entity")


class GroupScope:
    """The rows of one entity, under aggregates."""

    def __init__(self, facts: Any, stage: Any, rows: list[Any], period: Any) -> None:
        self.facts, self.stage, self.rows = facts, stage, rows
        self.window = facts.window(stage, period)
        self.clock: Clock = facts.world.clock
        self.result: Any = None

    def name(self, path: tuple[str, ...]) -> Any:
        if path != ("value",):
            raise ValueError(f"{path} stands outside an aggregate")
        return self.result

    def param(self, name: str) -> Any:
        return self.stage.params[name]

    def special(self, function: str, arguments: Sequence[Node]) -> Any:
        (argument,) = arguments
        rows = self.rows
        if function in ("first", "last"):
            rows = self.facts.world.in_order(self.stage.source, rows, self.facts.time(self.stage), self.stage.params)
            rows = rows[:1] if function == "first" else rows[-1:]
        if argument[0] == "distinct":
            function, argument = "count_distinct", argument[1]
        if argument == ("star",):
            return len(rows)
        values = [value_of(argument, self.facts.scope(self.stage, row, self.window)) for row in rows]
        if function in ("first", "last"):
            return values[0] if values else None
        return fold(function, values)

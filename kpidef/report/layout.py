"""Where things are: the statement's columns by role, and the result's columns by name and kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpidef.plan.nodes import Plan
from kpidef.plan.request import Request
from kpidef.report.result import Kind

if TYPE_CHECKING:
    from kpidef.sql.statement import Statement

KEYS = ("kpi", "period", "period_start", "period_end")
VALUES = ("value", "numerator", "denominator", "unit", "complete", "mature", "target", "verdict", "null_reason")
COMPARISON = ("compared_to", "compared_value", "difference", "change")
RESERVED = {*KEYS, *VALUES, *COMPARISON, "rolled_up"}


@dataclass(frozen=True)
class Layout:
    """Where things are: the statement's columns by role, and the result's columns by name."""

    plan: Plan
    statement: Statement
    request: Request

    @cached_property
    def columns(self) -> dict[tuple[str, str, str], str]:
        """The wide table's columns by role, KPI and key."""
        return {(one.role, one.kpi, one.key): one.name for one in self.statement.columns}

    def name(self, role: str, kpi: str = "", key: str = "") -> str | None:
        """The wide table's column of a role; None where the statement has none."""
        return self.columns.get((role, kpi, key))

    @property
    def index(self) -> str:
        """The column of the period's position."""
        return next(name for (role, _, _), name in self.columns.items() if role == "period_index")

    @property
    def level(self) -> str | None:
        """The column of the level's position."""
        return next((name for (role, _, _), name in self.columns.items() if role == "level"), None)

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """The result's name of each dimension, and the wide table's column."""
        found: dict[str, str] = {}
        for one in self.plan.dimensions:
            shown = one.column if one.name in RESERVED else one.name
            found[shown] = self.columns["dimension", "", one.name]
        return found

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures to show, in the order of the KPIs."""
        if not self.request.measures:
            return ()
        return tuple(dict.fromkeys(name for output in self.plan.outputs for name, _ in output.measures))

    def shown(self, measure: str) -> str:
        """The column of a measure: its name, where that is free."""
        return f"{measure}_exact" if measure in RESERVED or measure in self.dimensions else measure

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What each column of the result is, in their order."""
        return {
            **dict.fromkeys(KEYS, "key"),
            **dict.fromkeys(self.dimensions, "dimension"),
            "rolled_up": "rolled_up",
            **dict.fromkeys(VALUES, "value"),
            **dict.fromkeys(COMPARISON if self.request.compare else (), "comparison"),
            **dict.fromkeys((self.shown(name) for name in self.measures), "measure"),
        }

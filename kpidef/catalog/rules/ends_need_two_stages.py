"""First and last speak of dated events."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Event
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    if case.measure.agg.function in ("first", "last") and not isinstance(case.measure.rule, Event):
        yield RuleNotServed(
            case.spec.at_position,
            rule=f"agg: {case.measure.agg.function}",
            reason_fr="la première ou la dernière ligne se dit d'événements datés",
            reason_en="first and last speak of dated events",
            next_fr="utilisez `time`, ou un autre agrégat",
            next_en="use `time`, or another aggregate",
        )

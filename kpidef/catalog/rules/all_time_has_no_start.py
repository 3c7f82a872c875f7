"""A window without a start has no opening stock."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Flow, Stock
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    opens = isinstance(case.measure.rule, Flow) or (
        isinstance(case.measure.rule, Stock) and case.measure.rule.at in ("start", "average")
    )
    if case.measure.window == "all_time" and opens and case.spec.window:
        yield RuleNotServed(
            case.spec.window.at,
            rule="window: all_time",
            reason_fr=f"cette fenêtre n'a pas de début, et `{case.written}` en demande un",
            reason_en=f"this window has no start, and `{case.written}` needs one",
            next_fr="utilisez `at: end`, ou une fenêtre de durée finie",
            next_en="use `at: end`, or a window of finite length",
        )

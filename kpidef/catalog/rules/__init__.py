"""Rules that a measure must keep, beyond what each of its keys says alone; one a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpidef.catalog.rules import (
    all_time_has_no_start,
    ends_need_two_stages,
    one_time_rule,
    only_sums_flow,
    overlap_needs_an_interval,
    photo_has_no_any,
    source_serves_stock,
    window_of_whole_periods,
)
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError

Rule = Callable[[Case], Iterator[KpidefError]]

RULES: tuple[Rule, ...] = (
    one_time_rule.check,
    source_serves_stock.check,
    photo_has_no_any.check,
    only_sums_flow.check,
    all_time_has_no_start.check,
    overlap_needs_an_interval.check,
    ends_need_two_stages.check,
    window_of_whole_periods.check,
)


def check_measure(case: Case) -> None:
    """Raises the first rule that the measure breaks."""
    for rule in RULES:
        for error in rule(case):
            raise error

"""Rows that stand for a whole month cannot be cut by a window of days."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.calendar import Duration, Grain
from kpidef.catalog.model import Event
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.SEMESTER: 6, Grain.YEAR: 12}
_DAYS = {Grain.DAY: 1, Grain.WEEK: 7}
_LENGTHS = {"day": 1, "week": 7}


def check(case: Case) -> Iterator[KpidefError]:
    rule, window = case.measure.rule, case.measure.window
    if not isinstance(rule, Event) or rule.time.path or not isinstance(window, Duration) or not case.spec.window:
        return
    written = next((one.grain for one in case.source.columns if one.name.value == rule.time.column), None)
    if written is None or written.value not in list(Grain) or _is_whole(window, Grain(written.value)):
        return
    yield RuleNotServed(
        case.spec.window.at,
        rule=f"window: {window}",
        reason_fr=f"« {rule.time.column} » a une ligne par {written.value}, et cette durée n'en est pas un multiple",
        reason_en=f"'{rule.time.column}' has one row a {written.value}, and this length is no multiple of it",
        next_fr=f"écrivez une durée en {written.value}, par exemple 3 {written.value}s",
        next_en=f"write a length in {written.value}s, for instance 3 {written.value}s",
    )


def _is_whole(window: Duration, grain: Grain) -> bool:
    if grain in _MONTHS:
        return window.months > 0 and window.months % _MONTHS[grain] == 0
    if grain is Grain.DAY and window.months:
        return True
    return window.unit in _LENGTHS and window.count * _LENGTHS[window.unit] % _DAYS[grain] == 0

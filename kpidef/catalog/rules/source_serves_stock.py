"""Stocks and flows need a source with intervals or photos."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Flow, Stock
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    if isinstance(case.measure.rule, Stock | Flow) and case.source.validity is None and case.source.snapshot is None:
        yield RuleNotServed(
            (case.spec.at or case.spec.flow or case.spec.source or case.measure).at,
            rule=case.written,
            reason_fr=f"la source « {case.source.id} » n'a ni `validity` ni `snapshot`",
            reason_en=f"source '{case.source.id}' has neither `validity` nor `snapshot`",
            next_fr="déclarez `validity: {from: ..., to: ...}` dans la source, ou comptez des événements avec `time`",
            next_en="declare `validity: {from: ..., to: ...}` in the source, or count events with `time`",
        )

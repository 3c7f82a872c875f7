"""Flows and averages are of counts and sums only."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Flow, Stock
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    averaged = isinstance(case.measure.rule, Flow) or case.measure.rule == Stock("average")
    if averaged and case.measure.agg.function not in ("count", "count_distinct", "sum"):
        yield RuleNotServed(
            (case.spec.at or case.spec.flow).at,  # type: ignore[union-attr]
            rule=case.written,
            reason_fr=f"il refuse l'agrégat {case.measure.agg.function}",
            reason_en=f"it refuses the aggregate {case.measure.agg.function}",
            next_fr="utilisez count, count_distinct ou sum, et divisez dans la formule",
            next_en="use count, count_distinct or sum, and divide in the formula",
        )

"""overlap() measures an interval inside the period."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Stock
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed
from kpidef.expression.typed import Expression, Operation
from kpidef.expression.walk import walk


def check(case: Case) -> Iterator[KpidefError]:
    written: tuple[Expression, ...] = (*case.measure.filters, *((case.measure.expr,) if case.measure.expr else ()))
    uses = any(isinstance(node, Operation) and node.name == "overlap" for one in written for node in walk(one))
    if uses and not (case.measure.rule == Stock("any") and case.source.validity is not None):
        yield RuleNotServed(
            case.spec.at_position,
            rule="overlap()",
            reason_fr="cette macro mesure un intervalle dans la période",
            reason_en="this macro measures an interval inside the period",
            next_fr="utilisez-la avec `at: any` sur une source qui a `validity`",
            next_en="use it with `at: any` on a source that has `validity`",
        )

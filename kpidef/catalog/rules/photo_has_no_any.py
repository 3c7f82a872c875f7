"""A photo does not tell what is true between two dates."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.model import Stock
from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    if (
        case.measure.rule == Stock("any")
        and case.source.validity is None
        and case.source.snapshot is not None
        and case.spec.at
    ):
        yield RuleNotServed(
            case.spec.at.at,
            rule="at: any",
            reason_fr="une photo ne dit pas ce qui est vrai entre deux dates",
            reason_en="a photo does not tell what is true between two dates",
            next_fr="choisissez `at: start` ou `at: end`",
            next_en="choose `at: start` or `at: end`",
        )

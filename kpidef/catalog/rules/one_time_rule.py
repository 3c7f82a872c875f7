"""A measure has one time rule at most."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.catalog.rules.case import Case
from kpidef.errors import KpidefError
from kpidef.errors.catalog import RuleNotServed


def check(case: Case) -> Iterator[KpidefError]:
    written = [
        key
        for key, text in (("time", case.spec.time), ("at", case.spec.at), ("flow", case.spec.flow))
        if text is not None
    ]
    if len(written) > 1:
        yield RuleNotServed(
            case.spec.at_position,
            rule=" + ".join(written),
            reason_fr="une mesure a une seule règle de temps",
            reason_en="a measure has one time rule",
            next_fr=f"gardez seulement `{written[0]}` ou `{written[1]}`",
            next_en=f"keep `{written[0]}` or `{written[1]}` alone",
        )

"""A KPI says in what it is counted, and how finely it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import FormatUnreadable, UnitMissing
from kpidef.lint.subject import Library, Rule

_STEP = re.compile(r"1|0\.0*1")


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        if kpi.spec.unit is None:
            yield UnitMissing(kpi.spec.id.at, subject=kpi.id)
        written = kpi.spec.format
        if written is not None and not _STEP.fullmatch(written.value):
            yield FormatUnreadable(written.at, subject=kpi.id, format=written.value)


RULE = Rule(
    "unit_and_format",
    (UnitMissing, FormatUnreadable),
    "Un KPI dit son unité (`unit`), même s'il s'agit d'un simple compte ; son `format`, s'il en a un, est le "
    "plus petit "
    "écart montré.",
    "A KPI says its unit (`unit`), even where it is a plain count; its `format`, if it has one, is the smallest step "
    "shown.",
    _check,
)

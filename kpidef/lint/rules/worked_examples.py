"""Two worked examples at least, of which one is the edge."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.errors import KpidefError
from kpidef.errors.lint import ExamplesAlike, ExamplesFew
from kpidef.lint.subject import Library, Rule
from kpidef.spec.records import ExampleSpec

LEAST = 2


def _check(library: Library) -> Iterator[KpidefError]:
    for kpi in library.catalog.kpis.values():
        examples = kpi.spec.examples
        if len(examples) < LEAST:
            yield ExamplesFew(kpi.spec.id.at, subject=kpi.id, count=len(examples), least=LEAST)
        elif len({_expectation(one) for one in examples}) < LEAST:
            yield ExamplesAlike(kpi.spec.id.at, subject=kpi.id)


def _expectation(example: ExampleSpec) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    return tuple(
        tuple((name.value, None if value is None else value.value) for name, value in line) for line in example.expect
    )


RULE = Rule(
    "worked_examples",
    (ExamplesFew, ExamplesAlike),
    f"Un KPI a au moins {LEAST} exemples chiffrés, qui n'attendent pas tous la même chose : un cas ordinaire, et "
    "le cas "
    "limite où l'on se trompe.",
    f"A KPI has at least {LEAST} worked examples that do not all expect the same: an ordinary case, and the edge that "
    "people get wrong.",
    _check,
)

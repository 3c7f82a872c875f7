"""The reference evaluator's cases as cases of the conformance suite."""

from __future__ import annotations

from reference.evaluator import evaluate_request
from reference.random_specs import Case as Spec

from kpidef.warehouse import ScratchTable
from kpidef.warehouse.conformance.case import Case


def as_case(spec: Spec, name: str) -> Case:
    """Expected lines are those of the evaluator, which shares no code with the engine."""
    return Case(
        name=name,
        project=spec.spec["project"],
        sources=tuple(spec.spec["sources"]),
        kpis=tuple(spec.spec["kpis"]),
        tables=tuple(_table(source, spec.data[source["source"]]) for source in spec.spec["sources"]),
        request=spec.request,
        expected=tuple(evaluate_request(spec.spec, spec.data, spec.request)),
        constructs=frozenset(spec.constructs),
    )


def _table(source, rows) -> ScratchTable:
    columns = tuple(
        (name, column["type"])
        for name, column in source["columns"].items()
        if "expr" not in column and "rollup" not in column
    )
    return ScratchTable(source["source"], columns, [[row.get(name) for name, _ in columns] for row in rows])

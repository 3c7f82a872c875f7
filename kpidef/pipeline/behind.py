"""The rows behind a KPI's number: which rows of which source, and in which of its terms each one counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidef.expression.walk import terms
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.connecting import opened
from kpidef.plan.build import build
from kpidef.plan.nodes import Output, Plan

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.pipeline.project import Project
    from kpidef.sql.listing import Listing
    from kpidef.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of one source: columns `period`, `counts_in` (numerator, denominator or a measure's name), then its own."""

    source: str
    label: str
    table: pa.Table


def rows_behind(
    project: Project, question: Question, connection: str | Warehouse | None = None, timeout: float | None = None
) -> tuple[RowSet, ...]:
    """The rows that a one-KPI question counts, a set for each reading of a source.

    Raises what `run` raises; KPI terms are opened, so the rows are those of the measures at the bottom.
    """
    from kpidef.sql.listing import list_rows

    request = read_request(question, project.catalog, project.calendar, project.now())
    for kpi in request.kpis:
        if (lacking := project.unavailable(kpi)) is not None:
            raise lacking
    plan = build(request)
    with opened(project, connection, timeout) as warehouse:
        listings = list_rows(
            plan, project.catalog, project.bindings, project.calendar, request.as_of, warehouse.dialect
        )
        found = [(one, warehouse.execute(one.sql, timeout=timeout)) for one in listings]
    return tuple(
        RowSet(one.source, project.catalog.sources[one.source].label, _readable(one, table, plan))
        for one, table in found
    )


def _readable(listing: Listing, table: pa.Table, plan: Plan) -> pa.Table:
    import pyarrow as pa

    roles = {name: _roles(plan, columns) for name, columns in listing.marks}
    marks = {name: table.column(name).to_pylist() for name in roles}
    counts_in = [
        list(dict.fromkeys(role for name, names in roles.items() if marks[name][index] for role in names))
        for index in range(table.num_rows)
    ]
    labels = [listing.windows[index].label for index in table.column("window_index").to_pylist()]
    columns = {
        "period": pa.array(labels, pa.string()),
        "counts_in": pa.array(counts_in, pa.list_(pa.string())),
        **{own: table.column(shown) for shown, own in listing.columns},
    }
    keys = [("period", "ascending"), *((own, "ascending") for _, own in listing.columns[:1])]
    return pa.table(columns).sort_by(keys)


def _roles(plan: Plan, columns: tuple[str, ...]) -> list[str]:
    """What a reader calls the plan's columns: the parts of the ratio first, else the columns' own names."""
    roles = [role for output in plan.outputs for role in _parts(output, columns)]
    return roles or list(columns)


def _parts(output: Output, columns: tuple[str, ...]) -> list[str]:
    named = (("numerator", output.numerator), ("denominator", output.denominator))
    return [role for role, one in named if one is not None and set(terms(one)) & set(columns)]

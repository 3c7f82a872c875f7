"""A question -> what the warehouse expects its statement to cost, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kpidef.errors.warehouse import NoEstimate
from kpidef.pipeline.asking import Question, read_request
from kpidef.pipeline.connecting import opened
from kpidef.pipeline.running import available, planned

if TYPE_CHECKING:
    from kpidef.pipeline.project import Project
    from kpidef.warehouse import Estimate, Estimating, Warehouse


def estimate(project: Project, question: Question, connection: str | Warehouse | None = None) -> Estimate:
    """The figures that the engine gives. Raises NoEstimate where it gives none."""
    asked = read_request(question, project.catalog, project.calendar, project.now())
    request, _ = available(asked, project)
    with opened(project, connection) as warehouse:
        if not warehouse.capabilities.estimate:
            raise NoEstimate(dialect=warehouse.dialect)
        _, statement = planned(request, project.bindings, warehouse.dialect)
        return cast("Estimating", warehouse).estimate(statement.sql)

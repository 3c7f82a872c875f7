"""The product on one page: load a project, ask it for numbers, SQL, plans, worked examples and checks."""

from kpidef.pipeline.loading import load
from kpidef.pipeline.project import Project

__all__ = ["Project", "load"]

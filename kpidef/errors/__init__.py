"""Every error that kpidef answers with: one class a failure, one module a family of codes."""

from kpidef.errors.base import KpidefError, Language, Position, Problems, SourceText, render

__all__ = ["KpidefError", "Language", "Position", "Problems", "SourceText", "render"]

"""What a library of definitions should mend, though every number can be computed."""

from __future__ import annotations

from kpidef.errors import KpidefError, Problems
from kpidef.lint.rules import RULES
from kpidef.lint.subject import Library, Rule

__all__ = ["RULES", "Library", "Rule", "lint"]


def lint(library: Library) -> tuple[KpidefError, ...]:
    """Every finding of every rule, in the order of the files."""
    found: dict[tuple[str, str], KpidefError] = {}
    for rule in RULES:
        for error in rule.check(library):
            # What a variant takes from its KPI is found where it is written, once.
            found.setdefault((error.code, str(error.at or error.fields)), error)
    return Problems(found.values()).errors

"""kpidef: say once, in YAML, what each KPI means, and get the same number everywhere."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpidef.errors import KpidefError, Problems
    from kpidef.pipeline import Project, load
    from kpidef.report.result import Result

__version__ = "0.1.0"

__all__ = ["KpidefError", "Problems", "Project", "Result", "__version__", "load"]

# Nothing is imported before it is asked for: `kpidef --version` must stay quick.
_HOMES = {
    "KpidefError": "kpidef.errors",
    "Problems": "kpidef.errors",
    "Project": "kpidef.pipeline",
    "Result": "kpidef.report.result",
    "load": "kpidef.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # All that an import makes stays: looking for garbage among it is a twentieth of a short program.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return getattr(import_module(_HOMES[name]), name)
    finally:
        if collecting:
            gc.enable()


def __dir__() -> list[str]:
    return sorted(__all__)

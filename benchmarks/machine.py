"""What the figures were taken on; nothing in it names the machine or a place on it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

PACKAGES = ("kpidef", "duckdb", "sqlglot", "pyarrow", "pyyaml", "click")


def machine() -> dict[str, str | int]:
    """Processors, memory, and the versions that run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count() or 0,
        "memory_gib": round(memory / 2**30),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }

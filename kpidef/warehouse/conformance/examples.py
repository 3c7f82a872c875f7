"""The worked examples of the installed libraries' KPIs, on a warehouse."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import kpidef
from kpidef.warehouse.port import Scratch

if TYPE_CHECKING:
    from kpidef.pipeline import Project

Example = str  # a KPI's id


def read_examples() -> tuple[Example, ...]:
    """The KPIs that have examples."""
    return tuple(name for name, kpi in _library().catalog.kpis.items() if kpi.spec.examples)


def run_example(example: Example, warehouse: Scratch) -> list[str]:
    """What the engine says otherwise, for each example of the KPI."""
    found: list[str] = []
    for report in _library().test(example, warehouse=warehouse):
        if report.error is not None:
            found.append(f"{report.name}: {report.error.cause('en')}")
        found += [f"{report.name}: {one.name} is {one.got!r}, not {one.expected}" for one in report.differences]
    return found


@cache
def _library() -> Project:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "kpidef.yml"
        installed = sorted(entry.name for entry in entry_points(group="kpidef.definitions"))
        content = {"kpidef": 1, "name": "Conformité", "locale": "fr", "libraries": installed}
        file.write_text(json.dumps(content), encoding="utf-8")
        return kpidef.load(file)

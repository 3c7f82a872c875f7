"""A case on a warehouse: its project written to a folder, its rows loaded, its request asked by the public door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import kpidef
from kpidef.sql.dialects import dialect_of
from kpidef.warehouse.conformance.agreement import disagreements
from kpidef.warehouse.conformance.case import Case
from kpidef.warehouse.port import Scratch


def run_case(case: Case, warehouse: Scratch, folder: Path) -> list[str]:
    """What the engine says otherwise; nothing where it agrees. A refusal is raised as it comes."""
    project = kpidef.load(write_project(case, folder))
    warehouse.load(case.tables)
    asked = dict(case.request)
    asked["grain"] = None if asked.get("grain") == "all" else asked.get("grain")
    result = project.run(asked.pop("kpis"), **asked, measures=True, connection=warehouse)
    if result.errors:
        return [error.cause("en") for error in result.errors]
    exact = dialect_of(warehouse.dialect).has_decimals
    return disagreements(case.expected, result.to_arrow().to_pylist(), case.request.get("by", []), exact)


def write_project(case: Case, folder: Path) -> Path:
    """The folder of a project that asks the case's question."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True, exist_ok=True)
    for source in case.sources:
        _write(definitions / f"{source['source']}.yml", source)
    for kpi in case.kpis:
        _write(definitions / f"{kpi['kpi']}.yml", kpi)
    bound = {source["source"]: {"table": source["source"]} for source in case.sources}
    file = {"kpidef": 1, "name": case.name, "locale": "fr", "libraries": [], "definitions": ["definitions/"]}
    _write(folder / "kpidef.yml", {**file, **case.project, "bindings": {**bound, **case.bindings}})
    return folder


def _write(path: Path, content: Mapping[str, Any]) -> None:
    import json

    # JSON is YAML; scalars are read as text either way, by the type of their key.
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

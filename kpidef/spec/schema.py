"""The closed list of keys -> JSON Schema, for editors."""

from __future__ import annotations

from collections.abc import Iterator

from kpidef.spec.keys import Kind, Schema
from kpidef.spec.kpi_keys import KPI, KPI_OVERRIDE
from kpidef.spec.project_keys import LIBRARY, PROJECT
from kpidef.spec.report_keys import REPORT
from kpidef.spec.source_keys import SOURCE, SOURCE_OVERRIDE

FILES: dict[str, Kind] = {kind.name: kind for kind in (KPI, SOURCE, PROJECT, LIBRARY, REPORT)}
OVERRIDES = {KPI.name: KPI_OVERRIDE, SOURCE.name: SOURCE_OVERRIDE}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str) -> Schema:
    """The JSON Schema of a file of this kind: `kpi`, `source`, `project`, `library` or `report`."""
    top = FILES[kind]
    inner = {each.name: _object(each) for each in kinds_within(top) if each is not top}
    schema = {"$schema": DRAFT, "title": f"kpidef {kind}", **_file(top)}
    return {**schema, "$defs": inner} if inner else schema


def _file(top: Kind) -> Schema:
    """A KPI or a source is defined, or a library's is changed."""
    if top.name not in OVERRIDES:
        return _object(top)
    defined, changed = _object(top), _object(OVERRIDES[top.name])
    properties = {**defined["properties"], "override": changed["properties"]["override"]}
    ways = [{"required": defined["required"]}, {"required": changed["required"]}]
    return {"type": "object", "additionalProperties": False, "properties": properties, "oneOf": ways}


def kinds_within(top: Kind) -> Iterator[Kind]:
    """A kind and those inside it, each once, in the order of their keys."""
    seen: dict[str, Kind] = {}
    waiting = [top]
    while waiting:
        kind = waiting.pop(0)
        if kind.name not in seen:
            seen[kind.name] = kind
            waiting += [inner for key in kind.keys.values() for inner in key.shape.kinds]
    yield from seen.values()


def _object(kind: Kind) -> Schema:
    properties = {
        key.name: {**_nullable(key.shape.schema(), key.required), "description": key.fr} for key in kind.keys.values()
    }
    required = [key.name for key in kind.keys.values() if key.required]
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def _nullable(schema: Schema, required: bool) -> Schema:
    """An optional key may be left empty."""
    return schema if required else {"anyOf": [schema, {"type": "null"}]}

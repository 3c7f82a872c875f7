"""The JSON Schemas that kpidef publishes, as texts, by file name."""

from __future__ import annotations

import json

from kpidef.pipeline.catalogue_schema import catalogue_schema
from kpidef.spec import json_schema

KINDS = ("kpi", "source", "project", "library", "report")


def schema_files() -> dict[str, str]:
    """One file a kind of YAML file, and one for the exported catalogue."""
    schemas = {kind: json_schema(kind) for kind in KINDS} | {"catalogue": catalogue_schema()}
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }

"""A random case as a project on disk: kpidef.yml, one YAML file a definition, a DuckDB file with the rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml
from reference.random_specs import Case

ARROW_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(18, 2),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


def write_project(case: Case, folder: Path) -> Path:
    """The folder of a project that answers the case's request."""
    definitions = folder / "definitions"
    definitions.mkdir(parents=True)
    for source in case.spec["sources"]:
        write_yaml(definitions / f"{source['source']}.yml", source)
    for kpi in case.spec["kpis"]:
        write_yaml(definitions / f"{kpi['kpi']}.yml", kpi)
    write_yaml(folder / "kpidef.yml", project_file(case))
    load_rows(case, folder / "entrepot.duckdb")
    return folder


def project_file(case: Case) -> dict[str, Any]:
    return {
        "kpidef": 1,
        "name": f"Essai {case.seed}",
        "locale": "fr",
        **case.spec["project"],
        "libraries": [],
        "definitions": ["definitions/"],
        "connection": "duckdb:///entrepot.duckdb",
        "bindings": {source["source"]: {"table": source["source"]} for source in case.spec["sources"]},
    }


def write_yaml(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8")


def load_rows(case: Case, path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        for source in case.spec["sources"]:
            physical = {
                name: ARROW_TYPES[column["type"]]
                for name, column in source["columns"].items()
                if "expr" not in column and "rollup" not in column
            }
            table = pa.Table.from_pylist(case.data[source["source"]], schema=pa.schema(physical))
            connection.register("given", table)
            connection.execute(f'create table "{source["source"]}" as select * from given')
            connection.unregister("given")


def asked_of(case: Case) -> dict[str, Any]:
    """The request as arguments of the public API."""
    asked = dict(case.request)
    if asked["grain"] == "all":
        asked["grain"] = None
    return {**asked, "measures": True}


def answered(case: Case, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The engine's rows in the shape of the reference's: the measures apart."""
    known = {"kpi", "period", "rolled_up", "value", "numerator", "denominator", *case.request.get("by", [])}
    return [
        {
            **{name: value for name, value in row.items() if name in known},
            "measures": {name: value for name, value in row.items() if name not in known},
        }
        for row in rows
    ]

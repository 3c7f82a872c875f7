"""The dialects, one record each, found by name."""

from __future__ import annotations

from importlib import import_module

from kpidef.catalog.nearest import nearest
from kpidef.errors.dialect import UnknownDialect
from kpidef.sql.dialects.record import Dialect

NAMES = (
    "athena",
    "bigquery",
    "clickhouse",
    "databend",
    "databricks",
    "duckdb",
    "mariadb",
    "mysql",
    "oracle",
    "postgres",
    "redshift",
    "snowflake",
    "spark",
    "sqlite",
    "trino",
    "tsql",
)


def dialect_of(name: str) -> Dialect:
    """The record of a dialect. Raises UnknownDialect."""
    if name not in NAMES:
        raise UnknownDialect(None, name=name, **nearest(name, NAMES))
    found: Dialect = import_module(f"kpidef.sql.dialects.{name}").RECORD
    return found

"""Databend, as sqlglot writes Snowflake."""

from kpidef.sql.dialects.record import Dialect

RECORD = Dialect("databend", "snowflake")

"""The DuckDB adapter: database files, folders of Parquet and CSV files, and scratch tables in memory."""

from kpidef_adapters.duckdb.opening import connect
from kpidef_adapters.duckdb.scratch import scratch, scratch_at

__all__ = ["connect", "scratch", "scratch_at"]

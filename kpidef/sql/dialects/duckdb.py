"""DuckDB: the neutral tree is written for it."""

from kpidef.sql.dialects.record import Dialect

RECORD = Dialect(
    "duckdb",
    "duckdb",
    executed=True,
    gathers_bits=True,
    folds_times=True,
    counts_months=True,
    keeps_by="count_if",
    casts_columns=True,
    generates_series=True,
    folds_conditions=True,
)

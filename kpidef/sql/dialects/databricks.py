"""Databricks: Spark's SQL, with the same rewrites."""

from kpidef.sql.dialects.record import Dialect
from kpidef.sql.dialects.spark import HEADER, REWRITES

RECORD = Dialect("databricks", "databricks", rewrites=REWRITES, header=HEADER, gathers_bits=True, keeps_by="filter")

"""Redshift, as sqlglot writes it."""

from kpidef.sql.dialects.record import Dialect

RECORD = Dialect("redshift", "redshift")

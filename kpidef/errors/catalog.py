"""2xx: what the files together say that has no meaning."""

from kpidef.errors.base import KpidefError

"""5xx: what a warehouse answered, or did not."""

from kpidef.errors.base import KpidefError

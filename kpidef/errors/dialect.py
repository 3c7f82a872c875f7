"""4xx: what a dialect cannot say."""

from kpidef.errors.base import KpidefError

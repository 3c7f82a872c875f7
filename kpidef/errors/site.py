"""6xx: what stops the glossary from being built."""

from kpidef.errors.base import KpidefError

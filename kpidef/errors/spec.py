"""1xx: what a YAML file says that the language does not allow."""

from kpidef.errors.base import KpidefError

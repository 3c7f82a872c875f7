"""kpidef: say once, in YAML, what each KPI means, and get the same number everywhere."""

__version__ = "0.1.0"

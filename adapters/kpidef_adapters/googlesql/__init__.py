"""GoogleSQL, BigQuery's language, by its reference implementation: given rows only, for tests and worked examples."""

from kpidef_adapters.googlesql.scratch import connect, scratch, scratch_at

__all__ = ["connect", "scratch", "scratch_at"]

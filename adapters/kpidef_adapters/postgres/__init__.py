"""The PostgreSQL adapter, which Redshift shares: psycopg 3, read-only transactions, Arrow results."""

from kpidef_adapters.postgres.opening import connect
from kpidef_adapters.postgres.scratch import scratch_at

__all__ = ["connect", "scratch_at"]

"""The SQLite adapter, on Python's own sqlite3: database files, read-only, and scratch tables in memory.

Dates are ISO texts (2026-03-01), times too, with a space (2026-03-01 09:30:00) and no fraction where it is 0; instants
are in UTC and bear no mark; money is a float; a truth is 1 or 0.
"""

from kpidef_adapters.sqlite.opening import connect
from kpidef_adapters.sqlite.scratch import scratch, scratch_at

__all__ = ["connect", "scratch", "scratch_at"]

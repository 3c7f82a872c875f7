"""The MySQL and MariaDB adapter: PyMySQL, read-only sessions in UTC, Arrow results."""

from kpidef_adapters.mysql.opening import connect
from kpidef_adapters.mysql.scratch import scratch_at

__all__ = ["connect", "scratch_at"]

"""The ClickHouse adapter: a server over HTTP, or chDB inside this process, by the same client."""

from kpidef_adapters.clickhouse.opening import connect
from kpidef_adapters.clickhouse.scratch import scratch_at

__all__ = ["connect", "scratch_at"]

"""The Databend adapter: a server over its HTTP protocol, or the embedded engine in a process of its own."""

from kpidef_adapters.databend.opening import connect
from kpidef_adapters.databend.scratch import scratch, scratch_at

__all__ = ["connect", "scratch", "scratch_at"]

"""The Spark adapter: a session of this process, or Spark Connect; Arrow results."""

from kpidef_adapters.spark.opening import connect
from kpidef_adapters.spark.scratch import scratch_at

__all__ = ["connect", "scratch_at"]

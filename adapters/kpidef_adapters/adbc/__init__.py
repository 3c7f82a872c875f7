"""The ADBC adapter: Arrow from end to end, through the driver that the URL names (`adbc+postgresql://…`)."""

from kpidef_adapters.adbc.opening import connect
from kpidef_adapters.adbc.scratch import scratch_at

__all__ = ["connect", "scratch_at"]

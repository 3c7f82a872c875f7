"""What a dialect and a source allow the shapes of scans."""

from __future__ import annotations

from collections.abc import Mapping

from kpidef.catalog.binding import Binding
from kpidef.catalog.model import Source
from kpidef.plan.nodes import Scan
from kpidef.plan.shape import Powers
from kpidef.sql.dialects import dialect_of


def powers_of(
    dialect: str,
    sources: Mapping[str, Source],
    bindings: Mapping[str, Binding],
    scan: Scan,
    timezone: str,
    knows_periods: bool = True,
) -> Powers:
    """What a choice of shape rests on, beside the scan itself."""
    record, source = dialect_of(dialect), sources[scan.source]
    ends, binding = source.validity, bindings.get(scan.source)
    return Powers(
        gathers_bits=record.gathers_bits,
        has_decimals=record.has_decimals,
        knows_periods=knows_periods,
        has_one_kind=ends is not None and source.columns[ends.start].type == source.columns[ends.end].type,
        folds_times=record.folds_times,
        counts_months=record.counts_months,
        folds_conditions=record.folds_conditions,
        sources=sources,
        trusts_key=bool(source.key) and binding is not None and binding.unique_trusted,
        timezone=timezone,
    )

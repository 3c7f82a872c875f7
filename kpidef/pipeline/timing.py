"""A statement's answer, with what it cost."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from kpidef.report.result import Ran

if TYPE_CHECKING:
    import pyarrow as pa

    from kpidef.warehouse import Warehouse


def timed(warehouse: Warehouse, sql: str, timeout: float | None = None) -> tuple[pa.Table, Ran]:
    """The rows of a statement, and how long the warehouse took for how many."""
    began = monotonic()
    rows = warehouse.execute(sql, timeout=timeout)
    return rows, Ran(sql, monotonic() - began, rows.num_rows)

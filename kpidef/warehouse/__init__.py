"""The port between the engine and a warehouse: what an adapter offers, and how a connection finds its adapter."""

from kpidef.warehouse.port import (
    Adapter,
    Capabilities,
    ColumnInfo,
    ConformantAdapter,
    ConnectionRequest,
    Estimate,
    Estimating,
    NeutralType,
    Scratch,
    ScratchAdapter,
    ScratchTable,
    ScratchValue,
    Store,
    StoreTable,
    TableInfo,
    Warehouse,
)
from kpidef.warehouse.registry import connect, scratch, scratch_at
from kpidef.warehouse.url import redact

__all__ = [
    "Adapter",
    "Capabilities",
    "ColumnInfo",
    "ConformantAdapter",
    "ConnectionRequest",
    "Estimate",
    "Estimating",
    "NeutralType",
    "Scratch",
    "ScratchAdapter",
    "ScratchTable",
    "ScratchValue",
    "Store",
    "StoreTable",
    "TableInfo",
    "Warehouse",
    "connect",
    "redact",
    "scratch",
    "scratch_at",
]

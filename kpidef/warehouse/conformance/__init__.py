"""What every adapter and every dialect must do, for anyone's warehouse.

`pytest --pyargs kpidef.warehouse.conformance --kpidef-url URL` runs it in a schema that it creates and drops.
"""

from kpidef.warehouse.conformance.adapter import WarehouseConformance

__all__ = ["WarehouseConformance"]

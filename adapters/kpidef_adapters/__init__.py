"""One module a warehouse: each implements the port of kpidef.warehouse for its driver."""

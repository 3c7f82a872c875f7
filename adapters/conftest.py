"""Adapters whose driver is not installed have no doctests to run."""

from importlib.util import find_spec

DRIVERS = {
    "adbc": "adbc_driver_manager",
    "athena": "pyathena",
    "bigquery": "google.cloud.bigquery",
    "databricks": "databricks.sql",
    "googlesql": "zetasql",
    "mssql": "mssql_python",
    "oracle": "oracledb",
    "snowflake": "snowflake.connector",
    "spark": "pyspark",
    "trino": "trino",
}


def is_installed(module: str) -> bool:
    """Whether the driver can be imported."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


collect_ignore_glob = [f"kpidef_adapters/{name}/*.py" for name, module in DRIVERS.items() if not is_installed(module)]

"""BigQuery through its ADBC driver; credentials are the environment's."""

from __future__ import annotations

from types import ModuleType

from adbc_driver_manager.dbapi import Connection

from kpidef.warehouse import Capabilities, ConnectionRequest, NeutralType
from kpidef_adapters.adbc.driver import Driver
from kpidef_adapters.dbapi.place import place_of

_PREFIX = "adbc.bigquery.sql."
_NEUTRAL: dict[str, NeutralType] = {
    "STRING": "text",
    "INT64": "integer",
    "NUMERIC": "decimal",
    "BIGNUMERIC": "decimal",
    "FLOAT64": "float",
    "BOOL": "boolean",
    "DATE": "date",
    "DATETIME": "timestamp",
    "TIMESTAMP": "timestamptz",
}
# A project has no list of all its columns: a dataset has its own, which the URL names.
_COLUMNS_SQL = (
    "SELECT table_schema, table_name, column_name, data_type FROM INFORMATION_SCHEMA.COLUMNS "
    "ORDER BY table_schema, table_name, ordinal_position"
)


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    place = place_of(request)
    options = {
        f"{_PREFIX}project_id": place.host,
        f"{_PREFIX}dataset_id": place.at(0) or "",
        **{f"{_PREFIX}{name}": value for name, value in place.options.items()},
    }
    opened: Connection = module.connect(
        db_kwargs={name: value for name, value in options.items() if value}, autocommit=True
    )
    return opened


DRIVER = Driver(
    module="adbc_driver_bigquery.dbapi",
    dialect="bigquery",
    open=_open,
    columns_sql=_COLUMNS_SQL,
    neutral_type=lambda name: _NEUTRAL.get(name.partition("(")[0]),
    capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
)

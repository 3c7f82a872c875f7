"""The Oracle adapter: python-oracledb without a client library."""

from __future__ import annotations

import oracledb as driver

from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine

_COLUMNS = (
    "SELECT owner, table_name, column_name, data_type FROM all_tab_columns "
    "WHERE owner NOT IN ('SYS', 'SYSTEM') ORDER BY owner, table_name, column_id"
)
TYPES = {
    **COMMON,
    "date": "timestamp",  # it holds a time of day
}


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `oracle://user:password@host:1521/service`."""
    place = place_of(request)
    # Numbers keep all their digits.
    driver.defaults.fetch_decimals = True
    try:
        connection = driver.connect(
            user=place.user,
            password=place.password,
            host=place.host,
            port=place.port or 1521,
            service_name=place.at(0),
        )
        connection.cursor().execute("ALTER SESSION SET TIME_ZONE = '+00:00'")
        connection.cursor().execute("SET TRANSACTION READ ONLY")
    except driver.Error as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return DbapiWarehouse(connection, _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)


def _engine() -> Engine:
    return Engine(
        dialect="oracle",
        errors=(driver.Error,),
        types=TYPES,
        columns_sql=_COLUMNS,
        cancel=_cancel,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _cancel(connection: Connection, cursor: Cursor) -> None:  # noqa: ARG001  a connection runs one query
    connection.cancel()  # type: ignore[attr-defined]

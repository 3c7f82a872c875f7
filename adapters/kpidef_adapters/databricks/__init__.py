"""The Databricks adapter: a SQL warehouse by its connector, Arrow results, a session in UTC."""

from __future__ import annotations

import pyarrow as pa
from databricks import sql as driver

from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine

TYPES = {**COMMON, "timestamp": "timestamptz", "timestamp_ntz": "timestamp"}
_OPTIONS = ("http_path", "catalog", "schema")


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `databricks://token:…@host?http_path=/sql/1.0/warehouses/…&catalog=…&schema=…`."""
    place = place_of(request)
    given = {name: place.options[name] for name in _OPTIONS if name in place.options}
    try:
        connection = driver.connect(
            server_hostname=place.host,
            access_token=place.password,
            session_configuration={"timezone": "UTC", "ansi_mode": "true"},
            user_agent_entry="kpidef",
            **given,
        )
    except (driver.Error, OSError) as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return DbapiWarehouse(connection, _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)


def _engine() -> Engine:
    return Engine(
        dialect="databricks",
        errors=(driver.Error,),
        types=TYPES,
        columns_sql=COLUMNS_SQL,
        quote="`",
        fetch=_fetch,
        cancel=_cancel,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _fetch(cursor: Cursor) -> pa.Table:
    return cursor.fetchall_arrow()  # type: ignore[attr-defined]


def _cancel(connection: Connection, cursor: Cursor) -> None:  # noqa: ARG001  its cursor knows the query
    cursor.cancel()  # type: ignore[attr-defined]

"""The Snowflake adapter: its connector's Arrow results, in a session whose time zone is UTC."""

from __future__ import annotations

import pyarrow as pa
import snowflake.connector as driver

from kpidef.errors.warehouse import UnreadableConnection
from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine, fetch_rows

TYPES = {
    **COMMON,
    "timestamp_ntz": "timestamp",
    "timestamp_ltz": "timestamptz",
    "timestamp_tz": "timestamptz",
}
# What the URL says elsewhere, or is not its to say.
_OURS = frozenset({"account", "user", "password", "database", "schema", "session_parameters", "login_timeout"})


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `snowflake://user:password@account/database/schema?warehouse=…&role=…`."""
    place = place_of(request)
    if place.options.keys() & _OURS:
        raise UnreadableConnection(shown=request.shown)
    session = {"TIMEZONE": "UTC", "QUERY_TAG": "kpidef", "BINARY_OUTPUT_FORMAT": "HEX"}
    if request.timeout is not None:
        session["STATEMENT_TIMEOUT_IN_SECONDS"] = str(max(round(request.timeout), 1))
    try:
        connection = driver.connect(
            account=place.host,
            user=place.user,
            password=place.password,
            database=place.at(0),
            schema=place.at(1),
            session_parameters=session,
            login_timeout=30,
            **{"application": "kpidef", **place.options},
        )
    except driver.errors.Error as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return DbapiWarehouse(connection, _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)


def _engine() -> Engine:
    return Engine(
        dialect="snowflake",
        errors=(driver.errors.Error,),
        types=TYPES,
        columns_sql=COLUMNS_SQL,
        fetch=_fetch,
        cancel=_cancel,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _fetch(cursor: Cursor) -> pa.Table:
    found: pa.Table | None = cursor.fetch_arrow_all(force_return_table=True)  # type: ignore[attr-defined]
    return found if found is not None else fetch_rows(cursor)


def _cancel(connection: Connection, cursor: Cursor) -> None:
    query = cursor.sfqid  # type: ignore[attr-defined]
    if query:
        connection.cursor().execute("SELECT SYSTEM$CANCEL_QUERY(%s)", (query,))  # type: ignore[call-arg]

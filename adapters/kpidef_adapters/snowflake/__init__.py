"""The Snowflake adapter: its connector's Arrow results, in a session whose time zone is UTC."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from time import sleep
from typing import Any

import pyarrow as pa
import snowflake.connector as driver

from kpidef.errors.warehouse import UnreadableConnection
from kpidef.warehouse import Capabilities, ConnectionRequest, NeutralType
from kpidef_adapters.dbapi.place import Place, place_of
from kpidef_adapters.dbapi.scratch import DbapiScratch
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine, fetch_rows
from kpidef_adapters.snowflake.translation import TIMED_OUT, translate

TYPES = {
    **COMMON,
    "timestamp_ntz": "timestamp",
    "timestamp_ltz": "timestamptz",
    "timestamp_tz": "timestamptz",
}
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # seconds between two looks at a query that runs
_NUMBERS = frozenset({"port", "network_timeout", "socket_timeout", "client_prefetch_threads"})
# The numbers of its types, in a result's description.
_FIXED, _ZONED = 0, (6, 7)
# What the URL says elsewhere, or is not its to say.
_OURS = frozenset({"account", "user", "password", "database", "schema", "session_parameters", "login_timeout"})


_COLUMNS_SQL = COLUMNS_SQL.replace(
    "data_type FROM", "CASE WHEN data_type = 'NUMBER' AND numeric_scale = 0 THEN 'INTEGER' ELSE data_type END FROM"
)
_SCRATCH: dict[NeutralType, str] = {
    "text": "VARCHAR",
    "integer": "NUMBER(38, 0)",
    "decimal": "NUMBER(38, {})",
    "float": "FLOAT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP_NTZ",
    "timestamptz": "TIMESTAMP_TZ",
}


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `snowflake://user:password@account/database/schema?warehouse=…&role=…`."""
    opened, secrets = _open(request)
    return DbapiWarehouse(opened, _engine(), request.shown, secrets=secrets, timeout=request.timeout)


def scratch_at(request: ConnectionRequest) -> DbapiScratch:
    """A warehouse without a table, in a schema that it creates and drops; the role must have the right to do so."""
    opened, secrets = _open(request)
    return DbapiScratch(opened, _engine(), request.shown, _SCRATCH, secrets=secrets, has_backslash=True)


def _open(request: ConnectionRequest) -> tuple[Connection, tuple[str, ...]]:
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
            **{"application": "kpidef", **_options(place)},
        )
    except driver.errors.Error as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return connection, place.secrets


def _options(place: Place) -> dict[str, str | int]:
    return {
        name: int(value) if name in _NUMBERS and value.isdecimal() else value for name, value in place.options.items()
    }


def _engine() -> Engine:
    return Engine(
        dialect="snowflake",
        errors=(driver.errors.Error,),
        types=TYPES,
        columns_sql=_COLUMNS_SQL,
        execute=_execute,
        fetch=_fetch,
        cancel=_cancel,
        translate=translate,
        has_timed_out=lambda error: getattr(error, "errno", None) == TIMED_OUT,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _execute(cursor: Cursor, sql: str) -> None:
    asked: Any = cursor
    # Executed at once, a query would have no id to be cancelled by before it has ended. Its own result keeps its
    # order, which the RESULT_SCAN of `get_results_from_sfqid` does not promise.
    asked.execute_async(sql)
    query, connection = asked.sfqid, asked.connection
    for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
        if not connection.is_still_running(connection.get_query_status(query)):
            break
        sleep(pause)
    asked.query_result(query)


def _fetch(cursor: Cursor) -> pa.Table:
    found: pa.Table | None = cursor.fetch_arrow_all(force_return_table=True)  # type: ignore[attr-defined]
    if found is None:
        return fetch_rows(cursor)
    return found if found.num_rows else _typed(found, cursor.description or ())


def _typed(empty: pa.Table, description: Sequence[Sequence[object]]) -> pa.Table:
    """An empty table, to which the connector gives other types than to one that has rows."""
    kinds = [_described(field.type, described) for field, described in zip(empty.schema, description, strict=True)]
    return pa.schema(list(zip(empty.column_names, kinds, strict=True))).empty_table()


def _described(kind: pa.DataType, described: Sequence[object]) -> pa.DataType:
    code, precision, scale = described[1], described[4], described[5]
    if code == _FIXED and scale:
        return pa.decimal128(precision, scale)
    return pa.timestamp("us", "UTC") if code in _ZONED else kind


def _cancel(connection: Connection, cursor: Cursor) -> None:
    query = cursor.sfqid  # type: ignore[attr-defined]
    if query:
        connection.cursor().execute("SELECT SYSTEM$CANCEL_QUERY(%s)", (query,))  # type: ignore[call-arg]

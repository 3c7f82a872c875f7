"""The Trino adapter: its Python client, a session in UTC."""

from __future__ import annotations

from trino import auth, dbapi
from trino import exceptions as failures

from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.described import fetch_described
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine

_HTTPS_PORTS = (443, 8443)


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `trino://user:password@host:8443/catalog/schema`; with a password, by HTTPS only."""
    place = place_of(request)
    is_secure = place.password is not None or place.port in _HTTPS_PORTS
    connection = dbapi.connect(
        host=place.host,
        port=place.port or (443 if is_secure else 8080),
        user=place.user or "kpidef",
        catalog=place.at(0),
        schema=place.at(1),
        source="kpidef",
        timezone="UTC",
        http_scheme="https" if is_secure else "http",
        auth=auth.BasicAuthentication(place.user, place.password) if place.password else None,
    )
    opened = DbapiWarehouse(connection, _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)
    try:
        # The client connects at its first query only.
        connection.cursor().execute("SELECT 1").fetchall()
    except _errors() as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return opened


def _engine() -> Engine:
    return Engine(
        dialect="trino",
        errors=_errors(),
        types=COMMON,
        columns_sql=COLUMNS_SQL,
        fetch=fetch_described,
        cancel=_cancel,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _errors() -> tuple[type[Exception], ...]:
    return (failures.Error, failures.HttpError, failures.TrinoConnectionError, OSError)


def _cancel(connection: Connection, cursor: Cursor) -> None:  # noqa: ARG001  its cursor knows the query
    cursor.cancel()  # type: ignore[attr-defined]

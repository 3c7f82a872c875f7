"""From a `clickhouse://` or `chdb://` URL to an open connection."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import clickhouse_connect
from clickhouse_connect.driver.exceptions import ClickHouseError

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import AccessDenied, ConnectionFailed, MissingDriver, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef.warehouse.retry import retried
from kpidef_adapters.clickhouse.translation import DENIED, is_lost, number_of, said
from kpidef_adapters.clickhouse.warehouse import ClickhouseWarehouse

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

# Nulls as everywhere else: of an outer join, of an aggregate of nothing; a name is a column before it is an alias.
SETTINGS: dict[str, int | str] = {
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "prefer_column_name_to_alias": 1,
    "session_timezone": "UTC",
}
# A report's statement is long; these are read before the statement is.
_LONG_STATEMENTS = {
    "max_query_size": 16 * 2**20,
    "max_ast_elements": 1_000_000,
    "max_expanded_ast_elements": 10_000_000,
    "query_plan_max_optimizations_to_apply": 1_000_000,
}
# Reads only, and settings of one's own.
READ_ONLY = {"readonly": 2}
_SECONDS_TO_CONNECT = 10
_TRUE = frozenset({"1", "true", "yes"})
_PASSING = frozenset({0, 202, 203, 209, 210})


def connect(request: ConnectionRequest) -> ClickhouseWarehouse:
    """Open `clickhouse://user:password@host:8123/database?secure=true`, or `chdb:///folder` and `chdb://`."""
    more = READ_ONLY if request.read_only else {}
    return ClickhouseWarehouse(
        lambda: open_client(request), request.shown, settings={**SETTINGS, **more}, timeout=request.timeout
    )


def open_client(request: ConnectionRequest) -> Client:
    """A client. What may pass (a server that starts, too many queries) is tried again, three times."""
    try:
        parts = urlsplit(request.url)
        options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        opening = _embedded if parts.scheme == "chdb" else _server
        port = parts.port
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    if options.keys() - ({"database"} if parts.scheme == "chdb" else {"secure", "verify", "ca_cert"}):
        raise UnreadableConnection(shown=request.shown)
    try:
        return retried(lambda: opening(request, parts, port, options), ClickHouseError, _is_passing)
    except ClickHouseError as error:
        raise _translate(error, request.shown) from None


def _server(_: ConnectionRequest, parts: SplitResult, port: int | None, options: dict[str, str]) -> Client:
    return clickhouse_connect.get_client(
        host=parts.hostname or "localhost",
        port=port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        database=unquote(parts.path.strip("/")) or None,
        secure=options.get("secure", "").lower() in _TRUE,
        verify=options.get("verify", "true").lower() in _TRUE,
        ca_cert=options.get("ca_cert"),
        connect_timeout=_SECONDS_TO_CONNECT,
        client_name="kpidef",
        settings=_LONG_STATEMENTS,
        # Each statement has its own query; the server keeps nothing between two of them.
        autogenerate_session_id=False,
    )


def _embedded(request: ConnectionRequest, parts: SplitResult, port: int | None, options: dict[str, str]) -> Client:
    del port
    path = unquote(parts.path)
    folder = str((request.base / path.removeprefix("/")) if path and not path.startswith("//") else path[1:])
    held = folder if path and parts.netloc not in (":memory:", "memory") else None
    try:
        client = clickhouse_connect.get_client(interface="chdb", path=held, database=options.get("database"))
    except ImportError:
        raise MissingDriver(scheme="chdb", module="chdb", command='pip install "kpidef[chdb]"') from None
    client.command("SET " + ", ".join(f"{name} = {value}" for name, value in _LONG_STATEMENTS.items()))
    return client


def _is_passing(error: ClickHouseError) -> bool:
    return number_of(error) in _PASSING and is_lost(error)


def _translate(error: ClickHouseError, shown: str) -> KpidefError:
    if number_of(error) in DENIED:
        return AccessDenied(cause=said(error))
    return ConnectionFailed(shown=shown, cause=said(error))

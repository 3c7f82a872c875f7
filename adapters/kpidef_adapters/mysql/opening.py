"""From a `mysql://` or `mariadb://` URL to an open connection."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pymysql

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import AccessDenied, ConnectionFailed, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef.warehouse.retry import retried
from kpidef_adapters.mysql.translation import DENIED, number_of, said
from kpidef_adapters.mysql.warehouse import MysqlWarehouse

if TYPE_CHECKING:
    from pymysql.connections import Connection

_SECONDS_TO_CONNECT = 10
# What a server that starts, that is full or that is restarted answers.
_NOBODY = 2003
_PASSING = frozenset({1040, 1053, 1203, 1205, _NOBODY, 2006, 2013})
_COLLATIONS = {"mysql": "utf8mb4_0900_bin", "mariadb": "utf8mb4_nopad_bin"}
_TLS = {"ssl_ca": "ssl_ca", "ssl_cert": "ssl_cert", "ssl_key": "ssl_key"}


def connect(request: ConnectionRequest) -> MysqlWarehouse:
    """Open `mysql://user:password@host:3306/database?unix_socket=...&ssl_ca=...`."""
    return MysqlWarehouse(
        lambda: open_connection(request),
        request.shown,
        dialect=dialect_of(request),
        read_only=request.read_only,
        timeout=request.timeout,
    )


def dialect_of(request: ConnectionRequest) -> str:
    """The scheme says which of the two it is."""
    return "mysql" if request.url.lower().startswith("mysql:") else "mariadb"


def open_connection(request: ConnectionRequest) -> Connection:
    """A session in UTC that compares by code point. What may pass is tried again, three times."""
    settings = _settings(request)
    try:
        return retried(lambda: _connect(request, settings), pymysql.Error, lambda one: number_of(one) in _PASSING)
    except pymysql.Error as error:
        raise _translate(error, request.shown) from None


def _settings(request: ConnectionRequest) -> Mapping[str, object]:
    try:
        parts = urlsplit(request.url)
        options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        port = parts.port or 3306
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    unknown = options.keys() - {"unix_socket", *_TLS}
    if unknown:
        raise UnreadableConnection(shown=request.shown)
    return {
        "host": parts.hostname or "localhost",
        "port": port,
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password or "").encode(),  # of a text, the driver would make Latin 1
        "database": unquote(parts.path.lstrip("/")) or None,
        **options,
    }


def _connect(request: ConnectionRequest, settings: Mapping[str, object]) -> Connection:
    if "unix_socket" in settings:
        _check_listens(str(settings["unix_socket"]))
    connection = pymysql.connect(
        **settings,
        charset="utf8mb4",
        connect_timeout=_SECONDS_TO_CONNECT,
        autocommit=True,
        program_name="kpidef",
    )
    with connection.cursor() as cursor:
        for statement in _session(request):
            cursor.execute(statement)
    return connection


def _check_listens(path: str) -> None:
    """The driver leaves a socket open that nobody answers to."""
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(path)
        except OSError as error:
            raise pymysql.OperationalError(_NOBODY, f"Can't connect to MySQL server on {path!r} ({error})") from None


def _session(request: ConnectionRequest) -> tuple[str, ...]:
    dialect = dialect_of(request)
    mode = "READ ONLY" if request.read_only else "READ WRITE"
    # MySQL 9 reads wrong values from derived tables that it merges into a query with window functions.
    merging = ("SET SESSION optimizer_switch = 'derived_merge=off'",) if dialect == "mysql" else ()
    return (
        f"SET NAMES utf8mb4 COLLATE {_COLLATIONS[dialect]}",
        "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES'",
        f"SET SESSION TRANSACTION {mode}",
        *merging,
    )


def _translate(error: pymysql.Error, shown: str) -> KpidefError:
    if number_of(error) in DENIED:
        return AccessDenied(cause=said(error))
    return ConnectionFailed(shown=shown, cause=said(error))

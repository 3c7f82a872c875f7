"""From a `postgresql://` (or `redshift://`) URL to an open connection."""

from __future__ import annotations

import psycopg

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import AccessDenied, ConnectionFailed, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef.warehouse.retry import retried
from kpidef_adapters.postgres.warehouse import PostgresWarehouse

# A connect that fails says no more than its text, in the server's language or in libpq's English.
_DENIED = ("authentication failed", "password", "mot de passe", "pg_hba.conf", "role ", "rôle", "permission denied")
_PASSING = ("refused", "starting up", "too many connections", "timeout", "timed out", "closed the connection", "reset")
_SECONDS_TO_CONNECT = "10"


def connect(request: ConnectionRequest) -> PostgresWarehouse:
    """Open `postgresql://user@host:port/database?sslmode=require`: libpq's own URL, and its environment variables."""
    return PostgresWarehouse(
        lambda: open_connection(request),
        request.shown,
        dialect="redshift" if request.url.lower().startswith("redshift:") else "postgres",
        read_only=request.read_only,
        timeout=request.timeout,
    )


def open_connection(request: ConnectionRequest) -> psycopg.Connection[tuple[object, ...]]:
    """A session in UTC. What may pass (a server that starts, too many connections) is tried again, three times."""
    try:
        return retried(lambda: _connect(request), psycopg.OperationalError, _is_passing)
    except psycopg.OperationalError as error:
        raise _translate(error, request.shown) from None
    except psycopg.ProgrammingError:
        # libpq quotes the part of the URL that it can't read, and that may be the password.
        raise UnreadableConnection(shown=request.shown) from None


def _connect(request: ConnectionRequest) -> psycopg.Connection[tuple[object, ...]]:
    _, mark, rest = request.url.partition("://")
    settings = {"application_name": "kpidef", "connect_timeout": _SECONDS_TO_CONNECT}
    given = psycopg.conninfo.conninfo_to_dict(f"postgresql{mark}{rest}")
    connection = psycopg.connect("", **{**settings, **given})  # type: ignore[arg-type]
    connection.execute("SET TimeZone = 'UTC'")
    connection.commit()
    connection.read_only = request.read_only
    return connection


def _is_passing(error: psycopg.OperationalError) -> bool:
    text = str(error)
    return any(one in text for one in _PASSING) and not _is_denied(text)


def _is_denied(text: str) -> bool:
    return any(one in text for one in _DENIED)


def _translate(error: psycopg.OperationalError, shown: str) -> KpidefError:
    cause = (str(error).strip().splitlines() or ["?"])[-1].strip()
    if _is_denied(str(error)):
        return AccessDenied(cause=cause)
    return ConnectionFailed(shown=shown, cause=cause)

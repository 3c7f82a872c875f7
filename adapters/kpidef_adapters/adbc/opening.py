"""From an `adbc+DRIVER://` URL to an open connection, with the settings that every connection has."""

from __future__ import annotations

from importlib import import_module
from urllib.parse import parse_qsl, unquote, urlsplit

from adbc_driver_manager.dbapi import Connection, Error

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import AccessDenied, MissingDriver, UnknownScheme, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef.warehouse.retry import retried
from kpidef_adapters.adbc.driver import Driver
from kpidef_adapters.adbc.translation import is_denied, sentence
from kpidef_adapters.adbc.warehouse import AdbcWarehouse
from kpidef_adapters.dbapi.place import is_secret, place_of
from kpidef_adapters.dbapi.translation import hidden, translate_opening_text

# A scheme's second half, and the module that knows its driver.
DRIVERS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
    "flightsql": "flightsql",
    "snowflake": "snowflake",
    "bigquery": "bigquery",
}
_PASSING = ("refused", "starting up", "too many", "timeout", "timed out", "closed the connection", "reset", "unavail")
_DENIED = ("authentication failed", "password", "mot de passe", "pg_hba.conf", "role ", "rôle", "permission denied")


def connect(request: ConnectionRequest) -> AdbcWarehouse:
    """Open `adbc+postgresql://…`, `adbc+sqlite:///file`, `adbc+duckdb:///file`, `adbc+flightsql://host?dialect=…`…"""
    driver = driver_of(request)
    return AdbcWarehouse(
        lambda: open_connection(driver, request),
        driver,
        request.shown,
        dialect=dialect_of(driver, request),
        secrets=secrets_of(request),
        read_only=request.read_only,
        timeout=request.timeout,
    )


def driver_of(request: ConnectionRequest) -> Driver:
    """What is known of the driver that the URL names."""
    scheme = request.url.partition("://")[0].lower()
    name = scheme.partition("+")[2]
    if name not in DRIVERS:
        raise UnknownScheme(scheme=scheme, known=", ".join(f"adbc+{one}" for one in DRIVERS), nearest="")
    found: Driver = import_module(f"kpidef_adapters.adbc.{DRIVERS[name]}").DRIVER
    return found


def dialect_of(driver: Driver, request: ConnectionRequest) -> str:
    """The driver's dialect, else the one that the URL says."""
    said = driver.dialect or place_of(request).options.get("dialect")
    if not said:
        raise UnreadableConnection(shown=request.shown)
    return said


def open_connection(driver: Driver, request: ConnectionRequest) -> Connection:
    """A session in UTC. What may pass (a server that starts, too many connections) is tried again, three times."""
    try:
        return retried(lambda: _connect(driver, request), Error, _is_passing)
    except Error as error:
        raise _translate(error, request) from None


def secrets_of(request: ConnectionRequest) -> tuple[str, ...]:
    """What of the URL may not be shown, as it is written and as it is read."""
    try:
        url = urlsplit(request.url)
        given = [value for name, value in parse_qsl(url.query) if is_secret(name)]
        written = url.password or ""
    except ValueError:
        return ()
    return tuple(one for one in (written, unquote(written), *given) if one)


def _connect(driver: Driver, request: ConnectionRequest) -> Connection:
    try:
        module = import_module(driver.module)
    except ModuleNotFoundError as error:
        scheme = request.url.partition("://")[0].lower()
        command = f'pip install "kpidef[{scheme.replace("+", "-")}]"'
        raise MissingDriver(scheme=scheme, module=error.name, command=command) from None
    connection = driver.open(module, request)
    try:
        for statement in driver.session(request):
            with connection.cursor() as cursor:
                cursor.execute(statement)
    except Error:
        connection.close()
        raise
    return connection


def _is_passing(error: Error) -> bool:
    text = str(error).lower()
    return any(one in text for one in _PASSING) and not any(one in text for one in _DENIED)


def _translate(error: Error, request: ConnectionRequest) -> KpidefError:
    cause = hidden(sentence(error), secrets_of(request))
    if is_denied(error) or any(one in cause for one in _DENIED):
        return AccessDenied(cause=cause)
    return translate_opening_text(cause, request.shown)

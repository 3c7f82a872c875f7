"""The SQL Server adapter, which Fabric shares: Microsoft's own Python driver."""

from __future__ import annotations

import mssql_python as driver

from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.place import Place, place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import DbapiWarehouse, Engine


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `mssql://user:password@host:1433/database?Authentication=…&Encrypt=…`."""
    place = place_of(request)
    try:
        connection = driver.connect(connection_string(place))
    except (driver.Error, RuntimeError) as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    if request.timeout is not None:
        connection.timeout = max(round(request.timeout), 1)
    return DbapiWarehouse(connection, _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)


def connection_string(place: Place) -> str:
    """What the driver asks for; a value with a semicolon stands in braces."""
    server = f"{place.host},{place.port}" if place.port else place.host
    given = {
        "Server": server,
        "Database": place.at(0),
        "UID": place.user,
        "PWD": place.password,
        "Encrypt": "yes",
        "ApplicationIntent": "ReadOnly",
        **place.options,
    }
    return ";".join(f"{name}={_braced(value)}" for name, value in given.items() if value is not None)


def _braced(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}" if set(value) & set(";{}=") else value


def _engine() -> Engine:
    return Engine(
        dialect="tsql",
        errors=(driver.Error,),
        types=COMMON,
        columns_sql=COLUMNS_SQL,
        capabilities=Capabilities(parallel=True),
    )

"""Any server that speaks Arrow Flight SQL: the URL says which dialect it reads, for the protocol does not."""

from __future__ import annotations

from types import ModuleType

from adbc_driver_manager.dbapi import Connection

from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.adbc.driver import Driver
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.types import COLUMNS_SQL, common_type

_PREFIX = "adbc.flight.sql."
_DEFAULT_PORT = 31337
_OURS = frozenset({"dialect", "tls"})


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    place = place_of(request)
    scheme = "grpc" if place.options.get("tls") == "false" else "grpc+tls"
    options = {f"{_PREFIX}{name}": value for name, value in place.options.items() if name not in _OURS}
    if place.user is not None:
        options["username"] = place.user
    if place.password is not None:
        options["password"] = place.password
    opened: Connection = module.connect(
        f"{scheme}://{place.host}:{place.port or _DEFAULT_PORT}", db_kwargs=options, autocommit=True
    )
    return opened


DRIVER = Driver(
    module="adbc_driver_flightsql.dbapi",
    dialect="",
    open=_open,
    columns_sql=COLUMNS_SQL,
    neutral_type=common_type,
    capabilities=Capabilities(cancel=True, timeout=True),
)

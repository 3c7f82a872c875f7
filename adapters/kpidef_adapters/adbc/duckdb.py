"""DuckDB through the ADBC driver that its own package holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from adbc_driver_manager.dbapi import Connection, connect

from kpidef.errors.warehouse import WarehouseMissing
from kpidef.warehouse import Capabilities, ConnectionRequest, NeutralType, ScratchTable
from kpidef_adapters.adbc.driver import Driver, Step
from kpidef_adapters.dbapi.given import fills
from kpidef_adapters.duckdb.types import neutral_type

_MEMORY = ":memory:"
_ENTRY = "duckdb_adbc_init"
_COLUMNS_SQL = (
    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_catalog = current_database() ORDER BY table_schema, table_name, ordinal_position"
)
_SCRATCH: dict[NeutralType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(38, {})",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
}


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    name = request.url.partition("://")[2]
    path = Path(os.path.normpath(request.base / name.removeprefix("/")))
    if name != _MEMORY and request.read_only and not path.is_file():
        raise WarehouseMissing(path=path)
    options = {"path": _MEMORY if name == _MEMORY else str(path)}
    if request.read_only and name != _MEMORY:
        options["access_mode"] = "READ_ONLY"
    # DuckDB's own `connect` takes no option.
    return connect(driver=module.driver_path(), entrypoint=_ENTRY, db_kwargs=options, autocommit=True)


def _session(request: ConnectionRequest) -> tuple[str, ...]:
    # Nothing is fetched over the network behind the user's back.
    quiet = ("SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false")
    locked = ("SET lock_configuration = true",) if request.read_only else ()
    return ("SET TimeZone = 'UTC'", *quiet, *locked)


def _fill(table: ScratchTable) -> Iterator[Step]:
    return ((statement, None) for statement in fills(table, _SCRATCH))


DRIVER = Driver(
    module="adbc_driver_duckdb",
    dialect="duckdb",
    open=_open,
    columns_sql=_COLUMNS_SQL,
    neutral_type=neutral_type,
    capabilities=Capabilities(cancel=True, timeout=True),
    session=_session,
    fill=_fill,
    scratch_url="adbc+duckdb://:memory:",
)

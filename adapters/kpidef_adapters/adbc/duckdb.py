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
from kpidef_adapters.dbapi.given import fills, literal
from kpidef_adapters.duckdb.types import neutral_type

_MEMORY = ":memory:"
_ENTRY = "duckdb_adbc_init"
# A file is attached under a name of ours: under its own, crm.duckdb and its schema crm make `crm.tickets` ambiguous.
_CATALOG = "kpidef_warehouse"
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
    if request.read_only and not _path(request).is_file() and not _is_memory(request):
        raise WarehouseMissing(path=_path(request))
    # DuckDB's own `connect` takes no option.
    return connect(driver=module.driver_path(), entrypoint=_ENTRY, db_kwargs={"path": _MEMORY}, autocommit=True)


def _session(request: ConnectionRequest) -> tuple[str, ...]:
    # Nothing is fetched over the network behind the user's back.
    quiet = ("SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false")
    locked = ("SET lock_configuration = true",) if request.read_only else ()
    return ("SET TimeZone = 'UTC'", *quiet, *([] if _is_memory(request) else _attached(request)), *locked)


def _attached(request: ConnectionRequest) -> tuple[str, ...]:
    options = " (READ_ONLY)" if request.read_only else ""
    return f"ATTACH {literal(str(_path(request)))} AS {_CATALOG}{options}", f"USE {_CATALOG}"


def _path(request: ConnectionRequest) -> Path:
    return Path(os.path.normpath(request.base / request.url.partition("://")[2].removeprefix("/")))


def _is_memory(request: ConnectionRequest) -> bool:
    return request.url.partition("://")[2] == _MEMORY


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

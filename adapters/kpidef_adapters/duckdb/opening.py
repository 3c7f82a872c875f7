"""From a `duckdb://` URL to an open connection, with the settings that every connection has."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

from kpidef.errors import KpidefError
from kpidef.errors.warehouse import WarehouseMissing
from kpidef.warehouse import ConnectionRequest
from kpidef_adapters.duckdb.folder import create_views
from kpidef_adapters.duckdb.text import literal
from kpidef_adapters.duckdb.translation import translate_opening
from kpidef_adapters.duckdb.warehouse import DuckdbWarehouse

MEMORY = ":memory:"
# A file is attached under a name of ours: under its own, crm.duckdb and its schema crm make `crm.tickets` ambiguous.
_CATALOG = "kpidef_warehouse"
# Nothing is fetched over the network behind the user's back, and no Python variable is ever taken for a table.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}


def connect(request: ConnectionRequest) -> DuckdbWarehouse:
    """Open `duckdb:///file`, `duckdb:///folder/` or `duckdb://:memory:`; a relative path starts at the base."""
    name = _path_text(request.url)
    if name == MEMORY:
        return _warehouse(open_memory(), request)
    path = Path(os.path.normpath(request.base / name))
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError:  # a name that no file system takes
        raise WarehouseMissing(path=f"{str(path)[:80]}…") from None
    if is_folder:
        return _folder(path, request)
    if not exists and (request.read_only or name.endswith("/")):
        raise WarehouseMissing(path=path)
    return _warehouse(_open_file(path, read_only=request.read_only), request)


def open_memory() -> duckdb.DuckDBPyConnection:
    """An empty database in memory."""
    connection = duckdb.connect(MEMORY, config=_CONFIG)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _path_text(url: str) -> str:
    rest = url.partition("://")[2]
    return rest if rest == MEMORY else rest.removeprefix("/")


def _folder(path: Path, request: ConnectionRequest) -> DuckdbWarehouse:
    connection = open_memory()
    try:
        broken = create_views(connection, path)
    except KpidefError:
        connection.close()
        raise
    return _warehouse(connection, request, lasts=False, broken=broken)


def _open_file(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = open_memory()
    options = " (READ_ONLY)" if read_only else ""
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS {_CATALOG}{options}")
        connection.execute(f"USE {_CATALOG}")
    except duckdb.Error as error:
        connection.close()
        raise translate_opening(error, path) from error
    return connection


def _warehouse(
    connection: duckdb.DuckDBPyConnection,
    request: ConnectionRequest,
    *,
    lasts: bool = True,
    broken: Mapping[str, KpidefError] | None = None,
) -> DuckdbWarehouse:
    # A file that a binding names is looked for beside the project file.
    connection.execute(f"SET file_search_path = {literal(str(request.base.absolute()))}")
    if request.read_only:
        connection.execute("SET lock_configuration = true")
    return DuckdbWarehouse(
        connection,
        request.shown,
        read_only=request.read_only,
        timeout=request.timeout,
        lasts=lasts,
        broken=broken or {},
    )

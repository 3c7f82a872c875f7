"""What one ADBC driver has of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

import pyarrow as pa
from adbc_driver_manager.dbapi import Connection, Cursor

from kpidef.warehouse import Capabilities, ConnectionRequest, Estimate, NeutralType, ScratchTable
from kpidef_adapters.adbc.arrow import plain

Fetch = Callable[[Connection, Cursor, str], pa.Table]
Step = tuple[str, pa.Table | None]  # a statement, and the rows that it takes


def fetch_plain(connection: Connection, cursor: Cursor, sql: str) -> pa.Table:  # noqa: ARG001  what others ask of it
    """The rows as the driver gives them, in the types that we have."""
    cursor.execute(sql)
    return plain(cursor.fetch_arrow_table())


def no_session(request: ConnectionRequest) -> tuple[str, ...]:  # noqa: ARG001
    """For an engine that needs no setting."""
    return ()


def no_refusal(sql: str) -> None:
    """For a driver that says whatever its dialect says."""


@dataclass(frozen=True, slots=True)
class Driver:
    """`open` connects, with the driver's own module; the rest has an answer for an ordinary engine."""

    module: str  # given to `open`
    dialect: str  # empty: the URL says it
    open: Callable[[ModuleType, ConnectionRequest], Connection]
    columns_sql: str  # schema, table, column and type of every column, in order
    neutral_type: Callable[[str], NeutralType | None]
    capabilities: Capabilities
    session: Callable[[ConnectionRequest], tuple[str, ...]] = no_session  # statements that follow the connection
    timeout_sql: Callable[[float | None], str] | None = None  # the setting that stops a query in the engine itself
    fetch: Fetch = fetch_plain
    check: Callable[[str], None] = no_refusal  # raises what its dialect says and the driver does not
    estimate: Callable[[Cursor, str], Estimate] | None = None
    type_key: bytes = b""  # of a column's metadata, where its type is named
    fill: Callable[[ScratchTable], Iterable[Step]] | None = None  # None: no given rows
    scratch_url: str = ""  # a warehouse of its own for given rows; empty: a schema in the URL's

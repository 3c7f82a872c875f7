"""PostgreSQL through its ADBC driver: libpq's URL, decimals read from the texts that the driver gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import ModuleType
from urllib.parse import urlsplit

from adbc_driver_manager.dbapi import Connection, Cursor, Error

from kpidef.errors.warehouse import UnreadableConnection
from kpidef.warehouse import Capabilities, ConnectionRequest, Estimate, NeutralType, ScratchTable
from kpidef_adapters.adbc.driver import Driver, Step
from kpidef_adapters.dbapi.given import fills

_NEUTRAL: dict[str, NeutralType] = {
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "uuid"), "text"),
    **dict.fromkeys(("int2", "int4", "int8", "oid"), "integer"),
    "numeric": "decimal",
    **dict.fromkeys(("float4", "float8"), "float"),
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
}
_COLUMNS_SQL = (
    "SELECT table_schema, table_name, column_name, udt_name FROM information_schema.columns "
    "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') "
    "ORDER BY table_schema, table_name, ordinal_position"
)
_DEFAULTS = {"application_name": "kpidef", "connect_timeout": "10"}
# What libpq says once it has read the URL; before that it quotes a part of it, which may be the password.
_REACHED = re.compile(r"connection to server|could not translate|FATAL|timeout expired")
_SCRATCH: dict[NeutralType, str] = {
    "text": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "float": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
}


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    try:
        given = urlsplit(request.url).query
        options = [f"{name}={value}" for name, value in _DEFAULTS.items() if f"{name}=" not in given]
        mark = "&" if given else "?"
        url = "postgresql://" + request.url.partition("://")[2] + mark + "&".join(options)
        opened: Connection = module.connect(url, autocommit=True)
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    except Error as error:
        if _REACHED.search(str(error)) is None:
            raise UnreadableConnection(shown=request.shown) from None
        raise
    return opened


def _session(request: ConnectionRequest) -> tuple[str, ...]:
    reading = ("SET default_transaction_read_only = on",) if request.read_only else ()
    return ("SET TimeZone = 'UTC'", *reading)


def _timeout_sql(seconds: float | None) -> str:
    return f"SET statement_timeout = {max(round((seconds or 0) * 1000), 0)}"


def _estimate(cursor: Cursor, sql: str) -> Estimate:
    # An EXPLAIN has no COPY, which the driver otherwise asks for.
    cursor.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "false"})
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    plan = json.loads(str(cursor.fetchall()[0][0]))[0]["Plan"]
    return Estimate(rows=plan["Plan Rows"], cost=plan["Total Cost"])


def _fill(table: ScratchTable) -> Iterator[Step]:
    return ((statement, None) for statement in fills(table, _SCRATCH))


DRIVER = Driver(
    module="adbc_driver_postgresql.dbapi",
    dialect="postgres",
    open=_open,
    columns_sql=_COLUMNS_SQL,
    neutral_type=_NEUTRAL.get,
    capabilities=Capabilities(cancel=True, timeout=True, estimate=True),
    session=_session,
    timeout_sql=_timeout_sql,
    estimate=_estimate,
    type_key=b"POSTGRESQL:type",
    fill=_fill,
)

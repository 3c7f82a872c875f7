"""Snowflake through its ADBC driver, in a session whose time zone is UTC."""

from __future__ import annotations

from types import ModuleType

from adbc_driver_manager.dbapi import Connection

from kpidef.warehouse import Capabilities, ConnectionRequest, NeutralType
from kpidef_adapters.adbc.driver import Driver
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.types import COLUMNS_SQL, common_type

_PREFIX = "adbc.snowflake.sql."
_NAMED = {"warehouse": "warehouse", "role": "role", "region": "region"}  # the others are the client's options
_TIMES: dict[str, NeutralType] = {
    "timestamp_ntz": "timestamp",
    "timestamp_ltz": "timestamptz",
    "timestamp_tz": "timestamptz",
}


def _open(module: ModuleType, request: ConnectionRequest) -> Connection:
    place = place_of(request)
    options = {
        f"{_PREFIX}account": place.host,
        "username": place.user or "",
        "password": place.password or "",
        f"{_PREFIX}db": place.at(0) or "",
        f"{_PREFIX}schema": place.at(1) or "",
        f"{_PREFIX}client_option.app_name": "kpidef",
        f"{_PREFIX}client_option.use_high_precision": "true",  # decimals, never floats in their place
        **{f"{_PREFIX}{_option(name)}": value for name, value in place.options.items()},
    }
    opened: Connection = module.connect(
        db_kwargs={name: value for name, value in options.items() if value}, autocommit=True
    )
    return opened


def _option(name: str) -> str:
    return _NAMED.get(name, name if name == "auth_type" else f"client_option.{name}")


def _session(request: ConnectionRequest) -> tuple[str, ...]:  # noqa: ARG001
    return ("ALTER SESSION SET TIMEZONE = 'UTC', QUERY_TAG = 'kpidef'",)


def _timeout_sql(seconds: float | None) -> str:
    return f"ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {max(round(seconds or 0), 1 if seconds else 0)}"


DRIVER = Driver(
    module="adbc_driver_snowflake.dbapi",
    dialect="snowflake",
    open=_open,
    columns_sql=COLUMNS_SQL,
    neutral_type=lambda name: _TIMES.get(name.lower()) or common_type(name),
    capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    session=_session,
    timeout_sql=_timeout_sql,
)

"""The Athena adapter: PyAthena, rows by Athena's own API.

Its Arrow cursor reads the CSV file that Athena leaves in S3, where it takes an absent text for an empty one: the rows
of the API keep them apart, and those of a KPI are few.
"""

from __future__ import annotations

import pyathena
from botocore.exceptions import BotoCoreError, ClientError
from pyathena.error import Error
from pyathena.util import RetryConfig

from kpidef.errors.warehouse import UnreadableConnection
from kpidef.warehouse import Capabilities, ConnectionRequest
from kpidef_adapters.dbapi.described import fetch_described
from kpidef_adapters.dbapi.place import Place, place_of
from kpidef_adapters.dbapi.translation import translate_opening
from kpidef_adapters.dbapi.types import COLUMNS_SQL, COMMON
from kpidef_adapters.dbapi.warehouse import Connection, Cursor, DbapiWarehouse, Engine

_ERRORS = (Error, BotoCoreError, ClientError)
_OPTIONS = frozenset(
    {
        *("s3_staging_dir", "work_group", "catalog_name", "profile_name", "role_arn", "role_session_name"),
        *("external_id", "encryption_option", "kms_key", "endpoint_url"),
    }
)
# Athena answers a burst of queries with ThrottlingException or TooManyRequestsException: asked again, with jitter.
_TRIES, _LONGEST_PAUSE = 4, 10
_PAUSE = 0.5  # seconds between two looks at a query that runs


def connect(request: ConnectionRequest) -> DbapiWarehouse:
    """Open `athena://region/schema?work_group=…&s3_staging_dir=s3://…`; credentials are those of AWS's environment."""
    place = place_of(request)
    if not place.options.keys() <= _OPTIONS:
        raise UnreadableConnection(shown=request.shown)
    opened = None
    try:
        opened = DbapiWarehouse(_open(place), _engine(), request.shown, secrets=place.secrets, timeout=request.timeout)
        # The client connects at its first query only.
        opened.execute("SELECT 1")
    except (*_ERRORS, ValueError) as error:
        raise translate_opening(error, request.shown, place.secrets) from None
    return opened


def _open(place: Place) -> Connection:
    credentials = {"aws_access_key_id": place.user, "aws_secret_access_key": place.password} if place.user else {}
    opened: Connection = pyathena.connect(
        region_name=place.host,
        schema_name=place.at(0) or "default",
        poll_interval=_PAUSE,
        retry_config=RetryConfig(attempt=_TRIES, max_delay=_LONGEST_PAUSE),
        **credentials,
        **place.options,
    )
    return opened


def _engine() -> Engine:
    return Engine(
        dialect="athena",
        errors=_ERRORS,
        types=COMMON,
        columns_sql=COLUMNS_SQL,
        fetch=fetch_described,
        cancel=_cancel,
        capabilities=Capabilities(cancel=True, timeout=True, parallel=True),
    )


def _cancel(connection: Connection, cursor: Cursor) -> None:  # noqa: ARG001  its cursor knows the query
    cursor.cancel()  # type: ignore[attr-defined]

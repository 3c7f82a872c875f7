"""From a `spark://local` or `sc://host:port` URL to a Spark session."""

from __future__ import annotations

from logging import getLogger
from urllib.parse import parse_qsl, urlsplit
from warnings import catch_warnings, simplefilter

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from kpidef.errors.warehouse import ConnectionFailed, UnreadableConnection
from kpidef.warehouse import ConnectionRequest
from kpidef_adapters.spark.translation import first_line
from kpidef_adapters.spark.warehouse import SparkWarehouse

# Instants are read and shown in UTC; a query that overflows or divides by zero says so.
_SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.memory": "3g",  # plans of long statements
    "spark.log.level": "OFF",
    "spark.ui.showConsoleProgress": "false",
}
_TRIES = 3


def connect(request: ConnectionRequest) -> SparkWarehouse:
    """Open `spark://local?spark.option=value`, a session of this process, or `sc://host:port/;token=…`."""
    return SparkWarehouse(open_session(request), request.shown, timeout=request.timeout)


def open_session(request: ConnectionRequest) -> SparkSession:
    """A session of one's own: its settings and temporary views are nobody else's."""
    # It prints each failing query with the engine's trace.
    getLogger("SQLQueryContextLogger").disabled = True
    try:
        session = _connected(request) if request.url.lower().startswith("sc:") else _local(request)
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
    except PySparkException as error:
        raise ConnectionFailed(shown=request.shown, cause=first_line(error)) from None
    except ConnectionError as error:
        raise ConnectionFailed(shown=request.shown, cause=str(error)) from None
    except ValueError:
        raise UnreadableConnection(shown=request.shown) from None
    return session


def _local(request: ConnectionRequest) -> SparkSession:
    """The engine starts once a process, and ends with it."""
    url = urlsplit(request.url)
    if url.netloc.lower() != "local":
        raise UnreadableConnection(shown=request.shown)
    builder = SparkSession.builder.appName("kpidef").master("local[*]")
    for name, value in {**_LOCAL, **dict(parse_qsl(url.query))}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate().newSession()


def _connected(request: ConnectionRequest) -> SparkSession:
    with catch_warnings():
        # Of pandas, which is not asked for anything here, and of each attempt that failed.
        simplefilter("ignore")
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession as ConnectSession

        session = ConnectSession.builder.remote(request.url).create()
        # The client's own policy goes on for ten minutes.
        session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES, max_backoff=1000)])
    return session

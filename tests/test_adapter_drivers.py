"""Adapters over a double of their driver: what they ask of it, and what its errors and values become."""

import sqlite3
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pyarrow as pa
import pytest
from adapter_doubles import STATEMENTS, Connection, Refusing

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    MissingDriver,
    QueryCancelled,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import ConnectionRequest
from kpidef.warehouse.registry import find_adapter, installed
from kpidef_adapters.dbapi.arrow import plain, rows_as_arrow
from kpidef_adapters.dbapi.place import place_of
from kpidef_adapters.dbapi.translation import translate
from kpidef_adapters.dbapi.types import COMMON
from kpidef_adapters.dbapi.warehouse import DbapiWarehouse, Engine

MODULES = {
    "snowflake": ("snowflake", "snowflake.connector"),
    "databricks": ("databricks", "databricks.sql"),
    "trino": ("trino", "trino.auth", "trino.dbapi", "trino.exceptions"),
    "mssql": ("mssql_python",),
    "oracle": ("oracledb",),
}
URLS = {
    "snowflake": "snowflake://ana:s3cret@compte/CRM/PUBLIC?warehouse=PETIT",
    "databricks": "databricks://token:s3cret@hote?http_path=/sql/1.0/warehouses/a&catalog=main",
    "trino": "trino://ana:s3cret@hote:8443/hive/crm",
    "mssql": "mssql://ana:s3c;ret@hote:1433/crm",
    "oracle": "oracle://ana:s3cret@hote:1521/crm",
}


SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n"


@pytest.fixture
def driven(monkeypatch):
    """scheme -> its adapter over the double, and the arguments that the driver was given."""

    def build(scheme, refusal=None):
        asked = {}

        def connect(*places, **named):
            asked.update(named, places=places)
            if refusal is not None and scheme == "trino":
                return Refusing(refusal)
            if refusal is not None:
                raise refusal
            return Connection()

        for name in MODULES[scheme]:
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        last = sys.modules["trino.dbapi" if scheme == "trino" else MODULES[scheme][-1]]
        last.connect, last.Error, last.errors = connect, sqlite3.Error, SimpleNamespace(Error=sqlite3.Error)
        last.defaults = SimpleNamespace(fetch_decimals=False)
        root = sys.modules[MODULES[scheme][0]]
        for name in MODULES[scheme][1:]:
            setattr(root, name.rpartition(".")[2], sys.modules[name])
        if scheme == "trino":
            root.exceptions.Error, root.exceptions.TrinoConnectionError = sqlite3.Error, ConnectionError
            root.exceptions.HttpError = ConnectionError
            root.auth.BasicAuthentication = lambda user, password: (user, password)
        monkeypatch.delitem(sys.modules, f"kpidef_adapters.{scheme}", raising=False)
        return import_module(f"kpidef_adapters.{scheme}"), asked

    yield build
    for scheme in MODULES:
        sys.modules.pop(f"kpidef_adapters.{scheme}", None)


@pytest.mark.parametrize("scheme", MODULES)
def test_an_adapter_answers_a_select_and_nothing_else(driven, scheme):
    adapter, _ = driven(scheme)
    with adapter.connect(ConnectionRequest(URLS[scheme], Path(), timeout=30)) as warehouse:
        assert warehouse.execute("SELECT 1 AS n, 'a' AS t").to_pylist() == [{"n": 1, "t": "a"}]
        with pytest.raises(WriteRefused):
            warehouse.execute("DROP TABLE clients")
        with pytest.raises(QueryRefused):
            warehouse.execute("SELECT FROM")
        warehouse.cancel()
    assert "s3c" not in repr(warehouse)


@pytest.mark.parametrize("scheme", ["snowflake", "databricks", "trino", "oracle"])
def test_a_query_past_its_time_is_stopped_in_the_engine_too(driven, scheme):
    adapter, _ = driven(scheme)
    started = time.monotonic()
    with adapter.connect(ConnectionRequest(URLS[scheme], Path())) as warehouse:
        with pytest.raises(QueryTimeout):
            warehouse.execute(SLOW, timeout=0.2)
        assert time.monotonic() - started < 5
        assert warehouse.execute("SELECT 1 AS n").to_pylist() == [{"n": 1}]


@pytest.mark.parametrize("scheme", ["snowflake", "databricks", "trino", "oracle"])
def test_a_query_that_is_cancelled_says_so(driven, scheme):
    adapter, _ = driven(scheme)
    with adapter.connect(ConnectionRequest(URLS[scheme], Path())) as warehouse:
        timer = threading.Timer(0.3, warehouse.cancel)
        timer.start()
        with pytest.raises(QueryCancelled):
            warehouse.execute(SLOW)
        timer.join()


def test_oracle_reads_in_utc_and_in_a_read_only_transaction(driven):
    adapter, asked = driven("oracle")
    STATEMENTS.clear()
    adapter.connect(ConnectionRequest(URLS["oracle"], Path())).close()
    assert STATEMENTS == ["ALTER SESSION SET TIME_ZONE = '+00:00'", "SET TRANSACTION READ ONLY"]
    assert (asked["host"], asked["port"], asked["service_name"]) == ("hote", 1521, "crm")


def test_databricks_asks_for_utc_and_strict_casts(driven):
    adapter, asked = driven("databricks")
    adapter.connect(ConnectionRequest(URLS["databricks"], Path())).close()
    assert asked["session_configuration"] == {"timezone": "UTC", "ansi_mode": "true"}
    assert (asked["server_hostname"], asked["http_path"]) == ("hote", "/sql/1.0/warehouses/a")


@pytest.mark.parametrize("scheme", MODULES)
def test_a_connection_that_is_refused_says_why_without_the_password(driven, scheme):
    secret = place_of(ConnectionRequest(URLS[scheme], Path())).password
    adapter, _ = driven(scheme, sqlite3.OperationalError(f"login failed for ana ({secret})"))
    with pytest.raises(AccessDenied) as raised:
        adapter.connect(ConnectionRequest(URLS[scheme], Path()))
    assert raised.value.fields["cause"] == "login failed for ana (***)"


def test_snowflake_is_asked_for_utc_and_a_statement_timeout(driven):
    adapter, asked = driven("snowflake")
    adapter.connect(ConnectionRequest(URLS["snowflake"], Path(), timeout=12.4)).close()
    session = asked["session_parameters"]
    assert (asked["account"], asked["database"], asked["schema"], asked["warehouse"]) == (
        *("compte", "CRM", "PUBLIC"),
        "PETIT",
    )
    assert (session["TIMEZONE"], session["STATEMENT_TIMEOUT_IN_SECONDS"]) == ("UTC", "12")


def test_snowflake_takes_its_options_from_the_url_but_not_what_the_url_says_elsewhere(driven):
    adapter, asked = driven("snowflake")
    adapter.connect(ConnectionRequest(f"{URLS['snowflake']}&role=LECTURE", Path())).close()
    assert (asked["role"], asked["application"]) == ("LECTURE", "kpidef")
    with pytest.raises(UnreadableConnection):
        adapter.connect(ConnectionRequest(f"{URLS['snowflake']}&account=autre", Path()))


def test_trino_sends_a_password_by_https_only(driven):
    adapter, asked = driven("trino")
    adapter.connect(ConnectionRequest(URLS["trino"], Path())).close()
    assert (asked["http_scheme"], asked["timezone"], asked["auth"]) == ("https", "UTC", ("ana", "s3cret"))


def test_sql_server_takes_a_password_that_holds_a_semicolon(driven):
    adapter, asked = driven("mssql")
    adapter.connect(ConnectionRequest(URLS["mssql"], Path())).close()
    assert "PWD={s3c;ret}" in asked["places"][0]
    assert "ApplicationIntent=ReadOnly" in asked["places"][0]


DRIVERS = {
    **MODULES,
    "adbc": ("adbc_driver_manager", "adbc_driver_manager.dbapi"),
    "athena": ("pyathena",),
    "bigquery": ("google.cloud.bigquery", "google.api_core.exceptions"),
}


@pytest.mark.parametrize("scheme", DRIVERS)
def test_a_missing_driver_is_answered_with_the_command(scheme, monkeypatch):
    for name in DRIVERS[scheme]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if name.startswith(f"kpidef_adapters.{scheme}")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingDriver) as raised:
        find_adapter(scheme, installed())
    assert raised.value.fields["command"] == f'pip install "kpidef[{scheme}]"'


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("SQL compilation error: Object 'CRM.TICKETS' does not exist or not authorized.", TableMissing),
        ("[TABLE_OR_VIEW_NOT_FOUND] The table or view `crm`.`tickets` cannot be found.", TableMissing),
        ("line 1:15: Table 'hive.crm.tickets' does not exist", TableMissing),
        ("Invalid object name 'tickets'.", TableMissing),
        ("ORA-00942: table or view does not exist", TableMissing),
        ("SQL compilation error: invalid identifier 'MONTNT'", ColumnMissing),
        ("line 1:8: Column 'montnt' cannot be resolved", ColumnMissing),
        ("Invalid column name 'montnt'.", ColumnMissing),
        ('ORA-00904: "MONTNT": invalid identifier', ColumnMissing),
        ('Binder Error: Referenced column "montnt" not found in FROM clause!', ColumnMissing),
        ("Incorrect username or password was specified.", AccessDenied),
        ("Failed to connect to host: connection refused", ConnectionFailed),
        ("Numeric value 'douze' is not recognized", ValueUnreadable),
        ("line 1:1: mismatched input 'SELEC'", QueryRefused),
        ("the cluster has been resized", QueryFailed),
    ],
)
def test_what_engines_say_becomes_a_coded_error(said, kind):
    assert type(translate(RuntimeError(said), "x://h", ())) is kind


class Numbered(RuntimeError):
    """An error of Snowflake's connector."""

    def __init__(self, said, errno, sqlstate=""):
        super().__init__(said)
        self.errno, self.sqlstate = errno, sqlstate


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (("Object 'CRM.TICKETS' does not exist or not authorized.", 2003, "42S02"), TableMissing),
        (("invalid identifier 'MONTNT'", 904, "42000"), ColumnMissing),
        (("unexpected 'SELEC'.", 1003, "42000"), QueryRefused),
        (("Insufficient privileges to operate on table 'TICKETS'", 3001, "42501"), AccessDenied),
        (("SQL execution canceled", 604, "57014"), QueryCancelled),
        (("Numeric value 'douze' is out of range", 100132, "22003"), ValueUnreadable),
        (("the warehouse was suspended", 606, "57P03"), QueryFailed),
    ],
)
def test_snowflakes_numbers_say_what_its_words_do_not(driven, said, kind):
    driven("snowflake")
    translated = import_module("kpidef_adapters.snowflake.translation").translate(Numbered(*said), "x://h", ())
    assert type(translated) is kind


def test_a_query_that_snowflake_stops_by_its_own_clock_is_past_its_time(driven):
    adapter, _ = driven("snowflake")
    with adapter.connect(ConnectionRequest(URLS["snowflake"], Path(), timeout=7)) as warehouse:
        warehouse._engine = replace(warehouse._engine, execute=stopped_by_the_clock, errors=(Numbered,))
        with pytest.raises(QueryTimeout) as raised:
            warehouse.execute("SELECT 1")
    assert raised.value.fields["seconds"] == 7


def stopped_by_the_clock(cursor, sql):
    raise Numbered("Statement reached its statement or warehouse timeout of 7 second(s) and was canceled.", 630)


def test_a_missing_name_is_said_with_the_nearest():
    listed = "SELECT 'crm' AS s, 'tickets' AS t, 'montant' AS c, 'NUMBER' AS k"
    engine = Engine("snowflake", (sqlite3.Error,), COMMON, listed, translate=missing_in_sqlite)
    with DbapiWarehouse(Connection(), engine, "x://h") as warehouse:
        with pytest.raises(TableMissing) as raised:
            warehouse.execute("SELECT * FROM tickts")
        assert raised.value.fields == {"table": "tickts", "nearest": "tickets"}


def missing_in_sqlite(error, shown, secrets):
    return TableMissing(table=str(error).rpartition(" ")[2], nearest="")


def test_values_keep_their_digits_and_instants_their_moment():
    paris = datetime(2026, 7, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    big = Decimal("1" * 40 + ".5")
    table = rows_as_arrow(["d", "i", "g", "n"], [(Decimal("0.10"), paris, big, None), (3, None, big, None)])
    assert table.to_pylist()[0] == {
        "d": Decimal("0.10"),
        "i": datetime(2026, 7, 1, tzinfo=UTC),
        "g": big,
        "n": None,
    }
    assert table.schema.field("n").type == pa.string()


def test_a_table_of_arrow_loses_only_what_one_engine_has():
    large = pa.table(
        {
            "t": pa.array(["a"], pa.large_string()),
            "i": pa.array([0], pa.timestamp("ns", "Europe/Paris")),
            "h": pa.array([123456789], pa.timestamp("ns")),
        }
    )
    found = plain(large)
    assert [field.type for field in found.schema] == [pa.string(), pa.timestamp("us", tz="UTC"), pa.timestamp("us")]
    assert found.column("h")[0].as_py() == datetime(1970, 1, 1, 0, 0, 0, 123456)


def test_introspection_reads_the_columns_that_the_engine_lists():
    connection = Connection()
    listed = (
        "SELECT 'crm' AS s, 'tickets' AS t, 'n' AS c, 'NUMBER(10,2)' AS k UNION ALL SELECT 'crm', 'tickets', 'x', 'xml'"
    )
    engine = Engine("snowflake", (sqlite3.Error,), COMMON, listed)
    with DbapiWarehouse(connection, engine, "x://h") as warehouse:
        (table,) = warehouse.introspect()
        assert [(one.name, one.type) for one in table.columns] == [("n", "decimal"), ("x", None)]
        assert warehouse.columns_of('crm."tickets"') == table.columns
        assert warehouse.columns_of("autre") == ()


@pytest.mark.parametrize("url", ["snowflake://", "trino://hote:port/x"])
def test_a_url_without_a_place_is_unreadable(url):
    with pytest.raises(UnreadableConnection):
        place_of(ConnectionRequest(url, Path()))

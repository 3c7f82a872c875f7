"""ADBC drivers' own ways: SQLite's types, DuckDB's file, a Flight SQL server over a real connection."""

import sqlite3
import threading
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from engines.catalogue import installed_or_skipped
from engines.flight_sql_server import flight_sql_server

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    MissingDriver,
    NotAWarehouse,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnknownScheme,
    UnreadableConnection,
    ValueUnreadable,
    WarehouseMissing,
    WriteRefused,
)
from kpidef.warehouse import connect, scratch_at

SLOW = "SELECT count(*) FROM range(100000000) AS a, range(1000) AS b WHERE (a.range + b.range) % 7 = 3"


@pytest.fixture(scope="module", autouse=True)
def drivers():
    for one in ("manager", "sqlite", "flightsql"):
        installed_or_skipped(f"adbc_driver_{one}")


def opening(url, base=Path()):
    return connect(url, base=base, environment={})


@pytest.fixture
def file(tmp_path):
    """A SQLite file that declares its types."""
    with sqlite3.connect(tmp_path / "crm.db") as made:
        made.execute("CREATE TABLE ventes (n INTEGER, jour DATE, prix DECIMAL, heure TIMESTAMP, ok BOOLEAN, nom TEXT)")
        made.execute("INSERT INTO ventes VALUES (9007199254740993, '2026-01-02', 0.1, '2026-01-02 10:00:00', 1, 'Été')")
        made.execute("INSERT INTO ventes VALUES (NULL, NULL, 12, NULL, NULL, '')")
    made.close()
    return tmp_path


def test_sqlite_values_are_read_as_their_table_declares_them(file):
    with opening("adbc+sqlite:///crm.db", file) as warehouse:
        first, second = warehouse.execute("SELECT * FROM ventes").to_pylist()
    assert first == {
        "n": 9007199254740993,
        "jour": date(2026, 1, 2),
        "prix": Decimal("0.1"),
        "heure": datetime(2026, 1, 2, 10),
        "ok": True,
        "nom": "Été",
    }
    assert second == {"n": None, "jour": None, "prix": Decimal(12), "heure": None, "ok": None, "nom": ""}


def test_sqlite_types_hold_after_the_first_thousand_rows(file):
    late = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
    with opening("adbc+sqlite:///crm.db", file) as warehouse:
        found = warehouse.execute(f"{late} SELECT CASE WHEN i < 2500 THEN i ELSE i + 0.25 END AS x FROM n")
    assert found.column("x").to_pylist()[-1] == 3000.25


def test_what_the_sqlite_driver_would_shorten_is_refused(file):
    with opening("adbc+sqlite:///crm.db", file) as warehouse, pytest.raises(ValueUnreadable):
        warehouse.execute("SELECT 'a' AS x UNION ALL SELECT 1.23456789")


@pytest.mark.parametrize("function", ["lower(nom)", "UPPER (nom)", "kpidef_parse(nom, '%Y')"])
def test_a_function_that_the_sqlite_driver_lacks_is_refused(file, function):
    with opening("adbc+sqlite:///crm.db", file) as warehouse:
        with pytest.raises(QueryRefused):
            warehouse.execute(f"SELECT {function} FROM ventes")
        assert warehouse.execute("SELECT 'lower(x)' AS \"upper(\"").num_rows == 1


def test_a_file_that_is_not_there_or_not_a_database_is_said_so(file):
    (file / "texte.db").write_text("pas une base " * 100, encoding="utf-8")
    with pytest.raises(WarehouseMissing):
        opening("adbc+sqlite:///absent.db", file)
    with pytest.raises(NotAWarehouse):
        opening("adbc+sqlite:///texte.db", file)
    with pytest.raises(WarehouseMissing):
        opening("adbc+duckdb:///absent.duckdb", file)


def test_a_duckdb_file_is_read_only_and_may_bear_the_name_of_a_schema(tmp_path):
    with duckdb.connect(str(tmp_path / "crm.duckdb")) as made:
        made.execute("CREATE SCHEMA crm.crm")
        made.execute("CREATE TABLE crm.crm.ventes AS SELECT 'a'::ENUM('a', 'b') AS canal, 1::HUGEINT AS n")
    with opening("adbc+duckdb:///crm.duckdb", tmp_path) as warehouse:
        assert warehouse.execute("SELECT * FROM crm.ventes").to_pylist() == [{"canal": "a", "n": 1}]
        assert [(one.schema, one.name) for one in warehouse.introspect()] == [("crm", "ventes")]
        with pytest.raises(WriteRefused):
            warehouse.execute("CREATE TABLE crm.x (a INT)")


@pytest.fixture
def flights():
    """The URL of a Flight SQL server."""
    rows = duckdb.connect()
    rows.execute("CREATE TABLE ventes AS SELECT 12.50::DECIMAL(10, 2) AS montant, 'Été' AS nom")
    with flight_sql_server(rows, {"ana": "s3cret"}) as server:
        yield f"adbc+flightsql://ana:s3cret@127.0.0.1:{server.port}?dialect=duckdb&tls=false"
    rows.close()


def test_a_flight_sql_server_answers_in_arrow(flights):
    with opening(flights) as warehouse:
        assert warehouse.dialect == "duckdb"
        assert warehouse.execute("SELECT * FROM ventes").to_pylist() == [{"montant": Decimal("12.50"), "nom": "Été"}]
        assert [(one.name, one.type) for one in warehouse.columns_of("ventes")] == [
            ("montant", "decimal"),
            ("nom", "text"),
        ]
        assert [one.name for one in warehouse.introspect()] == ["ventes"]


def test_a_flight_sql_servers_errors_are_ours(flights):
    with opening(flights) as warehouse:
        with pytest.raises(TableMissing) as raised:
            warehouse.execute("SELECT * FROM vente")
        assert raised.value.fields == {"table": "vente", "nearest": "ventes"}
        with pytest.raises(ColumnMissing) as raised:
            warehouse.execute("SELECT montnt FROM ventes")
        assert raised.value.fields == {"column": "montnt", "nearest": "montant"}
        with pytest.raises(QueryRefused):
            warehouse.execute("SELECT 1 FROM WHERE")
        assert warehouse.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]


def test_a_flight_sql_query_stops_at_its_timeout_and_when_cancelled(flights):
    with opening(flights) as warehouse:
        started = time.monotonic()
        with pytest.raises(QueryTimeout):
            warehouse.execute(SLOW, timeout=0.3)
        timer = threading.Timer(0.3, warehouse.cancel)
        timer.start()
        with pytest.raises(QueryCancelled):
            warehouse.execute(SLOW)
        assert time.monotonic() - started < 10


def test_a_wrong_password_and_a_server_that_is_down_are_said_without_a_secret(flights):
    with pytest.raises(AccessDenied) as denied:
        opening(flights.replace("s3cret", "wr0ng"))
    with pytest.raises(ConnectionFailed) as down:
        opening("adbc+flightsql://ana:s3cret@127.0.0.1:1?dialect=duckdb&tls=false")
    assert "wr0ng" not in str(denied.value)
    assert "s3cret" not in str(down.value)


def test_a_flight_sql_url_without_a_dialect_is_unreadable(flights):
    with pytest.raises(UnreadableConnection):
        opening(flights.replace("dialect=duckdb&", ""))


def test_a_driver_that_nobody_knows_is_an_unknown_scheme():
    with pytest.raises(UnknownScheme):
        opening("adbc+inconnu://hote")


def test_given_rows_need_a_driver_that_can_hold_them(flights):
    with pytest.raises(ConnectionFailed):
        scratch_at(flights, base=Path(), environment={})


@pytest.mark.parametrize("name", ["snowflake", "bigquery"])
def test_a_driver_that_is_missing_is_answered_with_its_own_extra(name, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, f"adbc_driver_{name}", None)
    with pytest.raises(MissingDriver) as raised:
        opening(f"adbc+{name}://ana:s3cret@compte/crm")
    assert raised.value.fields["command"] == f'pip install "kpidef[adbc-{name}]"'

"""The Databend adapter over a double of its server: what it asks, and what answers and errors become."""

import socket
import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event

import pyarrow as pa
import pytest
from engines.databend_server import DROPPED, TOKEN, databend_server

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryCancelled,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WarehouseOutOfMemory,
    WriteRefused,
)
from kpidef.warehouse import connect as connect_to
from kpidef_adapters.databend import server as client
from kpidef_adapters.databend.answer import Refused
from kpidef_adapters.databend.translation import names_sql, translate
from kpidef_adapters.databend.warehouse import _COLUMNS

SLOW = "SELECT SLEEP(60)"
VALUES = (
    ("Nullable(String)", "l'été", "l'été", pa.string()),
    ("Int64", "-9007199254740993", -9007199254740993, pa.int64()),
    ("UInt64", "18446744073709551615", 18446744073709551615, pa.uint64()),
    ("Nullable(Decimal(38, 6))", "1234567890.123456", Decimal("1234567890.123456"), pa.decimal128(38, 6)),
    ("Decimal(76, 2)", "1" * 60 + ".50", Decimal("1" * 60 + ".50"), pa.decimal256(76, 2)),
    ("Float64", "1e300", 1e300, pa.float64()),
    ("Boolean", "1", True, pa.bool_()),
    ("Boolean", "false", False, pa.bool_()),
    ("Date", "2024-02-29", date(2024, 2, 29), pa.date32()),
    ("Timestamp", "2026-03-29 12:00:00.123456", datetime(2026, 3, 29, 12, 0, 0, 123456), pa.timestamp("us")),
    (
        "Nullable(Timestamp_Tz)",
        "2026-07-01 02:00:00.000000 +0200",
        datetime(2026, 7, 1, tzinfo=UTC),
        pa.timestamp("us", tz="UTC"),
    ),
    ("Variant", '{"a":1}', '{"a":1}', pa.string()),
)


def rows(kind, *values):
    return {"schema": [{"name": "x", "type": kind}], "data": [[value] for value in values]}


class Engine:
    """Answers what it was given, and sleeps when it is told to."""

    def __init__(self):
        self.given, self.stopped = {"SELECT 1": rows("UInt8", "1")}, Event()

    def answer(self, sql):
        if sql == SLOW:
            self.stopped.wait(30)
        return self.given.get(sql, rows("UInt8", "1"))


@pytest.fixture
def engine():
    return Engine()


@pytest.fixture
def server(engine):
    with databend_server(engine.answer, engine.stopped.set) as started:
        yield started
        engine.stopped.set()


@pytest.fixture
def opened(server):
    with connect_to(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


@pytest.mark.parametrize(("kind", "written", "value", "arrow"), VALUES)
def test_a_value_comes_back_without_a_loss(engine, opened, kind, written, value, arrow):
    engine.given["SELECT x"] = rows(kind, written, None)
    (column,) = opened.execute("SELECT x").columns
    assert (column.to_pylist(), column.type) == ([value, None], arrow)


def test_the_double_is_a_server_to_databends_own_driver(engine, server):
    driver = pytest.importorskip("databend_driver")
    engine.given["SELECT x"] = {
        "schema": [{"name": f"x{rank}", "type": kind} for rank, (kind, *_) in enumerate(VALUES)],
        "data": [[written for _, written, *_ in VALUES]] * 3,
    }
    connection = driver.BlockingDatabendClient(f"{server.url}&login=disable").get_conn()
    with connect_to(server.url, base=Path(), environment={}) as warehouse:
        ours = warehouse.execute("SELECT x").to_pylist()
    theirs = [row.values() for row in connection.query_iter("SELECT x")]
    assert [tuple(map(in_utc, row.values())) for row in ours] == [tuple(map(in_utc, row)) for row in theirs]


def in_utc(value):
    """An instant as the clock in UTC says it: the driver gives every time the zone of the session."""
    is_aware = isinstance(value, datetime) and value.tzinfo is not None
    return value.astimezone(UTC).replace(tzinfo=None) if is_aware else value


def test_an_answer_without_rows_keeps_its_types(engine, opened):
    engine.given["SELECT x"] = rows("Nullable(Decimal(10, 2))")
    assert opened.execute("SELECT x").schema.field("x").type == pa.decimal128(38, 2)


def test_every_page_is_fetched(engine, opened):
    engine.given["SELECT x"] = rows("Int32", *map(str, range(7)))
    assert opened.execute("SELECT x").column("x").to_pylist() == list(range(7))


def test_a_query_that_still_runs_is_waited_for(engine, opened):
    threading.Timer(0.3, engine.stopped.set).start()
    assert opened.execute(SLOW).num_rows == 1


def test_the_session_is_in_utc_and_the_server_gives_up_by_itself(server, opened):
    opened.execute("SELECT 1", timeout=2.4)
    assert server.last.session["database"] == "default"
    assert server.last.session["settings"] == {"timezone": "UTC", "max_execute_time_in_seconds": "5"}


def test_the_url_says_warehouse_tenant_and_role(server):
    url = f"{server.url}&warehouse=petit&tenant=t1&role=lecture"
    connect_to(url, base=Path(), environment={}).close()
    headers = server.last.headers
    assert (headers["X-DATABEND-WAREHOUSE"], headers["X-DATABEND-TENANT"]) == ("petit", "t1")
    assert server.last.session["role"] == "lecture"


def test_a_token_takes_the_place_of_a_password(server):
    url = server.url.replace("ana:s3cret%2F%C3%A9@", "").replace("?", "?access_token=${JETON}&")
    connect_to(url, base=Path(), environment={"JETON": TOKEN}).close()
    assert server.last.headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_wrong_password_is_denied_without_a_secret(server):
    with pytest.raises(AccessDenied) as raised:
        connect_to(server.url.replace("s3cret", "s3crets"), base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("end", ["?sslmode=peut-etre", "?passwd=autre", ":port/crm", "/a/b"])
def test_a_url_that_cannot_be_read_keeps_its_password_to_itself(end):
    with pytest.raises(UnreadableConnection) as raised:
        connect_to(f"databend://ana:s3cret@localhost{end}", base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_server_that_is_busy_is_asked_again(server, opened, monkeypatch):
    monkeypatch.setattr("kpidef.warehouse.retry.time.sleep", lambda seconds: None)
    server.failing[:] = [503, 429]
    assert opened.execute("SELECT 1").num_rows == 1


def test_a_server_that_stays_busy_is_a_failed_connection(server, opened):
    server.failing[:] = [503] * 10
    with pytest.raises(ConnectionFailed) as raised:
        opened.execute("SELECT 1")
    assert raised.value.fields["cause"] == "HTTP 503"
    assert len(server.failing) == 6


def test_a_connection_that_is_dropped_is_said_and_the_next_query_opens_another(server, opened):
    server.failing[:] = [DROPPED]
    with pytest.raises(ConnectionFailed):
        opened.execute("SELECT 1")
    assert opened.execute("SELECT 1").num_rows == 1


def test_an_answer_that_is_no_document_is_a_failure(server, opened):
    server.failing[:] = [500]
    with pytest.raises(QueryFailed) as raised:
        opened.execute("SELECT 1")
    assert raised.value.fields["cause"] == "HTTP 500"


def test_a_server_that_does_not_answer_is_a_failed_connection_soon():
    started = time.monotonic()
    with pytest.raises(ConnectionFailed) as raised:
        connect_to("databend://ana:s3cret@127.0.0.1:1/crm", base=Path(), environment={})
    assert time.monotonic() - started < 10
    assert "s3cret" not in str(raised.value)


def test_a_timeout_stops_the_query_on_the_server_too(server, opened):
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        opened.execute(SLOW, timeout=0.2)
    assert time.monotonic() - started < 5
    assert set(server.killed) == {query for query, one in server.statements.items() if one.sql == SLOW}


def test_a_server_that_gives_up_by_itself_is_a_timeout(engine, opened):
    said = "AbortedQuery: Query aborted due to execution time exceeding maximum limit."
    engine.given["SELECT x"] = {"error": {"code": 1043, "message": said}}
    with pytest.raises(QueryTimeout):
        opened.execute("SELECT x", timeout=30)


def test_a_query_that_is_cancelled_says_so_and_the_next_one_is_answered(server, opened):
    timer = threading.Timer(0.2, opened.cancel)
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(SLOW)
    timer.join()
    assert server.killed
    assert opened.execute("SELECT 1").num_rows == 1


def test_cancelling_nothing_does_nothing(server, opened):
    opened.cancel()
    assert server.killed == []
    assert opened.execute("SELECT 1").num_rows == 1


@pytest.fixture
def mute():
    """A server that takes requests and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"databend://ana:s3cret@127.0.0.1:{listener.getsockname()[1]}/crm?sslmode=disable"


def test_a_server_that_falls_silent_is_left_at_the_timeout(server, opened, mute, monkeypatch):
    monkeypatch.setattr(client, "_SECONDS_TO_KILL", 0.2)
    port = int(mute.rpartition(":")[2].partition("/")[0])
    monkeypatch.setattr(opened._way, "_place", type(opened._way._place)("127.0.0.1", port=port))
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        opened.execute("SELECT 1", timeout=0.3)
    assert time.monotonic() - started < 5


def test_anything_but_one_select_is_refused(opened):
    with pytest.raises(WriteRefused):
        opened.execute("DROP TABLE clients")


def test_a_missing_table_is_named_with_the_nearest(engine, opened):
    engine.given["SELECT * FROM tickts"] = {"error": {"code": 1025, "message": 'Unknown table "default"."crm".tickts'}}
    engine.given[names_sql(Refused(1025, ""))] = rows("String", "clients", "tickets")
    with pytest.raises(TableMissing) as raised:
        opened.execute("SELECT * FROM tickts")
    assert raised.value.fields == {"table": "tickts", "nearest": "tickets"}


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (1005, "error: --> SQL:1:1 selec 1", QueryRefused),
        (1008, "function `from_x` does not exist", QueryRefused),
        (1065, "column montnt doesn't exist", ColumnMissing),
        (1065, "can only order by column", QueryRefused),
        (1003, 'Unknown database "x"', QueryFailed),
        (1006, "invalid digit found in string", ValueUnreadable),
        (1063, "Permission denied: privilege [Select] is required", AccessDenied),
        (4000, "memory usage exceeds limit", WarehouseOutOfMemory),
        (1104, "cannot join handle from context's runtime", QueryFailed),
    ],
)
def test_what_the_server_says_becomes_a_coded_error(code, said, kind):
    assert type(translate(Refused(code, said), "databend://h")) is kind


def test_introspection_reads_the_columns_that_the_engine_lists(engine, opened):
    names = ("table_schema", "table_name", "column_name", "data_type")
    engine.given[_COLUMNS] = {
        "schema": [{"name": name, "type": "String"} for name in names],
        "data": [["crm", "tickets", "n", "decimal(10, 2)"], ["crm", "tickets", "le", "timestamptz"]],
    }
    (table,) = opened.introspect()
    assert (table.schema, table.name) == ("crm", "tickets")
    assert [(one.name, one.type) for one in table.columns] == [("n", "decimal"), ("le", "timestamptz")]

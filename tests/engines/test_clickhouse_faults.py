"""What goes wrong in ClickHouse, embedded and as a server, said as it is, with nothing left behind."""

import signal
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running
from engines.clickhouse_server import clickhouse_server

from kpidef.errors.warehouse import (
    AccessDenied,
    ConnectionFailed,
    QueryCancelled,
    QueryFailed,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import ScratchTable, connect, scratch_at

CLICKHOUSE = next(one for one in ENGINES if one.name == "clickhouse")
SLOW = CLICKHOUSE.slow_sql


@pytest.fixture(scope="module")
def server():
    with running(CLICKHOUSE) as opened:
        yield opened


@pytest.fixture
def opened(server):
    with connect(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


def test_a_server_that_does_not_answer_is_a_failed_connection_soon(server):
    started = time.monotonic()
    with pytest.raises(ConnectionFailed) as raised:
        connect("clickhouse://ana:s3cret@127.0.0.1:1/crm", base=Path(), environment={})
    assert time.monotonic() - started < 10
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("url", ["clickhouse://ana:s3cret@localhost:port/crm", "clickhouse://ana:s3cret@h/crm?mdp=x"])
def test_a_url_that_cannot_be_read_keeps_its_password_to_itself(server, url):
    with pytest.raises(UnreadableConnection) as raised:
        connect(url, base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_missing_table_is_named(opened):
    with pytest.raises(TableMissing) as raised:
        opened.execute('SELECT * FROM "absente"')
    assert raised.value.fields["table"] == "absente"


def test_the_session_itself_refuses_to_write(opened):
    with pytest.raises(WriteRefused):
        opened._answer("CREATE TABLE default.t (a Int64) ENGINE = Memory", None)


def test_what_a_failing_query_had_begun_to_answer_is_not_in_the_next_answer(opened):
    failing = "SELECT throwIf(number = 300000, 'non') AS x FROM numbers(400000)"
    with pytest.raises((QueryFailed, ValueUnreadable)):
        opened.execute(failing)
    assert opened.execute("SELECT 1 AS un").to_pydict() == {"un": [1]}


def test_a_timeout_stops_the_query_in_the_engine_too(opened):
    with pytest.raises(QueryTimeout):
        opened.execute(SLOW, timeout=0.3)
    assert running_queries(opened) == 0


def test_ctrl_c_stops_the_query_in_the_engine_too(opened):
    timer = threading.Timer(0.5, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT))
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(SLOW)
    assert running_queries(opened) == 0


def test_closing_a_scratch_leaves_no_database(server, opened):
    with scratch_at(server.url, base=Path(), environment={}) as warehouse:
        warehouse.load([ScratchTable("t", (("a", "text"),), [("x",)])])
        assert scratches(opened) == 2
    assert scratches(opened) == 1  # the fixture's own


def test_nulls_mean_what_they_mean_elsewhere(opened):
    sql = (
        "SELECT n.number AS n, o.number AS other, (SELECT SUM(number) FROM numbers(0)) AS nothing "
        "FROM numbers(1) AS n LEFT JOIN numbers(5, 1) AS o ON n.number = o.number"
    )
    assert opened.execute(sql).to_pylist() == [{"n": 0, "other": None, "nothing": None}]


def scratches(opened):
    return opened.execute("SELECT count() AS n FROM system.databases WHERE name LIKE 'kpidef_scratch%'").to_pylist()[0][
        "n"
    ]


def running_queries(opened):
    sql = "SELECT count() AS n FROM system.processes WHERE query LIKE 'SELECT count() FROM numbers(1000000000000)%'"
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        found = opened.execute(sql).to_pylist()[0]["n"]
        if not found:
            return 0
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def over_http(server):
    with clickhouse_server() as url:
        yield url


def test_a_wrong_password_is_denied_without_a_secret(over_http):
    with pytest.raises(AccessDenied) as raised:
        connect(over_http.replace("s3cret", "s3crets"), base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_server_is_asked_with_the_settings_that_nulls_need(over_http):
    with connect(over_http, base=Path(), environment={}) as warehouse:
        sql = "SELECT n.number AS n, o.number AS other FROM numbers(1) AS n LEFT JOIN numbers(5, 1) AS o USING (number)"
        assert warehouse.execute(sql).to_pylist() == [{"n": 0, "other": None}]
        asked = "SELECT getSetting('readonly') AS ro, getSetting('session_timezone') AS zone"
        assert warehouse.execute(asked).to_pylist() == [{"ro": 2, "zone": "UTC"}]


def test_a_server_answers_with_every_digit_and_every_microsecond(over_http):
    sql = (
        "SELECT toDecimal128('12345678901234567890.0123456789', 10) AS montant, "
        "toDateTime64('2026-03-29 00:59:59.000001', 6, 'UTC') AS instant, toInt128('9223372036854775808') AS grand"
    )
    with connect(over_http, base=Path(), environment={}) as warehouse:
        (row,) = warehouse.execute(sql).to_pylist()
    assert row["montant"] == Decimal("12345678901234567890.0123456789")
    assert row["instant"] == datetime(2026, 3, 29, 0, 59, 59, 1, tzinfo=UTC)
    assert row["grand"] == 2**63


def test_a_server_that_refuses_says_why(over_http):
    with connect(over_http, base=Path(), environment={}) as warehouse:
        with pytest.raises(TableMissing):
            warehouse.execute('SELECT * FROM "absente"')
        with pytest.raises(WriteRefused):
            warehouse._answer("CREATE TABLE default.t (a Int64) ENGINE = Memory", None)
        assert warehouse.execute("SELECT 1 AS un WHERE 0").num_rows == 0

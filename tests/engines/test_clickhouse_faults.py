"""What goes wrong in ClickHouse, embedded and as a server, said as it is, with nothing left behind."""

import signal
import threading
import time
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running

from kpidef.errors.warehouse import (
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

"""What goes wrong on a real MariaDB connection, said as it is, in the time promised, with nothing left behind."""

import signal
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from engines.catalogue import ENGINES, running

from kpidef.errors.warehouse import (
    AccessDenied,
    ConnectionFailed,
    QueryCancelled,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import ScratchTable, connect, scratch_at

MARIADB = next(one for one in ENGINES if one.name == "mariadb")
SLOW = MARIADB.slow_sql


@pytest.fixture(scope="module")
def server():
    with running(MARIADB) as opened:
        yield opened


@pytest.fixture
def opened(server):
    with connect(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


@pytest.fixture
def someone(server):
    """The URL of a user who may read one schema, where a table is another's."""
    ask(server, "CREATE DATABASE paie", "CREATE TABLE paie.salaires (montant int)")
    ask(server, "CREATE USER ana@localhost IDENTIFIED BY 's3cret/w@rd'")
    yield server.url.replace("root@", "ana:s3cret%2Fw%40rd@")
    ask(server, "DROP USER ana@localhost", "DROP DATABASE paie")


def test_a_wrong_password_is_denied_without_a_secret(server, someone):
    with pytest.raises(AccessDenied) as raised:
        connect(someone.replace("s3cret", "s3crets"), base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_server_that_does_not_answer_is_a_failed_connection_soon():
    started = time.monotonic()
    with pytest.raises(ConnectionFailed) as raised:
        connect("mysql://ana:s3cret@127.0.0.1:1/crm", base=Path(), environment={})
    assert time.monotonic() - started < 10
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("end", [":port/crm", "/crm?passwd=autre", "/crm?ssl_ca"])
def test_a_url_that_cannot_be_read_keeps_its_password_to_itself(end):
    with pytest.raises(UnreadableConnection) as raised:
        connect(f"mariadb://ana:s3cret@localhost{end}", base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_table_that_may_not_be_read_is_denied(someone):
    with connect(someone, base=Path(), environment={}) as warehouse, pytest.raises(AccessDenied):
        warehouse.execute("SELECT * FROM `paie`.`salaires`")


def test_a_missing_table_is_named(opened):
    with pytest.raises(TableMissing) as raised:
        opened.execute("SELECT * FROM `mysql`.`absente`")
    assert raised.value.fields["table"] == "absente"


def test_the_columns_of_a_missing_table_name_it(opened):
    with pytest.raises(TableMissing) as raised:
        opened.columns_of("mysql.absente")
    assert raised.value.fields["table"] == "absente"


def test_a_file_on_the_server_is_not_written(opened):
    with pytest.raises(WriteRefused):
        opened.execute("SELECT 1 INTO OUTFILE '/tmp/kpidef.txt'")


def test_the_session_itself_refuses_to_write(server, opened):
    with pytest.raises(WriteRefused):
        opened._answer("CREATE TABLE mysql.t (a int)", None)


@pytest.mark.parametrize("cast", ["SIGNED", "DATE", "DECIMAL(10, 2)", "DOUBLE"])
def test_a_text_that_is_no_such_value_is_an_error_not_a_zero(opened, cast):
    with pytest.raises(ValueUnreadable) as raised:
        opened.execute(f"SELECT CAST('douze' AS {cast}) AS x")
    assert "douze" in str(raised.value)


def test_a_timeout_stops_the_query_on_the_server_too(server, opened):
    with pytest.raises(QueryTimeout):
        opened.execute(SLOW, timeout=0.3)
    assert running_queries(server) == 0


def test_ctrl_c_stops_the_query_on_the_server_too(server, opened):
    timer = threading.Timer(0.5, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT))
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(SLOW)
    assert running_queries(server) == 0


def test_a_connection_that_the_server_drops_is_said_and_the_next_query_opens_another(server, opened):
    timer = threading.Timer(0.5, lambda: ask(server, f"KILL {opened._connection.thread_id()}"))
    timer.start()
    with pytest.raises(ConnectionFailed):
        opened.execute(SLOW)
    assert opened.execute("SELECT 1 AS un").to_pydict() == {"un": [1]}


def test_closing_a_scratch_leaves_no_database(server):
    with scratch_at(server.url, base=Path(), environment={}) as warehouse:
        warehouse.load([ScratchTable("t", (("a", "text"),), [("x",)])])
        assert len(scratches(server)) == 2
    assert len(scratches(server)) == 1  # the fixture's own


def test_texts_are_told_apart_by_case_accents_and_trailing_spaces(server):
    rows = [("Été",), ("été",), ("ete",), ("ete ",), ("ETE",)]
    from kpidef.sql.dialects import dialect_of

    collation = dialect_of("mariadb").header.split()[4].rstrip(",")
    with scratch_at(server.url, base=Path(), environment={}) as warehouse:
        warehouse.load([ScratchTable("t", (("a", "text"),), rows)])
        found = warehouse.execute(f"SELECT COUNT(DISTINCT a) AS lax, COUNT(DISTINCT a COLLATE {collation}) AS n FROM t")
    assert found.to_pylist() == [{"lax": 1, "n": 5}]


def test_a_server_that_stops_in_the_middle_of_a_query_is_a_failed_connection():
    with running(MARIADB) as own, connect(own.url, base=Path(), environment={}) as warehouse:
        timer = threading.Timer(0.5, lambda: stop(own))
        timer.start()
        started = time.monotonic()
        with pytest.raises(ConnectionFailed):
            warehouse.execute(SLOW)
        assert time.monotonic() - started < 15
        wait_until_gone(own)
        with pytest.raises(ConnectionFailed):
            warehouse.execute("SELECT 1")


def scratches(server):
    return ask(server, "SHOW DATABASES LIKE 'kpidef\\_scratch%'")


def running_queries(server):
    """How many of the slow ones the server still runs, a moment later at most."""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        found = ask(server, "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'WITH d(i)%'")[0][0]
        if not found:
            return 0
        time.sleep(0.05)
    return found


def ask(server, *statements):
    import pymysql

    admin = pymysql.connect(unix_socket=socket_of(server), user="root", autocommit=True)
    with admin, admin.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall()


def socket_of(server):
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(server.url).query)["unix_socket"][0]


def stop(own):
    """At once, as when the machine goes."""
    import os

    pid = int((Path(socket_of(own)).parent / "pid").read_text())
    os.kill(pid, signal.SIGKILL)


def wait_until_gone(own):
    """Its connections end before it stops listening."""
    import socket

    refused = False
    while not refused:
        with socket.socket(socket.AF_UNIX) as caller:
            refused = caller.connect_ex(socket_of(own)) != 0


def test_a_password_may_hold_any_character(server):
    ask(server, "CREATE USER zoe@localhost IDENTIFIED BY 'é/@:?#%'")
    try:
        url = server.url.replace("root@", f"zoe:{quote('é/@:?#%', safe='')}@")
        with connect(url, base=Path(), environment={}) as warehouse:
            assert warehouse.execute("SELECT 1 AS un").num_rows == 1
    finally:
        ask(server, "DROP USER zoe@localhost")

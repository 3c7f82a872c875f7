"""What goes wrong on a real PostgreSQL connection, said as it is, in the time promised, with nothing left behind."""

import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from engines.catalogue import ENGINES, running

from kpidef.errors.warehouse import (
    AccessDenied,
    ConnectionFailed,
    QueryCancelled,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    WriteRefused,
)
from kpidef.warehouse import ScratchTable, connect

POSTGRES = next(one for one in ENGINES if one.name == "postgres")
SLOW = POSTGRES.slow_sql


@pytest.fixture(scope="module")
def server():
    with running(POSTGRES) as opened:
        yield opened


@pytest.fixture
def opened(server):
    with connect(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


@pytest.fixture
def someone(server):
    """The URL of a user without any right."""
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("CREATE ROLE ana LOGIN PASSWORD 's3cret/w@rd'")
        admin.execute("CREATE TABLE public.salaires (montant int)")
        yield server.url.replace("postgres:@", "ana:s3cret%2Fw%40rd@")
        admin.execute("DROP TABLE public.salaires")
        admin.execute("DROP ROLE ana")


@pytest.fixture
def asked_for_passwords(server, someone):
    """The URL of that user, on a server that asks for the password as most do."""
    path = Path(ask(server, "SHOW hba_file"))
    before = path.read_text(encoding="utf-8")
    path.write_text(f"local all ana scram-sha-256\nhost all ana all scram-sha-256\n{before}", encoding="utf-8")
    order(server, "SELECT pg_reload_conf()")
    yield someone
    path.write_text(before, encoding="utf-8")
    order(server, "SELECT pg_reload_conf()")


def test_a_role_that_does_not_exist_is_denied_without_a_secret(server):
    url = server.url.replace("postgres:@", "intrus:s3cret@")
    with pytest.raises(AccessDenied) as raised:
        connect(url, base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("password", ["faux", ""])
def test_a_wrong_password_is_denied_soon_and_without_a_secret(asked_for_passwords, password):
    started = time.monotonic()
    with pytest.raises(AccessDenied) as raised:
        connect(asked_for_passwords.replace("s3cret%2Fw%40rd", password), base=Path(), environment={})
    assert time.monotonic() - started < 5
    assert "ana" in raised.value.fields["cause"] or not password
    assert "faux" not in f"{raised.value.fields}{raised.value}"


def test_the_right_password_is_let_in(asked_for_passwords):
    with connect(asked_for_passwords, base=Path(), environment={}) as warehouse:
        assert warehouse.execute("SELECT current_user AS who").to_pydict() == {"who": ["ana"]}
        assert "s3cret" not in repr(warehouse)


def test_a_password_that_was_changed_since_is_said_at_the_next_connection(server, asked_for_passwords):
    with connect(asked_for_passwords, base=Path(), environment={}) as warehouse:
        ask(server, "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = 'ana'")
        with pytest.raises(ConnectionFailed):
            warehouse.execute("SELECT 1")
        order(server, "ALTER ROLE ana PASSWORD 'autre'")
        with pytest.raises(AccessDenied):
            warehouse.execute("SELECT 1")


def test_a_server_that_does_not_answer_is_a_failed_connection_soon(tmp_path):
    started = time.monotonic()
    with pytest.raises(ConnectionFailed) as raised:
        connect("postgresql://ana:s3cret@localhost:1/crm", base=Path(), environment={})
    assert time.monotonic() - started < 10
    assert "s3cret" not in str(raised.value)


def test_a_url_that_libpq_cannot_read_keeps_its_password_to_itself():
    with pytest.raises(UnreadableConnection) as raised:
        connect("postgresql://ana:s3%cret@localhost/crm", base=Path(), environment={})
    assert "cret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_table_that_may_not_be_read_is_denied(someone):
    with connect(someone, base=Path(), environment={}) as warehouse, pytest.raises(AccessDenied):
        warehouse.execute('SELECT * FROM "public"."salaires"')


def test_a_missing_table_is_named(opened):
    with pytest.raises(TableMissing) as raised:
        opened.execute('SELECT * FROM "absente"')
    assert raised.value.fields["table"] == "absente"


def test_a_function_that_writes_is_refused_by_the_session_itself(opened):
    with pytest.raises(WriteRefused):
        opened.execute("WITH made AS (INSERT INTO pg_description VALUES (1, 1, 1, 'x') RETURNING 1) SELECT * FROM made")


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
    timer = threading.Timer(0.5, lambda: terminate(server))
    timer.start()
    with pytest.raises(ConnectionFailed):
        opened.execute(SLOW)
    assert opened.execute("SELECT 1 AS un").to_pydict() == {"un": [1]}


def test_closing_a_scratch_leaves_no_schema(server):
    from kpidef.warehouse import scratch_at

    with scratch_at(server.url, base=Path(), environment={}) as warehouse:
        warehouse.load([ScratchTable("t", (("a", "text"),), [("x",)])])
    found = ask(server, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'kpidef_scratch%'")
    assert found == 1  # the fixture's own


def test_a_server_that_stops_in_the_middle_of_a_query_is_a_failed_connection():
    with running(POSTGRES) as own, connect(own.url, base=Path(), environment={}) as warehouse:
        timer = threading.Timer(0.5, lambda: stop(own))
        timer.start()
        started = time.monotonic()
        with pytest.raises(ConnectionFailed):
            warehouse.execute(SLOW)
        assert time.monotonic() - started < 15
        with pytest.raises(ConnectionFailed):
            warehouse.execute("SELECT 1")


def running_queries(server):
    return ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 1000)%' AND "
                       "state = 'active' AND pid <> pg_backend_pid()")  # fmt: skip


def terminate(server):
    ask(server, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE "
                "'%generate_series(1, 1000)%' AND state = 'active' AND pid <> pg_backend_pid()")  # fmt: skip


def ask(server, sql):
    import psycopg

    with psycopg.connect(server.url) as admin:
        return admin.execute(sql).fetchone()[0]


def order(server, sql):
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(sql)


def stop(own):
    """Immediately, as when the machine goes."""
    import psycopg

    with psycopg.connect(own.url) as admin:
        folder = admin.execute("SHOW data_directory").fetchone()[0]
    pid = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    subprocess.run(["kill", "-QUIT", str(pid)], check=True)

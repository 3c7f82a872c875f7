"""A real PostgreSQL through its ADBC driver: no digit is lost, and what goes wrong is said as it is."""

import signal
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from engines.catalogue import ENGINES, installed_or_skipped, running

from kpidef.errors.warehouse import (
    AccessDenied,
    ConnectionFailed,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import ScratchTable, connect, scratch_at

POSTGRES = next(one for one in ENGINES if one.name == "adbc-postgres")
SLOW = POSTGRES.slow_sql


@pytest.fixture(scope="module", autouse=True)
def driver():
    installed_or_skipped("adbc_driver_postgresql")


@pytest.fixture(scope="module")
def server():
    with running(POSTGRES) as opened:
        yield opened


@pytest.fixture
def opened(server):
    with connect(server.url, base=Path(), environment={}) as warehouse:
        yield warehouse


@pytest.mark.parametrize(
    ("written", "value", "kind"),
    [
        ("12.50::numeric(10,2)", Decimal("12.50"), pa.decimal128(10, 2)),
        ("0.125::numeric", Decimal("0.125"), pa.decimal128(38, 3)),
        ("-1500::numeric", Decimal(-1500), pa.decimal128(38, 0)),
        (f"{'9' * 38}.25::numeric", Decimal("9" * 38 + ".25"), pa.decimal256(76, 2)),
        ("2::int2", 2, pa.int64()),
        ("1.5::float4", 1.5, pa.float64()),
        ("'6f51c84f-7f2b-4ded-be3a-1ba0fc5fb84b'::uuid", "6f51c84f-7f2b-4ded-be3a-1ba0fc5fb84b", pa.string()),
        ("'{\"a\": 1}'::jsonb", '{"a": 1}', pa.string()),
        ("'a'::name", "a", pa.string()),
        (
            "timestamptz '2026-03-29 03:30:00.123456+02'",
            datetime(2026, 3, 29, 1, 30, 0, 123456, UTC),
            pa.timestamp("us", "UTC"),
        ),
    ],
)
def test_a_value_keeps_its_digits_in_one_of_our_types(opened, written, value, kind):
    column = opened.execute(f"SELECT {written} AS v").column(0)
    assert (column.to_pylist(), column.type) == ([value], kind)


def test_a_decimal_that_is_no_number_is_said_so(opened):
    with pytest.raises(ValueUnreadable) as raised:
        opened.execute("SELECT 'NaN'::numeric AS marge")
    assert raised.value.fields["cause"].startswith("marge")


def test_a_division_by_zero_is_an_unreadable_value(opened):
    with pytest.raises(ValueUnreadable):
        opened.execute("SELECT 1 / 0")


def test_the_types_of_a_table_are_those_that_it_declares(server, opened):
    listed = [one for one in opened.columns_of("information_schema.columns") if one.name == "ordinal_position"]
    assert [(one.type_text, one.type) for one in listed] == [("int4", "integer")]


def test_a_query_is_planned_and_not_run(opened):
    expected = opened.estimate("SELECT pg_sleep(60) FROM generate_series(1, 12345)")
    assert expected.rows == 12345
    assert expected.cost > 100
    with pytest.raises(QueryRefused):
        opened.estimate("(ANALYZE) SELECT 1")


def test_a_role_that_does_not_exist_is_denied_without_a_secret(server):
    with pytest.raises(AccessDenied) as raised:
        connect(server.url.replace("postgres:@", "intrus:s3cret@"), base=Path(), environment={})
    assert "s3cret" not in str(raised.value)


def test_a_password_is_read_as_it_is_encoded(server):
    from_environment = server.url.replace("postgres:@", "postgres:${WORD}@")
    with connect(from_environment, base=Path(), environment={"WORD": "a/b@c d"}) as warehouse:
        assert warehouse.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]
        assert "a/b" not in repr(warehouse)


def test_a_server_that_does_not_answer_is_a_failed_connection_soon():
    started = time.monotonic()
    with pytest.raises(ConnectionFailed) as raised:
        connect("adbc+postgresql://ana:s3cret@localhost:1/crm", base=Path(), environment={})
    assert time.monotonic() - started < 10
    assert "s3cret" not in str(raised.value)


def test_a_url_that_libpq_cannot_read_keeps_its_password_to_itself():
    with pytest.raises(UnreadableConnection) as raised:
        connect("adbc+postgresql://ana:s3%cret@localhost/crm", base=Path(), environment={})
    assert "cret" not in str(raised.value)
    assert raised.value.__cause__ is None


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


def test_a_query_is_given_its_own_time_each(server, opened):
    with pytest.raises(QueryTimeout):
        opened.execute("SELECT pg_sleep(5)", timeout=0.2)
    assert opened.execute("SELECT 1 AS un FROM pg_sleep(0.4)").num_rows == 1


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
    with scratch_at(server.url, base=Path(), environment={}) as warehouse:
        warehouse.load([ScratchTable("t", (("a", "text"),), [("x",)])])
    found = ask(server, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'kpidef_scratch%'")
    assert found == 1  # the fixture's own


def running_queries(server):
    return ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 1000)%' AND "
                       "state = 'active' AND pid <> pg_backend_pid()")  # fmt: skip


def terminate(server):
    ask(server, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE "
                "'%generate_series(1, 1000)%' AND state = 'active' AND pid <> pg_backend_pid()")  # fmt: skip


def ask(server, sql):
    import psycopg

    with psycopg.connect(server.url.removeprefix("adbc+")) as admin:
        return admin.execute(sql).fetchone()[0]

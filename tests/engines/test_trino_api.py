"""Trino's client over a real HTTP connection to a double of a coordinator: nothing here says what Trino answers."""

import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from engines.catalogue import installed_or_skipped
from engines.trino_api import trino_api

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import connect

FOREVER = "SELECT 'pour toujours' AS attente"


@pytest.fixture(scope="module")
def api():
    installed_or_skipped("trino")
    rows = duckdb.connect()
    rows.execute("SET TimeZone = 'UTC'")
    rows.execute("CREATE SCHEMA crm; CREATE TABLE crm.ventes AS SELECT 12.50::DECIMAL(10, 2) AS montant, now() AS le")
    with trino_api(rows) as server:
        yield server


@pytest.fixture
def url(api):
    api.busy, api.users = 0, {}
    return f"trino://ana@127.0.0.1:{api.server_port}/hive/crm"


@pytest.fixture
def opened(url):
    with connect(url, base=Path(), environment={}) as warehouse:
        yield warehouse


def test_a_query_bears_its_user_its_catalogue_its_schema_and_utc(api, opened):
    opened.execute("SELECT 1 AS un")
    headers = api.asked[-1][1]
    asked = [headers[f"X-Trino-{name}"] for name in ("User", "Catalog", "Schema", "Time-Zone", "Source")]
    assert asked == ["ana", "hive", "crm", "UTC", "kpidef"]


def test_values_keep_their_digits_and_instants_their_moment(opened):
    table = opened.execute(
        "SELECT 12.50::DECIMAL(10, 2) AS d, 9007199254740993 AS n, 0.1::DOUBLE AS f, TRUE AS b, "
        "DATE '2024-02-29' AS j, TIMESTAMP '2026-03-29 12:00:00.123456' AS h, "
        "TIMESTAMPTZ '2026-03-29 12:00:00.5+02' AS i, '' AS t, NULL::VARCHAR AS v"
    )
    assert table.to_pylist() == [
        {
            "d": Decimal("12.50"),
            "n": 9007199254740993,
            "f": 0.1,
            "b": True,
            "j": date(2024, 2, 29),
            "h": datetime(2026, 3, 29, 12, 0, 0, 123456),
            "i": datetime(2026, 3, 29, 10, 0, 0, 500000, UTC),
            "t": "",
            "v": None,
        }
    ]


def test_an_empty_result_keeps_its_types(opened):
    table = opened.execute(
        "SELECT 1::BIGINT AS n, 1.5::DECIMAL(10, 2) AS d, TIMESTAMPTZ '2026-01-01 00:00Z' AS i LIMIT 0"
    )
    assert [str(one.type) for one in table.schema] == ["int64", "decimal128(10, 2)", "timestamp[us, tz=UTC]"]


def test_tables_are_introspected_with_their_types(opened):
    (table,) = opened.introspect()
    assert (table.schema, table.name) == ("crm", "ventes")
    assert [(one.name, one.type) for one in table.columns] == [("montant", "decimal"), ("le", "timestamptz")]


@pytest.mark.parametrize(
    ("sql", "kind", "named"),
    [
        ("SELECT * FROM vente", TableMissing, {"table": "vente", "nearest": "ventes"}),
        ("SELECT montnt FROM crm.ventes", ColumnMissing, {"column": "montnt", "nearest": "montant"}),
        ("SELECT 1 FROM WHERE", QueryRefused, None),
        ("SELECT CAST('douze' AS BIGINT)", ValueUnreadable, None),
        ("DROP TABLE ventes", WriteRefused, {"statement": "DROP"}),
    ],
)
def test_what_trino_says_becomes_a_coded_error(opened, sql, kind, named):
    with pytest.raises(kind) as raised:
        opened.execute(sql)
    assert named is None or raised.value.fields == named
    assert opened.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]


def test_a_busy_coordinator_is_asked_again(api, opened):
    api.busy = 1
    assert opened.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]


def test_a_query_past_its_time_is_stopped_in_trino_too(api, opened):
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        opened.execute(FOREVER, timeout=0.3)
    assert time.monotonic() - started < 5
    assert api.stopped[-1] == len(api.asked) - 1


def test_a_query_that_is_cancelled_says_so_and_gives_no_rows(opened):
    timer = threading.Timer(0.3, opened.cancel)
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(FOREVER)
    timer.join()


def test_a_user_who_may_not_come_in_is_denied(api, url):
    api.users = {"": "s3cret"}
    with pytest.raises(AccessDenied):
        connect(url, base=Path(), environment={})


def test_a_coordinator_that_does_not_answer_is_a_failed_connection(api):
    with pytest.raises(ConnectionFailed):
        connect("trino://ana@127.0.0.1:1/hive", base=Path(), environment={})

"""PyAthena over a real HTTP connection to a double of Athena's API: nothing here says what Athena's engine answers."""

import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from engines.athena_api import athena_api
from engines.catalogue import installed_or_skipped

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    WriteRefused,
)
from kpidef.warehouse import connect

FOREVER = "SELECT 'pour toujours' AS attente"


@pytest.fixture(scope="module")
def api():
    installed_or_skipped("pyathena")
    rows = duckdb.connect()
    rows.execute("SET TimeZone = 'UTC'")
    rows.execute("CREATE SCHEMA crm; CREATE TABLE crm.ventes AS SELECT 12.50::DECIMAL(10, 2) AS montant, 'a' AS nom")
    with athena_api(rows) as server:
        yield server


@pytest.fixture
def url(api):
    api.throttled, api.denied = 0, False
    return (
        f"athena://ana:s3cret@eu-west-3/crm?work_group=kpi&s3_staging_dir=s3%3A%2F%2Fseau%2Fkpidef%2F"
        f"&endpoint_url={api.url}"
    )


@pytest.fixture
def opened(url):
    with connect(url, base=Path(), environment={}) as warehouse:
        yield warehouse


def test_a_query_goes_to_its_work_group_its_schema_and_its_folder(api, opened):
    opened.execute("SELECT 1 AS un")
    asked = api.started[-1]
    assert (asked["WorkGroup"], asked["QueryExecutionContext"]["Database"]) == ("kpi", "crm")
    assert asked["ResultConfiguration"]["OutputLocation"] == "s3://seau/kpidef/"


def test_values_keep_their_digits_and_an_absent_text_is_not_an_empty_one(opened):
    table = opened.execute(
        "SELECT 12.50::DECIMAL(10, 2) AS d, 9007199254740993 AS n, 0.1::DOUBLE AS f, TRUE AS b, "
        "DATE '2024-02-29' AS j, "
        "TIMESTAMP '2026-03-29 12:00:00.123456' AS h, TIMESTAMPTZ '2026-03-29 12:00:00.5+02' AS i, '' AS t, "
        "NULL::VARCHAR AS v, NULL::BIGINT AS x"
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
            "x": None,
        }
    ]
    assert (table.schema.field("d").type, table.schema.field("x").type) == (pa.decimal128(10, 2), pa.int64())


def test_an_empty_result_keeps_its_types(opened):
    table = opened.execute("SELECT 1::BIGINT AS n, TIMESTAMPTZ '2026-01-01 00:00Z' AS i LIMIT 0")
    assert [one.type for one in table.schema] == [pa.int64(), pa.timestamp("us", "UTC")]


def test_tables_are_introspected_with_their_types(opened):
    (table,) = opened.introspect()
    assert (table.schema, table.name) == ("crm", "ventes")
    assert [(one.name, one.type) for one in table.columns] == [("montant", "decimal"), ("nom", "text")]


@pytest.mark.parametrize(
    ("sql", "kind", "named"),
    [
        ("SELECT * FROM absente", TableMissing, "absente"),
        ("SELECT montnt FROM crm.ventes", ColumnMissing, "montnt"),
        ("SELECT 1 FROM WHERE", QueryRefused, ""),
        ("DROP TABLE ventes", WriteRefused, "DROP"),
    ],
)
def test_what_athena_says_becomes_a_coded_error(opened, sql, kind, named):
    with pytest.raises(kind) as raised:
        opened.execute(sql)
    assert named in raised.value.fields.values() or not named
    assert opened.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]


def test_a_throttled_query_is_asked_again(api, opened):
    api.throttled = 1
    assert opened.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]
    assert api.throttled == 0


def test_a_query_past_its_time_is_stopped_in_athena_too(api, opened):
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        opened.execute(FOREVER, timeout=0.3)
    assert time.monotonic() - started < 5
    assert api.stopped[-1] == str(len(api.started) - 1)


def test_a_query_that_is_cancelled_says_so(opened):
    timer = threading.Timer(0.3, opened.cancel)
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(FOREVER)
    timer.join()


def test_a_user_who_may_not_come_in_is_denied_without_a_secret(api, url):
    api.denied = True
    with pytest.raises(AccessDenied) as raised:
        connect(url, base=Path(), environment={})
    assert "s3cret" not in f"{raised.value}{raised.value.fields}"


def test_an_api_that_does_not_answer_is_a_failed_connection(api, url):
    with pytest.raises(ConnectionFailed):
        connect(url.replace(api.url, "http://127.0.0.1:1"), base=Path(), environment={})


def test_an_option_that_nobody_knows_is_unreadable(url):
    with pytest.raises(UnreadableConnection):
        connect(f"{url}&workgroup=kpi", base=Path(), environment={})

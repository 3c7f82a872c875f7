"""BigQuery's adapter over a double of Google's client: jobs, dry runs, types, and what its errors become."""

import sys
import threading
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pyarrow as pa
import pytest

from kpidef.errors.warehouse import (
    AccessDenied,
    ColumnMissing,
    ConnectionFailed,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    UnreadableConnection,
    ValueUnreadable,
    WriteRefused,
)
from kpidef.warehouse import ConnectionRequest, Estimate

URL = "bigquery://projet/crm?location=EU&maximum_bytes_billed=1000000"
MODULES = (
    "google.api_core",
    "google.api_core.exceptions",
    "google.auth",
    "google.auth.exceptions",
    "google.cloud",
    "google.cloud.bigquery",
)


class GoogleAPIError(Exception):
    pass


class GoogleAuthError(Exception):
    pass


class Job:
    """A query that answers a table, fails, or goes on until it is cancelled."""

    total_bytes_processed = 123_456

    def __init__(self, answer):
        self.answer = answer
        self.cancelled = threading.Event()

    def result(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            self.cancelled.wait(10)
            raise GoogleAPIError("499 Job execution was cancelled: User requested cancellation")
        return SimpleNamespace(to_arrow=lambda: self.answer)

    def cancel(self):
        self.cancelled.set()


class Client:
    """What the adapter asks of google.cloud.bigquery.Client, kept to be read."""

    project = "projet"

    def __init__(self, answer):
        self.answer, self.asked, self.closed = answer, [], False

    def query(self, sql, job_config):
        if isinstance(self.answer, Exception) and job_config.dry_run:
            raise self.answer
        self.asked.append((sql, job_config))
        self.job = Job(self.answer)
        return self.job

    def list_datasets(self):
        return [SimpleNamespace(dataset_id="crm"), SimpleNamespace(dataset_id="ventes")]

    def list_tables(self, dataset):
        return [SimpleNamespace(dataset_id=dataset, table_id="tickets", reference=f"{dataset}.tickets")]

    def get_table(self, table):
        if isinstance(self.answer, Exception):
            raise self.answer
        self.asked.append((table, None))
        fields = {"id": "INTEGER", "recu_le": "TIMESTAMP", "jour": "DATE", "prix": "NUMERIC", "lieu": "GEOGRAPHY"}
        return SimpleNamespace(schema=[SimpleNamespace(name=name, field_type=kind) for name, kind in fields.items()])

    def close(self):
        self.closed = True


@pytest.fixture
def opened(monkeypatch):
    """What a query answers -> the warehouse, and the client under it."""
    modules = {name: ModuleType(name) for name in MODULES}
    modules["google.api_core.exceptions"].GoogleAPIError = GoogleAPIError
    modules["google.auth.exceptions"].GoogleAuthError = GoogleAuthError
    bigquery = modules["google.cloud.bigquery"]
    bigquery.QueryJobConfig = SimpleNamespace
    modules["google.cloud"].bigquery = bigquery
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    for name in [name for name in sys.modules if name.startswith("kpidef_adapters.bigquery")]:
        monkeypatch.delitem(sys.modules, name)

    def build(answer=None, url=URL, refusal=None, timeout=None):
        def connect(project, location):
            if refusal is not None:
                raise refusal
            client.asked.append((project, location))
            return client

        client = Client(answer)
        bigquery.Client = connect
        adapter = import_module("kpidef_adapters.bigquery")
        return adapter.connect(ConnectionRequest(url, Path(), timeout=timeout)), client

    yield build
    for name in [name for name in sys.modules if name.startswith("kpidef_adapters.bigquery")]:
        del sys.modules[name]


def test_a_query_is_a_labelled_job_of_the_dataset_that_may_not_cost_more(opened):
    warehouse, client = opened(pa.table({"n": [1]}))
    with warehouse:
        assert warehouse.execute("SELECT 1 AS n").to_pylist() == [{"n": 1}]
    (place, (sql, config)) = client.asked
    assert (place, sql) == (("projet", "EU"), "SELECT 1 AS n")
    assert (config.labels, config.dry_run, config.use_query_cache) == ({"tool": "kpidef"}, False, True)
    assert (config.default_dataset, config.maximum_bytes_billed) == ("projet.crm", 1_000_000)
    assert client.closed


def test_values_keep_their_digits_and_instants_are_in_utc(opened):
    instant = datetime(2026, 3, 1, 12, 30, 0, 1, tzinfo=UTC)
    answer = pa.table(
        {
            "prix": pa.array([Decimal("12.500000001")], pa.decimal128(38, 9)),
            "grand": pa.array([Decimal("1e-38")], pa.decimal256(76, 38)),
            "instant": pa.array([instant], pa.timestamp("us", "Europe/Paris")),
            "mur": pa.array([datetime(2026, 3, 1)], pa.timestamp("us")),
        }
    )
    found = opened(answer)[0].execute("SELECT 1")
    assert found.to_pylist() == [
        {"prix": Decimal("12.500000001"), "grand": Decimal("1e-38"), "instant": instant, "mur": datetime(2026, 3, 1)}
    ]
    assert found.schema.field("instant").type == pa.timestamp("us", "UTC")


def test_an_estimate_is_a_dry_run_that_reads_nothing(opened):
    warehouse, client = opened(pa.table({"n": [1]}))
    assert warehouse.estimate("SELECT 1 AS n") == Estimate(bytes=123_456)
    _, config = client.asked[-1]
    assert (config.dry_run, config.use_query_cache) == (True, False)


@pytest.mark.parametrize("ask", ["execute", "estimate"])
def test_nothing_but_a_query_is_sent(opened, ask):
    warehouse, client = opened(pa.table({"n": [1]}))
    with pytest.raises(WriteRefused):
        getattr(warehouse, ask)("DELETE FROM crm.tickets WHERE TRUE")
    assert len(client.asked) == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("404 Not found: Table projet:crm.tickets was not found in location EU", TableMissing),
        ("400 Unrecognized name: montnt; Did you mean montant? at [3:8]", ColumnMissing),
        ("400 Name montnt not found inside t at [3:8]", ColumnMissing),
        ("403 Access Denied: Table projet:crm.salaires: User does not have permission to query table", AccessDenied),
        ("400 Syntax error: Unexpected keyword FROM at [1:8]", QueryRefused),
        ("400 Invalid value: Could not cast literal", ValueUnreadable),
        ("400 Query exceeded limit for bytes billed: 1000000. 20971520 or higher required.", QueryFailed),
        ("503 Connection reset by peer", ConnectionFailed),
    ],
)
@pytest.mark.parametrize("ask", ["execute", "estimate"])
def test_what_the_service_says_becomes_a_coded_error(opened, said, kind, ask):
    warehouse, _ = opened(GoogleAPIError(said))
    with pytest.raises(kind) as raised:
        getattr(warehouse, ask)("SELECT 1")
    assert type(raised.value) is kind


def test_a_missing_table_and_column_are_named(opened):
    with pytest.raises(TableMissing) as raised:
        opened(GoogleAPIError("404 Not found: Table projet:crm.tickets was not found"))[0].execute("SELECT 1")
    assert raised.value.fields["table"] == "tickets"
    with pytest.raises(ColumnMissing) as raised:
        opened(GoogleAPIError("400 Unrecognized name: montnt at [3:8]"))[0].execute("SELECT 1")
    assert raised.value.fields["column"] == "montnt"


def test_without_credentials_access_is_denied(opened):
    with pytest.raises(AccessDenied):
        opened(refusal=GoogleAuthError("Your default credentials were not found."))


def test_credentials_that_expire_deny_the_query(opened):
    with pytest.raises(AccessDenied):
        opened(GoogleAuthError("Reauthentication is needed: authentication expired"))[0].execute("SELECT 1")


def test_a_job_past_its_time_is_cancelled_in_the_service_too(opened):
    warehouse, client = opened(timeout=0.2)
    with pytest.raises(QueryTimeout):
        warehouse.execute("SELECT 1")
    assert client.job.cancelled.is_set()


def test_nothing_is_cancelled_where_nothing_runs(opened):
    warehouse, client = opened(pa.table({"n": [1]}))
    warehouse.cancel()
    assert warehouse.execute("SELECT 1").num_rows == 1
    assert not client.job.cancelled.is_set()


def test_a_named_dataset_is_introspected_and_no_other(opened):
    warehouse, _ = opened()
    (table,) = warehouse.introspect()
    assert (table.schema, table.name) == ("crm", "tickets")
    assert [one.type for one in table.columns] == ["integer", "timestamptz", "date", "decimal", None]
    assert len(opened(url="bigquery://projet")[0].introspect()) == 2


@pytest.mark.parametrize(("asked", "found"), [("tickets", "crm.tickets"), ("`ventes`.`tickets`", "ventes.tickets")])
def test_a_table_without_a_dataset_is_of_the_connections(opened, asked, found):
    warehouse, client = opened()
    assert len(warehouse.columns_of(asked)) == 5
    assert client.asked[-1][0] == found


def test_the_columns_of_a_missing_table_name_it(opened):
    with pytest.raises(TableMissing):
        opened(GoogleAPIError("404 Not found: Table projet:crm.absente"))[0].columns_of("absente")


def test_a_limit_that_is_no_number_is_unreadable(opened):
    with pytest.raises(UnreadableConnection):
        opened(url="bigquery://projet?maximum_bytes_billed=beaucoup")

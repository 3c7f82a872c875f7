"""DuckDB databases: files, memory, who may read and write, and what is said when they fail."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from kpidef.errors import KpidefError, render
from kpidef.errors.warehouse import (
    ColumnMissing,
    NotAWarehouse,
    QueryCancelled,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    TableMissing,
    ValueUnreadable,
    WarehouseLocked,
    WarehouseMissing,
    WarehouseOutOfMemory,
    WriteRefused,
)
from kpidef.warehouse import ColumnInfo, TableInfo, Warehouse, connect

SLOW = "SELECT count(*) FROM range(100000000) AS a, range(1000) AS b WHERE (a.range + b.range) % 7 = 3"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "crm.duckdb")) as connection:
        connection.execute("CREATE SCHEMA crm; CREATE TABLE crm.crm.tickets (ticket_id TEXT, montant DECIMAL(18, 3))")
        connection.execute("INSERT INTO crm.crm.tickets VALUES ('t1', 1.5), ('t2', NULL)")
    return tmp_path


@pytest.fixture
def warehouse(project: Path) -> Iterator[Warehouse]:
    with open_at(project, "duckdb:///crm.duckdb") as opened:
        yield opened


def open_at(base: Path, url: str, **options: object) -> Warehouse:
    return connect(url, base=base, environment={}, **options)


def test_a_relative_path_starts_at_the_project_file(project: Path) -> None:
    (project / "sous").mkdir()
    with open_at(project / "sous", "duckdb:///../crm.duckdb") as opened:
        assert opened.execute("SELECT count(*) AS n FROM crm.tickets").to_pylist() == [{"n": 2}]


def test_an_absolute_path_is_itself(project: Path) -> None:
    with open_at(Path("/"), f"duckdb:///{project}/crm.duckdb") as opened:
        assert opened.execute("SELECT count(*) AS n FROM crm.tickets").to_pylist() == [{"n": 2}]


@pytest.mark.parametrize("url", ["duckdb://:memory:", "duckdb:///:memory:"])
def test_memory_is_an_empty_warehouse(tmp_path: Path, url: str) -> None:
    with open_at(tmp_path, url) as opened:
        assert opened.introspect() == ()


def test_introspection_gives_schema_name_columns_and_types(warehouse: Warehouse) -> None:
    columns = (ColumnInfo("ticket_id", "VARCHAR", "text"), ColumnInfo("montant", "DECIMAL(18,3)", "decimal"))
    assert warehouse.introspect() == (TableInfo("crm", "tickets", columns),)
    assert warehouse.columns_of("crm.tickets") == columns


def test_the_columns_of_a_missing_table_are_an_error(warehouse: Warehouse) -> None:
    with pytest.raises(TableMissing):
        warehouse.columns_of("crm.factures")


def test_a_schema_may_bear_the_file_s_name(warehouse: Warehouse) -> None:
    assert warehouse.execute("SELECT ticket_id FROM crm.tickets ORDER BY ALL").to_pylist() == [
        {"ticket_id": "t1"},
        {"ticket_id": "t2"},
    ]


def test_the_session_is_in_utc(warehouse: Warehouse) -> None:
    assert str(warehouse.execute("SELECT '2026-01-01 00:00'::TIMESTAMPTZ AS t").schema.field("t").type) == (
        "timestamp[us, tz=UTC]"
    )


def test_enumerated_text_comes_as_text(warehouse: Warehouse) -> None:
    assert str(warehouse.execute("SELECT 'a'::ENUM('a', 'b') AS e").schema.field("e").type) == "string"


def test_two_processes_may_read_at_once(project: Path, warehouse: Warehouse) -> None:
    other = (
        "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).sql('FROM crm.crm.tickets').fetchall())"
    )
    done = subprocess.run([sys.executable, "-c", other, str(project / "crm.duckdb")], capture_output=True, check=True)
    assert b"t1" in done.stdout
    assert warehouse.execute("FROM crm.tickets").num_rows == 2


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO crm.tickets VALUES ('t3', 1)",
        "CREATE TEMP TABLE x (a INTEGER)",
        "COPY (SELECT 1) TO 'sortie.csv'",
        "ATTACH 'autre.duckdb'",
        "SET TimeZone = 'Europe/Paris'",
        "INSTALL httpfs",
        "PRAGMA version",
        "SELECT 1; DROP TABLE crm.tickets",
    ],
)
def test_a_read_only_connection_runs_one_select_only(project: Path, warehouse: Warehouse, sql: str) -> None:
    with pytest.raises(WriteRefused):
        warehouse.execute(sql)
    assert sorted(path.name for path in project.iterdir()) == ["crm.duckdb"]


def test_a_connection_for_writing_writes(project: Path) -> None:
    with open_at(project, "duckdb:///neuf.duckdb", read_only=False) as opened:
        opened.execute("CREATE TABLE t AS SELECT 1 AS a")
        assert opened.execute("SELECT a FROM t").to_pylist() == [{"a": 1}]


def test_a_python_variable_is_never_a_table(warehouse: Warehouse) -> None:
    tickets = warehouse.execute("FROM crm.tickets")
    with pytest.raises(TableMissing):
        warehouse.execute("SELECT * FROM tickets")
    assert tickets.num_rows == 2


@pytest.mark.parametrize(
    ("sql", "kind", "cause"),
    [
        ("SELECT * FROM nulle_part.t", TableMissing, "table or file 'nulle_part.t' not found in the warehouse"),
        ("SELECT x.a FROM crm.tickets", TableMissing, "table or file 'x' not found in the warehouse"),
        ("SELECT t.monant FROM crm.tickets AS t", ColumnMissing, "column 'monant' not found in the warehouse"),
        ("SELECT", QueryRefused, "the warehouse refuses the query: SELECT clause without selection list"),
        ("  ", QueryRefused, "the warehouse refuses the query: empty query"),
        ("SELECT inconnue(1)", QueryRefused, "Scalar Function with name inconnue does not exist!"),
        ("SELECT ticket_id::INTEGER FROM crm.tickets", ValueUnreadable, "Could not convert string 't1' to INT32"),
        ("SELECT 9223372036854775807 + range FROM range(3)", ValueUnreadable, "Overflow in addition of INT64"),
        ("SELECT error('panne')", QueryFailed, "the query failed: panne"),
        ("SELECT * FROM 'https://exemple.fr/x.csv'", QueryFailed, "requires the extension httpfs"),
    ],
)
def test_a_failing_query_is_a_coded_error(warehouse: Warehouse, sql: str, kind: type[KpidefError], cause: str) -> None:
    with pytest.raises(kind) as raised:
        warehouse.execute(sql)
    assert cause in raised.value.cause("en")


def test_a_query_beyond_memory_says_so(tmp_path: Path) -> None:
    with open_at(tmp_path, "duckdb://:memory:", read_only=False) as opened:
        opened.execute("SET memory_limit = '20MB'")
        opened.execute("SET max_temp_directory_size = '0KB'")
        with pytest.raises(WarehouseOutOfMemory):
            opened.execute("SELECT list(range) FROM range(100000000)")


def test_the_connection_s_timeout_holds_where_the_query_has_none(project: Path) -> None:
    with open_at(project, "duckdb:///crm.duckdb", timeout=0.1) as opened, pytest.raises(QueryTimeout):
        opened.execute(SLOW)


def test_ctrl_c_stops_the_query_and_the_connection_still_serves(warehouse: Warehouse) -> None:
    timer = Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(QueryCancelled):
        warehouse.execute(SLOW)
    timer.join()
    assert warehouse.execute("SELECT 1 AS un").to_pylist() == [{"un": 1}]


@pytest.mark.parametrize("url", ["duckdb:///absent.duckdb", "duckdb:///absent/"])
def test_a_missing_file_or_folder_is_said_with_its_path(tmp_path: Path, url: str) -> None:
    with pytest.raises(WarehouseMissing) as raised:
        open_at(tmp_path, url)
    assert str(tmp_path / "absent") in raised.value.cause("fr")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("ceci n'est pas une base " * 100, encoding="utf-8")
    with pytest.raises(NotAWarehouse) as raised:
        open_at(tmp_path, "duckdb:///notes.duckdb")
    assert render(raised.value, "fr") == (
        f"KPI507 {tmp_path}/notes.duckdb n'est pas une base DuckDB\n"
        "  aide : indiquez un fichier de base, ou un dossier de fichiers Parquet et CSV"
    )


def test_a_locked_database_says_who_holds_it_and_what_to_do(project: Path) -> None:
    writer = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('ouvert', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", writer, str(project / "crm.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(WarehouseLocked) as raised:
            open_at(project, "duckdb:///crm.duckdb")
        process.communicate()
    assert f"(PID {process.pid})" in raised.value.cause("fr")
    assert raised.value.help("fr").startswith("fermez ce programme")


def test_a_database_open_for_writing_in_this_process_is_locked(project: Path) -> None:
    with duckdb.connect(str(project / "crm.duckdb")), pytest.raises(WarehouseLocked):
        open_at(project, "duckdb:///crm.duckdb")


def test_a_connection_shows_its_address(project: Path) -> None:
    with open_at(project, "duckdb:///crm.duckdb") as opened:
        assert repr(opened) == "<DuckdbWarehouse duckdb:///crm.duckdb>"


def test_a_name_that_holds_a_dot_is_written_in_quotes(project: Path) -> None:
    with open_at(project, "duckdb:///neuf.duckdb", read_only=False) as opened:
        opened.execute('CREATE TABLE "tickets.2026" (a INTEGER)')
        assert opened.columns_of('main."tickets.2026"') == (ColumnInfo("a", "INTEGER", "integer"),)

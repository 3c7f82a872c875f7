"""The program of Databend's embedded engine, with another engine in the place of its wheel: how it starts and ends."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from kpidef.errors.warehouse import (
    ConnectionFailed,
    MissingDriver,
    PythonTooOld,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    UnreadableConnection,
)
from kpidef.warehouse import ScratchTable, connect, scratch_at
from kpidef_adapters.databend import scratch
from kpidef_adapters.databend.process import _instant

# DuckDB, with what Databend says otherwise.
WHEEL = """
import duckdb, os, time

class Rows:
    def __init__(self, table):
        self.table = table
    def arrow(self):
        return self.table

class SessionContext:
    def __init__(self, data_path):
        self.connection = duckdb.connect()
    def sql(self, query):
        if query == "SELECT SLEEP(60)":
            time.sleep(60)
        if query == "SELECT FALL()":
            os._exit(3)
        if query.startswith("SET"):
            query = "SELECT 1"
        query = query.replace("DATABASE", "SCHEMA").replace(" ENGINE = MEMORY", "").replace("TIMESTAMP_TZ", "TIMESTAMP")
        try:
            return Rows(self.connection.execute(query).to_arrow_table())
        except duckdb.Error as error:
            text = f"Error: SyntaxException. Code: 1005, Text = {error}\\n\\n   0: <unknown>@e0ac329"
            raise RuntimeError(text) from error
"""
SLOW = "SELECT SLEEP(60)"


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """Another engine under the wheel's name, in this interpreter."""
    (tmp_path / "databend.py").write_text(WHEEL, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.fixture
def opened(wheel):
    with scratch([ScratchTable("t", (("a", "text"), ("n", "integer")), [("x", 1), (None, None)])]) as warehouse:
        yield warehouse


@pytest.fixture
def program(tmp_path):
    """An interpreter that says one line and ends."""

    def write(line):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\necho '{line}'\n", encoding="utf-8")
        path.chmod(0o755)
        return f"databend://?python={path}"

    return write


def rows_of(warehouse):
    return [tuple(row.values()) for row in warehouse.execute('SELECT * FROM "t" ORDER BY n NULLS LAST').to_pylist()]


def test_rows_that_are_given_are_read(opened):
    assert rows_of(opened) == [("x", 1), (None, None)]


def test_an_error_of_the_engine_is_said_without_its_trace(opened):
    with pytest.raises(QueryRefused) as raised:
        opened.execute("SELECT FROM")
    assert "unknown" not in raised.value.fields["cause"]


def test_after_a_timeout_another_engine_holds_the_same_rows(opened):
    before = opened._way._process.pid
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        opened.execute(SLOW, timeout=0.2)
    assert time.monotonic() - started < 5
    assert rows_of(opened) == [("x", 1), (None, None)]
    assert opened._way._process.pid != before


def test_a_query_that_is_cancelled_says_so(opened):
    timer = threading.Timer(0.3, opened.cancel)
    timer.start()
    with pytest.raises(QueryCancelled):
        opened.execute(SLOW)
    timer.join()


def test_cancelling_nothing_leaves_the_engine_alone(opened):
    before = opened._way._process.pid
    opened.cancel()
    assert rows_of(opened) == [("x", 1), (None, None)]
    assert opened._way._process.pid == before


def test_an_engine_that_falls_is_a_failed_connection_and_is_started_again(opened):
    with pytest.raises(ConnectionFailed):
        opened.execute("SELECT FALL()")
    assert rows_of(opened) == [("x", 1), (None, None)]


def test_closing_leaves_no_process_and_no_folder(wheel):
    warehouse = scratch_at("databend://", base=Path(), environment={})
    process, folder = warehouse._way._process, Path(warehouse._way._folder.name)
    warehouse.close()
    warehouse.close()
    assert process.poll() is not None
    assert not folder.exists()


def test_an_older_python_is_told_what_is_needed(program):
    with pytest.raises(PythonTooOld) as raised:
        connect(program('{"missing": "databend", "python": [3, 11]}'), base=Path(), environment={})
    assert "3.12" in raised.value.help("en")


def test_a_missing_wheel_is_answered_with_the_command(program):
    url = program('{"missing": "databend", "python": [3, 12]}')
    with pytest.raises(MissingDriver) as raised:
        connect(url, base=Path(), environment={})
    assert raised.value.fields["command"] == f"{url.partition('=')[2]} -m pip install databend pyarrow"


def test_this_python_is_told_the_extra_or_that_it_is_too_old(monkeypatch, tmp_path):
    (tmp_path / "databend.py").write_text("raise ModuleNotFoundError(name='databend')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    with pytest.raises((MissingDriver, PythonTooOld)) as raised:
        connect("databend://", base=Path(), environment={})
    if sys.version_info[:2] >= (3, 12):
        assert raised.value.fields["command"] == 'pip install "kpidef[databend]"'
    else:
        assert isinstance(raised.value, PythonTooOld)


def test_an_interpreter_that_is_not_there_is_a_failed_connection():
    with pytest.raises(ConnectionFailed):
        connect("databend://?python=/absent/python", base=Path(), environment={})


@pytest.mark.parametrize("url", ["databend:///dossier", "databend://?dossier=x"])
def test_the_embedded_engine_keeps_nothing_that_a_url_could_name(url):
    with pytest.raises(UnreadableConnection):
        connect(url, base=Path(), environment={})


@pytest.mark.parametrize(
    ("packed", "written"),
    [
        (1774785600123456, "2026-03-29 12:00:00.123456+00:00"),
        (7200 << 64 | 1774785600123456, "2026-03-29 14:00:00.123456+02:00"),
        ((7200 << 64) + (1 << 64) - 1_000_000, "1970-01-01 01:59:59+02:00"),
    ],
)
def test_an_instant_is_unpacked_with_its_offset(packed, written):
    assert _instant(packed) == written

"""What the ADBC drivers of Snowflake and BigQuery are asked for, over a double: neither can be run here."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("adbc_driver_manager")

from kpidef.warehouse import ConnectionRequest
from kpidef_adapters.adbc import connect


class Cursor:
    """Keeps what it is told."""

    def __init__(self, told):
        self.told = told

    def execute(self, sql):
        self.told.append(sql)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Connection:
    def __init__(self, told):
        self.told = told

    def cursor(self):
        return Cursor(self.told)

    def close(self):
        pass


@pytest.fixture
def driven(monkeypatch):
    """name -> the options that its driver was given, and the statements that followed."""

    def build(name):
        given, told = {}, []
        module = ModuleType(f"adbc_driver_{name}.dbapi")
        module.connect = lambda db_kwargs, autocommit: given.update(db_kwargs) or Connection(told)
        monkeypatch.setitem(sys.modules, f"adbc_driver_{name}", ModuleType(f"adbc_driver_{name}"))
        monkeypatch.setitem(sys.modules, f"adbc_driver_{name}.dbapi", module)
        return given, told

    return build


def test_snowflake_is_asked_for_decimals_and_a_session_in_utc(driven):
    given, told = driven("snowflake")
    url = "adbc+snowflake://ana:s3cret@compte/CRM/PUBLIC?warehouse=PETIT&role=LECTURE&login_timeout=30s"
    opened = connect(ConnectionRequest(url, Path()))
    assert opened.dialect == "snowflake"
    assert given == {
        "username": "ana",
        "password": "s3cret",
        "adbc.snowflake.sql.account": "compte",
        "adbc.snowflake.sql.db": "CRM",
        "adbc.snowflake.sql.schema": "PUBLIC",
        "adbc.snowflake.sql.warehouse": "PETIT",
        "adbc.snowflake.sql.role": "LECTURE",
        "adbc.snowflake.sql.client_option.app_name": "kpidef",
        "adbc.snowflake.sql.client_option.use_high_precision": "true",
        "adbc.snowflake.sql.client_option.login_timeout": "30s",
    }
    assert told == ["ALTER SESSION SET TIMEZONE = 'UTC', QUERY_TAG = 'kpidef'"]
    assert "s3cret" not in repr(opened)


def test_bigquery_is_given_its_project_its_dataset_and_its_place(driven):
    given, told = driven("bigquery")
    opened = connect(ConnectionRequest("adbc+bigquery://projet/jeu?location=EU", Path()))
    assert (opened.dialect, told) == ("bigquery", [])
    assert given == {
        "adbc.bigquery.sql.project_id": "projet",
        "adbc.bigquery.sql.dataset_id": "jeu",
        "adbc.bigquery.sql.location": "EU",
    }

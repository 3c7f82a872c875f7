"""The dialect of the project's own connection, without opening it."""

import pytest

import kpidef
from kpidef.pipeline.connecting import default_dialect
from kpidef.sql.dialects import dialect_of


@pytest.mark.parametrize(
    ("connection", "dialect"),
    [
        ("duckdb:///crm.duckdb", "duckdb"),
        ("postgresql://ana:${WORD}@hote/crm", "postgres"),
        ("mssql://ana:${WORD}@hote/crm", "tsql"),
        ("sc://hote:15002", "spark"),
        ("chdb://", "clickhouse"),
        ("googlesql://", "bigquery"),
        ("athena://eu-west-3/crm", "athena"),
        ("adbc+postgresql://hote/crm", "postgres"),
        ("adbc+sqlite:///crm.db", "sqlite"),
        ("adbc+flightsql://hote:31337?tls=false&dialect=clickhouse", "clickhouse"),
        ("${DSN}", "duckdb"),
    ],
)
def test_a_connections_url_says_its_dialect(connection, dialect, tmp_path):
    (tmp_path / "kpidef.yml").write_text(f"kpidef: 1\nconnection: '{connection}'\n", encoding="utf-8")
    assert default_dialect(kpidef.load(tmp_path)) == dialect
    assert dialect_of(dialect).name == dialect

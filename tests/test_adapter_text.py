"""Names and values that adapters write into SQL: one token each as the engine reads it, whatever is in them."""

from importlib import import_module

import pytest
import sqlglot

HOSTILE = (
    "simple",
    "l'été",
    'mes "tickets"',
    "mes `tickets`",
    "'; DROP TABLE clients; --",
    '"; DROP TABLE clients; --',
    "`; DROP TABLE clients; --",
    "\\",
    "\\'; DROP TABLE clients; --",
    '\\"',
    "\\`; DROP TABLE clients; --",
    "/* */ -- $$ {x} %s ? :a",
    "a\nb\tc",
    "日本語 🙂",
)
# Where an adapter's names and values are written, and the sqlglot dialect that reads as its engine does.
NAMED = {
    "databend.text": "snowflake",
    "duckdb.text": "duckdb",
    "dbapi.given": "postgres",  # PostgreSQL and ADBC
    "mysql.text": "mysql",
    "clickhouse.text": "clickhouse",
    "spark.text": "spark",
}
VALUED = {
    "databend.text": "snowflake",
    "duckdb.text": "duckdb",
    "dbapi.given": "postgres",
    "postgres.text": "postgres",
    "mysql.text": "mysql",
    "clickhouse.text": "clickhouse",
}


def of(adapter):
    return import_module(f"kpidef_adapters.{adapter}")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("adapter", NAMED)
def test_a_name_is_one_token_that_says_it(adapter, text):
    (token,) = sqlglot.tokenize(of(adapter).identifier(text), read=NAMED[adapter])
    assert token.token_type.name == "IDENTIFIER"
    assert adapter == "clickhouse.text" or token.text == text  # sqlglot leaves ClickHouse's backslashes in names


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("adapter", VALUED)
def test_a_value_is_one_token_that_says_it(adapter, text):
    (token,) = sqlglot.tokenize(of(adapter).literal(text), read=VALUED[adapter])
    assert (token.token_type.name, token.text) == ("STRING", text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("adapter", NAMED)
def test_a_table_as_a_binding_writes_it_is_names_and_dots(adapter, text):
    tokens = sqlglot.tokenize(of(adapter).table_name(f"crm.{text}"), read=NAMED[adapter])
    assert {one.token_type.name for one in tokens} <= {"IDENTIFIER", "DOT"}

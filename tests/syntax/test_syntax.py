"""The SQL of engines that no test runs, read by parsers that are not sqlglot: Trino's own grammar, and sqlfluff."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from test_sql_golden import REQUESTS, compiled

HERE = Path(__file__).parent
TRINO = ("athena", "trino")
SQLFLUFF = ("databricks", "oracle", "redshift", "snowflake", "tsql")
FEW = ("cohort", "stock")
# KPIDEF_WHOLE_SYNTAX=1 reads every request by sqlfluff, which takes a second for each.
READ = tuple(REQUESTS) if os.environ.get("KPIDEF_WHOLE_SYNTAX") == "1" else FEW


@pytest.fixture(scope="module")
def trino_says():
    """statements -> what Trino's grammar says against each."""
    if shutil.which("node") is None or not (HERE / "node_modules" / "dt-sql-parser").exists():
        needed("npm ci --prefix tests/syntax")

    def ask(statements):
        told = subprocess.run(
            ["node", "trino.mjs"], cwd=HERE, input=json.dumps(statements), capture_output=True, text=True, check=True
        )
        return json.loads(told.stdout)

    return ask


@pytest.fixture(scope="module")
def sqlfluff_says():
    """(statement, dialect) -> what sqlfluff could not read of it."""
    try:
        from sqlfluff.core import FluffConfig, Linter
    except ModuleNotFoundError:
        needed("pip install 'sqlfluff>=4'")

    def ask(sql, dialect):
        config = FluffConfig(overrides={"dialect": dialect, "large_file_skip_byte_limit": 0})
        return [str(one) for one in Linter(config=config).parse_string(sql).violations]

    return ask


def needed(command):
    """Skip where the parser is not installed; fail where it must be."""
    if os.environ.get("CI") == "true":
        pytest.fail(command)
    pytest.skip(command)


@pytest.mark.parametrize("dialect", TRINO)
def test_trinos_own_grammar_reads_every_request(dialect, trino_says):
    statements = [compiled(name, dialect) for name in REQUESTS]
    assert trino_says(statements) == [[]] * len(statements)


def test_trinos_own_grammar_refuses_what_is_not_its_sql(trino_says):
    (said,) = trino_says(["SELECT TOP 3 [a] FROM t"])
    assert said


@pytest.mark.parametrize("dialect", SQLFLUFF)
@pytest.mark.parametrize("name", READ)
def test_sqlfluff_reads_the_dialects_sql(name, dialect, sqlfluff_says):
    assert sqlfluff_says(compiled(name, dialect), dialect) == []


@pytest.mark.parametrize(("sql", "dialect"), [("SELECT a FROM t LIMIT 3", "tsql"), ("SELECT a FROM t WHERE", "oracle")])
def test_sqlfluff_refuses_what_is_not_its_sql(sql, dialect, sqlfluff_says):
    assert sqlfluff_says(sql, dialect)

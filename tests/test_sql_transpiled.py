"""The SQL of dialects that no test can run: one SELECT that is read again, and a few that a person has read."""

import os
from pathlib import Path

import pytest
import sqlglot
from engines.scalar_cases import scalar_cases
from fuzz.gate import complaint
from sqlglot import exp
from test_sql_golden import REQUESTS, compiled

import kpidef
from kpidef.errors.dialect import UnsupportedByDialect
from kpidef.sql.dialects import NAMES, dialect_of
from kpidef.sql.dialects.apply import text_of
from kpidef.warehouse.conformance.running import write_project

GOLDEN = Path(__file__).parent / "golden" / "transpiled"
DIALECTS = [name for name in NAMES if not dialect_of(name).executed]
READ = {"oracle", "redshift", "snowflake", "trino", "tsql"}
READ_REQUESTS = ("cohort", "ratio", "stock")
# What the neutral tree says in DuckDB's words, and no other engine understands.
FOREIGN = {"TRY_STRPTIME", "TIMESTAMP_DIFF", "LOGICAL_OR", "QUANTILE_CONT"}
REFUSED = {
    "parse(concat('3', id), '%d') is null": {"athena", "oracle", "redshift", "snowflake", "trino", "tsql"},
    "shift(heure, '1 month') > heure": {"oracle"},
    "note % 2 = 0": {"oracle", "redshift", "tsql"},
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_transpiled_is_one_select_of_its_dialect(name, dialect):
    sql = compiled(name, dialect)
    assert complaint(sql, dialect_of(dialect).sqlglot) is None
    assert foreign_names(sql, dialect) == set()


@pytest.mark.parametrize("dialect", sorted(READ & set(DIALECTS)))
@pytest.mark.parametrize("name", READ_REQUESTS)
def test_what_is_transpiled_is_what_was_read(name, dialect):
    path, text = GOLDEN / f"{name}.{dialect}.sql", compiled(name, dialect)
    if os.environ.get("KPIDEF_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", scalar_cases(), ids=lambda case: case.name)
def test_each_function_is_read_again_or_refused(case, dialect, tmp_path):
    project = kpidef.load(write_project(case, tmp_path))
    for kpi in case.kpis:
        for one in kpi["measures"].values():
            sql = compiled_measure(tmp_path, kpi, one, dialect)
            assert sql is None or complaint(sql, dialect_of(dialect).sqlglot) is None
    assert project.catalog.kpis


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("condition", REFUSED)
def test_what_a_dialect_cannot_say_exactly_is_refused(condition, dialect, tmp_path):
    case = scalar_cases()[0]
    write_project(case, tmp_path)
    measure = {"source": "choses", "agg": "count", "filters": [condition]}
    is_refused = compiled_measure(tmp_path, case.kpis[0], measure, dialect) is None
    assert is_refused == (dialect in REFUSED[condition])


def compiled_measure(folder, kpi, measure, dialect):
    """The SQL of the KPI with this measure alone; None where it is refused."""
    import json

    alone = {**kpi, "measures": {"seule": measure}, "formula": "seule"}
    (folder / "definitions" / f"{kpi['kpi']}.yml").write_text(json.dumps(alone), encoding="utf-8")
    try:
        return kpidef.load(folder).compile(kpi["kpi"], period="all", grain=None, dialect=dialect)
    except UnsupportedByDialect:
        return None


def foreign_names(sql, dialect):
    parsed = sqlglot.parse_one(sql, read=dialect_of(dialect).sqlglot)
    return {one.name.upper() for one in parsed.find_all(exp.Anonymous)} & FOREIGN


def test_what_the_writer_of_a_dialect_would_leave_out_is_refused():
    sampled = sqlglot.parse_one("SELECT a FROM t TABLESAMPLE (10 PERCENT)", read="duckdb")
    with pytest.raises(UnsupportedByDialect) as raised:
        text_of(sampled, dialect_of("mysql"))
    assert raised.value.fields["reason_en"] == "TABLESAMPLE unsupported"

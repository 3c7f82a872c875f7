"""The Python API: what `import kpidef` offers, and what it leaves for later."""

import subprocess
import sys

import pytest
from shop import write_project, write_warehouse

import kpidef


def test_everything_that_is_listed_is_there():
    assert {name: getattr(kpidef, name) for name in kpidef.__all__}.keys() == set(kpidef.__all__)
    assert dir(kpidef) == sorted(kpidef.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="laod"):
        kpidef.laod  # noqa: B018


def test_importing_loads_nothing_heavy():
    code = (
        "import sys, kpidef; print(sorted({'duckdb', 'pyarrow', 'sqlglot', 'jinja2', 'rich', 'yaml'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_loading_a_project_needs_neither_a_warehouse_nor_arrow(tmp_path):
    write_project(tmp_path)
    code = (
        "import sys, kpidef; kpidef.load(sys.argv[1]);"
        "print(sorted({'duckdb', 'pyarrow', 'sqlglot', 'jinja2', 'rich', 'babel'} & {*sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_result_goes_to_arrow_pandas_and_polars_and_a_notebook(tmp_path):
    write_warehouse(write_project(tmp_path) / "boutique.duckdb")
    result = kpidef.load(tmp_path).run("ca", period="2026-01..2026-03", grain="month")
    assert result.to_arrow().num_rows == len(result.to_pandas()) == len(result.to_polars()) == 3
    assert "<svg" in result._repr_html_()


def test_a_project_shows_no_secret(tmp_path):
    write_project(tmp_path)
    project = kpidef.load(tmp_path, connection="duckdb://ana:s3cret@x/y", environment={"PGPASSWORD": "s3cret"})
    assert "s3cret" not in repr(project)

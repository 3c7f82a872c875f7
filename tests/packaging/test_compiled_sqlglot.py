"""`kpidef[fast]` writes the same SQL: the compiled sqlglot takes none of what only its Python form allows."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A folder that holds the compiled sqlglot of the version that runs these tests."""
    folder = tmp_path_factory.mktemp("compiled")
    wanted = f"sqlglot[c]=={version('sqlglot')}"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        reason = f"{wanted} can't be installed: {done.stderr[-500:]}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return folder


def test_the_golden_sql_is_the_same_with_the_compiled_sqlglot(compiled):
    environment = {**os.environ, "PYTHONPATH": str(compiled)}
    told = _python(environment, "-c", "import sqlglot.generator as g; print(g.__file__)")
    assert str(compiled) in told.stdout
    assert not told.stdout.strip().endswith(".py")
    tests = ("tests/test_sql_golden.py", "tests/test_sql_transpiled.py")
    done = _python(environment, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert done.returncode == 0, done.stdout[-3000:]


def _python(environment, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)

"""The pytest plugin of the conformance suite: the option that names the warehouse, the fixture that opens it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kpidef.warehouse import Scratch


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--kpidef-url` names the warehouse."""
    group = parser.getgroup("kpidef", "conformance of a warehouse")
    group.addoption("--kpidef-url", metavar="URL", help="the warehouse, as a project file names it; ${VAR} is read")


@pytest.fixture(scope="session")
def kpidef_warehouse(request: pytest.FixtureRequest) -> Iterator[Scratch]:
    """The warehouse in a scratch schema; without a URL, DuckDB in memory."""
    from kpidef.warehouse import scratch_at

    url = request.config.getoption("--kpidef-url") or "duckdb://:memory:"
    with scratch_at(url, base=Path.cwd(), environment=os.environ) as opened:
        yield opened

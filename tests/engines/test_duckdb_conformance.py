"""DuckDB is a warehouse as the port says."""

from collections.abc import Iterator

import pytest

from kpidef.warehouse import Scratch, scratch
from kpidef.warehouse.conformance import WarehouseConformance


class TestDuckdb(WarehouseConformance):
    slow_sql = "SELECT count(*) FROM range(100000000) AS a, range(1000) AS b WHERE (a.range + b.range) % 7 = 3"

    @pytest.fixture
    def warehouse(self) -> Iterator[Scratch]:
        with scratch(scheme="duckdb") as opened:
            yield opened


def test_what_an_engine_cannot_do_is_skipped_not_passed() -> None:
    with pytest.raises(pytest.skip.Exception):
        WarehouseConformance().require(able=False)
